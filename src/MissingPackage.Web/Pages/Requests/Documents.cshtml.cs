using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Text;
using MissingPackage.Application.Uploads;
using MissingPackage.Documents.Intake;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Requests;

public sealed class DocumentsModel(
    CustomerAccess access, DocumentReceiver receiver, DocumentIntake intake, IntakeOptions options, TimeProvider time) : RequestPageModel(access)
{
    /// <summary>UTC.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Of which document a file was just removed, or null.</summary>
    public DocumentKind? Removed { get; private set; }

    /// <summary>What became of the files just sent, one line a file.</summary>
    public IReadOnlyList<UploadNote> Notes { get; private set; } = [];

    /// <summary>A sentence about something that couldn't be done, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The types taken, in words.</summary>
    public string Accepted => Words.AcceptedTypes(intake);

    /// <summary>For the file field.</summary>
    public string AcceptAttribute => string.Join(',', intake.AcceptedKinds.Select(MediaTypes.Of)) + ",.heic,.heif";

    /// <summary>The limit of one file, in words.</summary>
    public string FileLimit => Times.Size(options.MaxFileBytes);

    /// <summary>The same in bytes, for the script.</summary>
    public long MaxFileBytes => options.MaxFileBytes;

    /// <summary>The longest side of a picture that is kept, in pixels, for the script.</summary>
    public int MaxSide => options.MaxSide;

    /// <summary>The IDs that a claim accepts.</summary>
    public static IReadOnlyList<Choice> IdTypes { get; } =
    [
        new(nameof(PhotoIdType.DriversLicense), "Driver’s license", "Issued by a US state"),
        new(nameof(PhotoIdType.Passport), "Passport"),
        new(nameof(PhotoIdType.StateId), "State ID card"),
    ];

    /// <summary>Files of a document that the customer still counts on, in order of arrival.</summary>
    public IEnumerable<RequestDocument> FilesOf(DocumentKind kind) =>
        Seen.Documents.Where(d => d.Kind == kind && d.IsWithUs);

    /// <summary>The last file of this document that couldn't be used, while nothing has come in its place.</summary>
    public RequestDocument? RefusedOf(DocumentKind kind) =>
        Seen.Documents.Where(d => d.Kind == kind).MaxBy(d => d.ReceivedOn) is { State: DocumentState.Refused } refused ? refused : null;

    /// <summary>The last erasure of a document of this kind, where nothing of it is left.</summary>
    public RequestEvent? ErasureOf(DocumentKind kind) => FilesOf(kind).Any() ? null
        : Request.Events.LastOrDefault(e => e.Kind == RequestEventKind.DocumentErased && e.Document == kind);

    /// <summary>By which rule a file was erased, from its certificate, in words to the customer.</summary>
    public static string RuleOf(RequestEvent certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var rule = (certificate.Detail ?? "").Split(". SHA-256 ")[0];
        return (rule.StartsWith("Erased ", StringComparison.Ordinal) ? rule["Erased ".Length..] : rule).Replace("the customer", "you", StringComparison.Ordinal);
    }

    /// <summary>The file whose place the next one takes, or null.</summary>
    public Guid? Replace { get; private set; }

    public void OnGet(Guid? replace)
    {
        Replace = replace;
        if (TempData["uploads"] is string json)
        {
            Notes = JsonSerializer.Deserialize<List<UploadNote>>(json) ?? [];
        }

        Problem = TempData["problem"] as string;
        Removed = Enum.TryParse<DocumentKind>(TempData["removed"] as string, out var kind) ? kind : null;
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid document)
    {
        var kind = Request.Documents.FirstOrDefault(d => d.Id == document)?.Kind;
        try
        {
            await receiver.RemoveAsync(Request.Id, document, HttpContext.RequestAborted);
            TempData["removed"] = kind?.ToString();
        }
        catch (RequestRuleException rule)
        {
            TempData["problem"] = rule.Message;
            kind = null;
        }

        return RedirectToPage(null, null, new { reference = Request.Reference.Value }, kind is { } of ? DocumentWords.SlugOf(of) : null);
    }
}
