using System.ComponentModel.DataAnnotations;

namespace MissingPackage.Web.Messages;

/// <summary>Section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>A folder into which messages are written as .eml files, relative to the application's folder.</summary>
    [Required(ErrorMessage = "Mail:PickupFolder is missing: name a folder for outgoing mail.")]
    public string PickupFolder { get; set; } = "";

    /// <summary>Name and address that messages come from.</summary>
    [Required(ErrorMessage = "Mail:From is missing: set it to the name and address messages come from.")]
    public string From { get; set; } = "";
}
