using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Application.Text;
using MissingPackage.Application.Uploads;
using MissingPackage.Documents.Intake;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Pages.Requests;

namespace MissingPackage.Web.Documents;

/// <summary>
/// Takes the documents page's uploads. It is no page handler because those buffer a whole form in plaintext on disk;
/// here each part is read once, as it arrives, and goes straight to <see cref="DocumentReceiver"/>.
/// </summary>
internal static class UploadEndpoint
{
    private const string Route = "/requests/{reference}/documents/upload";

    private static readonly JsonSerializerOptions CookieJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Verdicts that one answer carries; they travel in a cookie where scripts don't run.</summary>
    private const int MaxNotes = 6;

    public static void MapUploads(this WebApplication app)
    {
        // As many files as a request may hold: which of them it takes is said file by file.
        var mostBytes = (ServiceRequest.MaxFiles * app.Services.GetRequiredService<IntakeOptions>().MaxFileBytes) + MultipartForm.FrameBytes;
        app.MapPost(Route, ReceiveAsync)
            .WithMetadata(new EnableRateLimitingAttribute(RateLimits.Uploads), new RequestSizeLimitAttribute(mostBytes))
            .DisableAntiforgery(); // checked by hand below, before the first file is read
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext http, string reference, CustomerAccess access, UploadSlots slots, DocumentReceiver receiver, DocumentIntake intake,
        IntakeOptions options, IAntiforgery antiforgery, ITempDataDictionaryFactory tempData)
    {
        if (await access.FindAsync(reference, http.RequestAborted) is not { } request)
        {
            return Results.NotFound();
        }

        using var slot = slots.Take(request.Reference, Security.AddressOf(http));
        if (slot is null)
        {
            http.Response.Headers.RetryAfter = "10";
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (MultipartForm.Of(http, antiforgery) is not { } form)
        {
            return Results.BadRequest();
        }

        var fields = form.Fields;
        var notes = new List<UploadNote>();
        var isTooSlow = false;
        while (await form.NextFileAsync(http.RequestAborted) is { } sent)
        {
            if (!await form.IsOursAsync() || Read<DocumentKind>(fields, "kind") is not { } kind)
            {
                return Results.BadRequest();
            }

            var name = Shorten(sent.Name);
            if (notes.Count == ServiceRequest.MaxFiles)
            {
                notes.Add(new(kind, Read<PhotoIdType>(fields, "idType"), name, Kept: false, $"A request holds at most {ServiceRequest.MaxFiles} files."));
                break;
            }

            if (name.Length > 0) // a file field left empty is sent without a name
            {
                notes.Add(await TakeAsync(sent.Content, kind, name));
                if (isTooSlow)
                {
                    break; // nothing further is waited for
                }
            }
        }

        if (form.HasTooManyFields)
        {
            return Results.BadRequest();
        }

        if (notes.Count == 0)
        {
            if (!await form.IsOursAsync() || Read<DocumentKind>(fields, "kind") is not { } wanted)
            {
                return Results.BadRequest();
            }

            notes.Add(new(wanted, Read<PhotoIdType>(fields, "idType"), "No file", Kept: false, "Choose a photo first, then send it."));
        }

        if (http.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "application/json"))
        {
            return Results.Json(notes.ConvertAll(note => new { note.Kept, note.Text, Better = note.BetterAt(request.Reference) }));
        }

        var carried = tempData.GetTempData(http);
        carried["uploads"] = JsonSerializer.Serialize(Shorten(notes), CookieJson);
        carried.Save();
        return Results.Redirect($"/requests/{request.Reference}/documents#{DocumentWords.SlugOf(notes[0].Kind)}");

        async Task<UploadNote> TakeAsync(Stream body, DocumentKind kind, string file)
        {
            var idType = Read<PhotoIdType>(fields, "idType");
            if (kind == DocumentKind.PhotoId && idType is null)
            {
                return new(kind, null, file, Kept: false, "Say which ID it is, then choose the photo again.");
            }

            var id = Guid.TryParse(fields.GetValueOrDefault("uploadId"), out var made) ? made : Guid.NewGuid();
            Guid? replaces = Guid.TryParse(fields.GetValueOrDefault("replaces"), out var old) ? old : null;
            fields.Remove("uploadId");
            fields.Remove("replaces"); // one file takes one place; further ones stand behind it
            var verdict = await receiver.ReceiveAsync(request.Id, kind, idType, (id, replaces), body, http.RequestAborted);
            isTooSlow = verdict is Verdict.TooSlow;
            var text = VerdictText.Of(verdict, options, Words.AcceptedTypes(intake));
            return new(kind, idType, file, VerdictText.IsKept(verdict), text, verdict is Verdict.Received { Advice.Count: > 0 } received ? received.Document.Id : null);
        }
    }

    private static T? Read<T>(Dictionary<string, string> fields, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(fields.GetValueOrDefault(name), out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>What was not taken first, then the rest, and a count of what doesn't fit.</summary>
    private static List<UploadNote> Shorten(List<UploadNote> notes)
    {
        if (notes.Count <= MaxNotes)
        {
            return notes;
        }

        var shown = notes.OrderBy(note => note.Kept).Take(MaxNotes - 1).ToList();
        var rest = notes.Except(shown).ToList();
        shown.Add(new(notes[0].Kind, notes[0].IdType, $"And {rest.Count} more", rest.TrueForAll(note => note.Kept),
            $"{rest.Count(note => note.Kept)} of them received. The list below says what we have."));
        return shown;
    }

    private static string Shorten(string name) => Path.GetFileName(name) is { Length: > 40 } longName ? longName[..37] + "…" : Path.GetFileName(name);
}
