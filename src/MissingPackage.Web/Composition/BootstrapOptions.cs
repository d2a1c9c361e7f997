using System.ComponentModel.DataAnnotations;
using MissingPackage.Web.Areas.Admin.Pages.Account;

namespace MissingPackage.Web.Composition;

/// <summary>Section <c>Bootstrap</c>: the first agent, an administrator, who invites the others. Without meaning once there is an agent.</summary>
public sealed class BootstrapOptions : IValidatableObject
{
    public const string Section = "Bootstrap";

    /// <summary>The address the first agent signs in with.</summary>
    [EmailAddress(ErrorMessage = "Bootstrap:AdminEmail must be an email address, such as admin@example.com.")]
    public string? AdminEmail { get; set; }

    /// <summary>The password of the first sign-in, at least 12 characters. Take it out of the settings once it was changed at <c>/admin/account</c>.</summary>
    [DataType(DataType.Password)]
    public string? AdminPassword { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(AdminEmail) != string.IsNullOrEmpty(AdminPassword))
        {
            yield return new("Bootstrap:AdminEmail and Bootstrap:AdminPassword belong together: set both, or neither once there is an agent.");
        }
        else if (AdminPassword is { Length: > 0 and < NewPassword.MinLength })
        {
            yield return new($"Bootstrap:AdminPassword must have at least {NewPassword.MinLength} characters.");
        }
    }
}
