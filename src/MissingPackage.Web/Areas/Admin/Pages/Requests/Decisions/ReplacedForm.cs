using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>The seller sends the item again.</summary>
public sealed class ReplacedForm : ResolvedForm
{
    public string? Tracking { get; set; }

    /// <summary>As <see cref="CarrierChoice"/> writes it; the one the number tells where empty.</summary>
    public string? Carrier { get; set; }

    public override string Name => "Replaced";

    public override ResolutionKind Kind => ResolutionKind.Replacement;

    public override string Question => "Record the replacement?";

    public override string Done => "Resolved with a replacement.";

    public override string? Typed => ReportAnswers.Optional(Tracking);

    protected override string AgainstTheRule => "The seller said that it is out of stock. Record that it is in stock, or say why it is replaced all the same.";

    protected override Resolution ToResolution(DateOnly? madeOn)
    {
        var number = TrackingNumber.Recognise(Tracking);
        var carrier = CarrierChoice.Read(Carrier)
            ?? (string.IsNullOrEmpty(Carrier) ? number?.Matches.FirstOrDefault(match => match.ChecksumHolds)?.Carrier : null);
        return Resolution.Replacement(number?.Value, carrier, madeOn);
    }
}

internal sealed class ReplacedFormValidator : ResolvedFormValidator<ReplacedForm>
{
    public ReplacedFormValidator()
    {
        RuleFor(form => form.Tracking)
            .MaximumLength(TrackingNumber.MaxLength).WithMessage($"At most {TrackingNumber.MaxLength} characters.");
        RuleFor(form => form.Carrier).Must(carrier => string.IsNullOrEmpty(carrier) || carrier == CarrierChoice.NotListed || CarrierChoice.Read(carrier) is not null)
            .WithMessage("Choose one of the carriers.");
    }
}
