using FluentValidation;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Application.Requests;

public sealed class ShipmentInput
{
    /// <summary>The longest paste, in characters: whole emails get pasted here.</summary>
    public const int MaxPaste = 2000;

    public string? TrackingNumber { get; set; }

    public string? Carrier { get; set; }

    /// <summary>The carrier chosen, or else the one whose check digit the tracking number has; null if neither says.</summary>
    public CarrierCode? CarrierCode =>
        string.IsNullOrEmpty(Carrier) ? Domain.Carriers.TrackingNumber.Recognise(TrackingNumber)?.Matches.FirstOrDefault(m => m.ChecksumHolds)?.Carrier
        : CarrierChoice.Read(Carrier);
}

internal sealed class ShipmentInputValidator : AbstractValidator<ShipmentInput>
{
    public ShipmentInputValidator()
    {
        RuleFor(i => i.TrackingNumber)
            .MaximumLength(ShipmentInput.MaxPaste).WithMessage("That is a lot of text: paste just the tracking number, or the line it is on.");
        RuleFor(i => i.Carrier)
            .Must((input, carrier) => !string.IsNullOrEmpty(carrier) || input.CarrierCode is not null)
            .WithMessage(input => ReportAnswers.HasText(input.TrackingNumber) && Domain.Carriers.TrackingNumber.Recognise(input.TrackingNumber) is not { Matches.Count: > 0 }
                ? "We see no tracking number in what you typed. Check it, or choose the carrier here, or “Another carrier, or I don’t know”."
                : "Choose the carrier, or “Another carrier, or I don’t know”.")
            .Must(carrier => string.IsNullOrEmpty(carrier) || carrier == CarrierChoice.NotListed || CarrierChoice.Read(carrier) is not null)
            .WithMessage("Choose one of the carriers, or “Another carrier, or I don’t know”.");
    }
}
