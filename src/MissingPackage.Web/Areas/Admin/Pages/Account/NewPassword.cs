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
    // What is tried first anywhere (NIST SP 800-63B, 3.1.1.2): with digits and signs around it, it is still that word.
    private static readonly string[] Known = ["password", "passwort", "qwerty", "qwertyuiop", "letmein", "letmeinnow", "welcome", "iloveyou", "changeme", "admin", "administrator", "missingpackage", "abcdefghijkl", "sunshine", "football", "baseball", "monkey", "dragon"];

    private static bool IsKnown(string password)
    {
        var letters = string.Concat(password.ToLowerInvariant().Replace('0', 'o').Replace('@', 'a').Replace('$', 's').Replace('3', 'e').Where(char.IsAsciiLetter));
        return Known.Any(word => letters.Length <= word.Length + 2 && letters.Contains(word, StringComparison.Ordinal))
            || password.All(char.IsAsciiDigit);
    }

    public NewPasswordValidator() => RuleFor(i => i.Password)
        .NotEmpty().WithMessage("Choose a password.")
        .MinimumLength(NewPassword.MinLength).WithMessage($"At least {NewPassword.MinLength} characters: a sentence is easiest to remember.")
        .MaximumLength(200).WithMessage("At most 200 characters.")
        .Must(password => password!.Distinct().Count() >= 5).WithMessage("That is too easy to guess. Use more different characters.")
        .Must(password => !IsKnown(password!)).WithMessage("That is one of the first that anybody tries. A sentence of your own is safer, and easier to remember.");
}
