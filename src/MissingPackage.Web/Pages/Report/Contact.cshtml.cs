using System.Net.Mail;
using FluentValidation;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Pages.Report;

public sealed class ContactInput
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }
}

internal sealed class ContactInputValidator : AbstractValidator<ContactInput>
{
    public ContactInputValidator()
    {
        RuleFor(i => i.Name)
            .Must(ReportAnswers.HasText).WithMessage("Enter your full name, as on your photo ID.")
            .MaximumLength(CustomerFacts.MaxName).WithMessage($"The name can be at most {CustomerFacts.MaxName} characters.");
        RuleFor(i => i.Email)
            .NotEmpty().WithMessage("Enter your email address: your private link goes there.")
            .MaximumLength(CustomerFacts.MaxEmail).WithMessage($"An email address can be at most {CustomerFacts.MaxEmail} characters.")
            .Must(BeAnAddress).WithMessage("Enter an email address such as name@example.com.");
        RuleFor(i => i.Phone)
            .MaximumLength(CustomerFacts.MaxPhone).WithMessage($"A phone number can be at most {CustomerFacts.MaxPhone} characters.")
            .Must(phone => string.IsNullOrWhiteSpace(phone) || phone.Count(char.IsDigit) is >= 7 and <= 20)
            .WithMessage("Enter a phone number such as (212) 555-0123, or leave it empty.");
    }

    private static bool BeAnAddress(string? typed)
    {
        var text = typed!.Trim();
        return !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && MailAddress.TryCreate(text, out var address)
            && address.Address == text
            && address.Host.Contains('.', StringComparison.Ordinal)
            && !address.Host.EndsWith('.');
    }
}

public sealed class ContactModel(DraftStore drafts, ReportProgress progress) : ReportStepModel<ContactInput>(drafts, progress)
{
    public override ReportStep Step => ReportStep.Contact;

    protected override ContactInput Part(ReportAnswers answers) => answers.Contact;

    protected override void Replace(ReportAnswers answers, ContactInput input) => answers.Contact = input;
}
