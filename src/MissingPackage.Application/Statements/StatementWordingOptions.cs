using System.ComponentModel.DataAnnotations;
using MissingPackage.Application.Site;

namespace MissingPackage.Application.Statements;

/// <summary>Section <c>Statement</c>: what statements of non-receipt say, and how they look.</summary>
public sealed class StatementWordingOptions : IValidatableObject
{
    public const string Section = "Statement";

    /// <summary>Whether the statement is a declaration under penalty of perjury (28 U.S.C. 1746, which covers federal matters).</summary>
    public bool PenaltyOfPerjury { get; set; }

    /// <summary>Whether the statement says that the customer refuses the package if it is brought again.</summary>
    public bool RefusesRedelivery { get; set; }

    /// <summary>A folder of fonts (.ttf, .otf, .ttc) for scripts that Inter lacks, asked before the system's own; relative to the application's folder.</summary>
    public string? FontFolder { get; set; }

#if QUESTPDF
    /// <summary>The QuestPDF licence you have: <c>Community</c>, <c>Professional</c> or <c>Enterprise</c>.</summary>
    [Required(ErrorMessage = "Statement:QuestPdfLicense is missing: set it to the QuestPDF licence you have, such as Professional.")]
    public QuestPDF.Infrastructure.LicenseType? QuestPdfLicense { get; set; }

#endif
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        if (FontFolder is { Length: > 0 } && validationContext.GetRequiredService<IHostEnvironment>().PathOf(FontFolder) is var folder && !Directory.Exists(folder))
        {
            yield return new($"Statement:FontFolder must name a folder of fonts, such as /usr/share/fonts/truetype: there is no folder {folder}.");
        }
    }
}
