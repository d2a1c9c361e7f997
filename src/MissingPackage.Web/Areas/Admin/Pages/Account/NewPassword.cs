using FluentValidation;

namespace MissingPackage.Web.Areas.Admin.Pages.Account;

/// <summary>A password to be, for whoever joins and whoever changes theirs.</summary>
public sealed class NewPassword
{
    /// <summary>Characters (NIST SP 800-63B asks for length, not for signs).</summary>
    public const int MinLength = 12;

    public string? Password { get; set; }
}

internal sealed class NewPasswordValidator : AbstractValidator<NewPassword>
{
    public NewPasswordValidator() => RuleFor(i => i.Password)
        .NotEmpty().WithMessage("Choose a password.")
        .MinimumLength(NewPassword.MinLength).WithMessage($"At least {NewPassword.MinLength} characters: a sentence is easiest to remember.")
        .MaximumLength(200).WithMessage("At most 200 characters.")
        .Must(password => password!.Distinct().Count() >= 5).WithMessage("That is too easy to guess. Use more different characters.");
}
