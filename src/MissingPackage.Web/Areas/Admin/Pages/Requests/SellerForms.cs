using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Text;
using MissingPackage.Application.Uploads;
using MissingPackage.Data.Settings;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>Whom a request is handed to.</summary>
public sealed class HandOffForm
{
    /// <summary>What <see cref="Choice"/> holds for a seller who isn't in the settings.</summary>
    public const string Other = "other";

    public int Version { get; set; }

    public int LastRow { get; set; }

    public bool Confirmed { get; set; }

    /// <summary>Whether the agent goes back from what the seller gets to the filled form.</summary>
    public bool Again { get; set; }

    /// <summary>A seller's id, or <see cref="Other"/>.</summary>
    public string? Choice { get; set; }

    /// <summary>The name of a seller who isn't in the settings.</summary>
    public string? Name { get; set; }

    /// <summary>The same one's address.</summary>
    public string? Email { get; set; }

    /// <summary>Whether a seller who isn't in the settings is meant: whoever types their address doesn't have to choose that too.</summary>
    public bool IsOther => Choice == Other || ReportAnswers.HasText(Email) || (string.IsNullOrEmpty(Choice) && ReportAnswers.HasText(Name));
}

internal sealed class HandOffFormValidator : AbstractValidator<HandOffForm>
{
    public HandOffFormValidator()
    {
        RuleFor(form => form.Choice).Must((form, choice) => form.IsOther || Guid.TryParse(choice, out _)).WithMessage("Choose the seller.");
        When(form => form.IsOther, () =>
        {
            RuleFor(form => form.Name).Must(ReportAnswers.HasText).WithMessage("Write the seller’s name.")
                .MaximumLength(OrderFacts.MaxSeller).WithMessage($"At most {OrderFacts.MaxSeller} characters.");
            RuleFor(form => form.Email).NotEmpty().WithMessage("Enter the seller’s address.")
                .MaximumLength(Data.Settings.Seller.MaxEmail).WithMessage("That is too long for an email address.")
                .EmailAddress().WithMessage("Enter an email address, such as claims@example.com.");
        });
    }
}

/// <summary>A message to the seller.</summary>
public sealed class ToSellerForm
{
    public string? Text { get; set; }
}

internal sealed class ToSellerFormValidator : AbstractValidator<ToSellerForm>
{
    public ToSellerFormValidator() => RuleFor(form => form.Text)
        .NotEmpty().WithMessage("Write your message.")
        .MaximumLength(ServiceRequest.MaxSellerMessage).WithMessage("At most 1,000 characters.");
}

/// <summary>The carrier's answer, as the seller told it.</summary>
public sealed class CarrierAnswerForm
{
    public CarrierVerdict? Verdict { get; set; }

    public string? Amount { get; set; }
}

internal sealed class CarrierAnswerFormValidator : AbstractValidator<CarrierAnswerForm>
{
    public CarrierAnswerFormValidator()
    {
        RuleFor(form => form.Verdict).NotNull().WithMessage("Choose what the carrier decided.").IsInEnum().WithMessage("Choose what the carrier decided.");
        RuleFor(form => form.Amount)
            .Must(amount => TypedMoney.Read(amount) is >= 0 and <= OrderFacts.MaxValue)
            .When(form => !string.IsNullOrWhiteSpace(form.Amount)).WithMessage("Enter an amount in dollars and cents, such as 84.50.");
    }
}
