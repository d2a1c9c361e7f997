using System.Text.RegularExpressions;
using FluentValidation;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Requests;

public sealed class AddressInput
{
    /// <summary>What the list of states sends for "outside the United States".</summary>
    public const string Elsewhere = "elsewhere";

    public string? Line1 { get; set; }

    public string? Line2 { get; set; }

    public string? City { get; set; }

    public string? State { get; set; }

    public string? Zip { get; set; }

    /// <summary>The address as a fact. Call it only after the validator has passed.</summary>
    public DeliveryAddress ToAddress() => new(
        ReportAnswers.Tidy(Line1), ReportAnswers.Optional(Line2), ReportAnswers.Tidy(City),
        UsStates.Find(State)!.Code, AddressInputValidator.ReadZip(Zip)!);
}

internal sealed partial class AddressInputValidator : AbstractValidator<AddressInput>
{
    private const string WhatWeServe =
        "We can help with deliveries in the 50 states, Washington DC, the US territories, and military mail (APO, FPO, DPO). "
        + "For a delivery elsewhere, please ask the seller or the carrier.";

    public AddressInputValidator()
    {
        RuleFor(i => i.Line1)
            .Must(ReportAnswers.HasText).WithMessage("Enter the street and number the package was sent to.")
            .MaximumLength(DeliveryAddress.MaxLine).WithMessage($"An address line can be at most {DeliveryAddress.MaxLine} characters.");
        RuleFor(i => i.Line2)
            .MaximumLength(DeliveryAddress.MaxLine).WithMessage($"An address line can be at most {DeliveryAddress.MaxLine} characters.");
        RuleFor(i => i.City)
            .Must(ReportAnswers.HasText).WithMessage("Enter the city.")
            .MaximumLength(DeliveryAddress.MaxCity).WithMessage($"The city can be at most {DeliveryAddress.MaxCity} characters.");
        RuleFor(i => i.State)
            .NotEmpty().WithMessage("Choose the state.")
            .NotEqual(AddressInput.Elsewhere).WithMessage(WhatWeServe)
            .Must(state => UsStates.Find(state) is not null).WithMessage("Choose a state from the list. " + WhatWeServe);
        RuleFor(i => i.Zip)
            .NotEmpty().WithMessage("Enter the ZIP Code.").When(i => i.State != AddressInput.Elsewhere, ApplyConditionTo.CurrentValidator)
            .Must(zip => !LooksForeign(zip)).WithMessage("That looks like a postal code outside the United States. " + WhatWeServe)
            .Must(zip => string.IsNullOrEmpty(zip) || ReadZip(zip) is not null)
            .WithMessage("A ZIP Code has 5 digits, such as 10001, or 9, such as 10001-1234.");
    }

    /// <summary>A ZIP Code as 12345 or 12345-6789, or null.</summary>
    internal static string? ReadZip(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-'));
        return !digits.All(char.IsAsciiDigit) ? null
            : digits.Length == 5 ? digits
            : digits.Length == 9 ? $"{digits[..5]}-{digits[5..]}"
            : null;
    }

    private static bool LooksForeign(string? typed) => typed is not null && PostalCodeWithLetters().IsMatch(typed.Trim());

    [GeneratedRegex(@"^(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9 \-]{4,9}$", RegexOptions.None, 1000)]
    private static partial Regex PostalCodeWithLetters();
}
