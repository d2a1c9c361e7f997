using System.Text.RegularExpressions;
using FluentValidation;
using MimeKit;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Requests;

public sealed class ContactInput
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }
}

/// <summary>What holds for a person's name wherever it is asked for.</summary>
internal static partial class PersonNames
{
    public static IRuleBuilderOptions<T, string?> PersonName<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(ReportAnswers.HasText).WithMessage("Enter your full name, as on your photo ID.")
        .Must(name => !WebAddress().IsMatch(name!)).WithMessage("Enter your name only, without a web address.")
        .MaximumLength(CustomerFacts.MaxName).WithMessage($"The name can be at most {CustomerFacts.MaxName} characters.");

    [GeneratedRegex(@"://|www\.", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex WebAddress();
}

internal sealed partial class ContactInputValidator : AbstractValidator<ContactInput>
{
    public ContactInputValidator()
    {
        RuleFor(i => i.Name).PersonName();
        RuleFor(i => i.Email)
            .NotEmpty().WithMessage("Enter your email address: your private link goes there.")
            .MaximumLength(CustomerFacts.MaxEmail).WithMessage($"An email address can be at most {CustomerFacts.MaxEmail} characters.")
            .Must(IsAddress).WithMessage("Enter an email address such as name@example.com.");
        RuleFor(i => i.Phone)
            .MaximumLength(CustomerFacts.MaxPhone).WithMessage($"A phone number can be at most {CustomerFacts.MaxPhone} characters.")
            .Must(phone => string.IsNullOrWhiteSpace(phone) || phone.Count(char.IsDigit) is >= 7 and <= 20)
            .WithMessage("Enter a phone number such as (212) 555-0123, or leave it empty.");
    }

    /// <summary>What every mail server takes: RFC 5321's dot-string in ASCII, at a host with a dot.</summary>
    internal static bool IsAddress(string? typed) =>
        typed is not null && MailAddressShape().IsMatch(typed.Trim()) && MailboxAddress.TryParse(typed.Trim(), out _);

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MailAddressShape();
}
