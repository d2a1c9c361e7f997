using System.ComponentModel.DataAnnotations;

namespace MissingPackage.Application.Settings;

/// <summary>Section <c>Retention</c>: how long things are kept, in days, until an administrator says otherwise in the settings.</summary>
public sealed record RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>The setting's key.</summary>
    public const string Key = "retention";

    /// <summary>Documents are erased so many days after their request ended.</summary>
    [Range(0, 3650, ErrorMessage = "Retention:DocumentDays must be from 0 to 3650.")]
    public int DocumentDays { get; set; } = 30;

    /// <summary>A report that was begun and not sent is erased so many days after the last answer.</summary>
    [Range(1, 365, ErrorMessage = "Retention:DraftDays must be from 1 to 365.")]
    public int DraftDays { get; set; } = 7;

    /// <summary>A request whose documents never came is closed, and what there is erased, so many days after they were due.</summary>
    [Range(1, 3650, ErrorMessage = "Retention:AbandonedDays must be from 1 to 3650.")]
    public int AbandonedDays { get; set; } = 90;

    /// <summary>An order that was imported is erased so many days after its expected date (or after the import, where it has none).</summary>
    [Range(1, 3650, ErrorMessage = "Retention:OrderDays must be from 1 to 3650.")]
    public int OrderDays { get; set; } = 120;
}
