using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
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

    /// <summary>Room for the small fields and the multipart frame beside the files.</summary>
    private const long FrameBytes = 1024 * 1024;

    private const int MaxFieldLength = 4096;

    public static void MapUploads(this WebApplication app) => app.MapPost(Route, ReceiveAsync)
        .WithMetadata(new EnableRateLimitingAttribute(RateLimits.Costly))
        .DisableAntiforgery(); // checked by hand below, before the first file is read

    private static async Task<IResult> ReceiveAsync(
        HttpContext http, string reference, CustomerAccess access, DocumentReceiver receiver, DocumentIntake intake,
        IntakeOptions options, IAntiforgery antiforgery, ITempDataDictionaryFactory tempData)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = ServiceRequest.MaxBytes + FrameBytes;
        }

        if (await access.FindAsync(reference, http.RequestAborted) is not { } request)
        {
            return Results.NotFound();
        }

        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
        {
            return Results.BadRequest();
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var notes = new List<UploadNote>();
        var trusted = false;
        var reader = new MultipartReader(boundary, http.Request.Body);
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part) || !part.IsFormDisposition() && !part.IsFileDisposition())
            {
                continue;
            }

            var name = HeaderUtilities.RemoveQuotes(part.Name).Value ?? "";
            if (!part.IsFileDisposition())
            {
                fields[name] = await ReadFieldAsync(section, http.RequestAborted);
                continue;
            }

            if (!trusted)
            {
                trusted = await IsOursAsync(http, antiforgery, fields);
                if (!trusted)
                {
                    return Results.BadRequest();
                }
            }

            if (!Enum.TryParse<DocumentKind>(fields.GetValueOrDefault("kind"), out var kind) || !Enum.IsDefined(kind))
            {
                return Results.BadRequest();
            }

            PhotoIdType? idType = Enum.TryParse<PhotoIdType>(fields.GetValueOrDefault("idType"), out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
            var file = Shorten(HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).Value);
            notes.Add(await TakeAsync(section.Body, kind, idType, file));
        }

        if (notes.Count == 0)
        {
            return Results.BadRequest();
        }

        var carried = tempData.GetTempData(http);
        carried["uploads"] = JsonSerializer.Serialize(notes);
        carried.Save();
        var anchor = notes[0].Kind == DocumentKind.PhotoId ? "photo-id" : "statement";
        return Results.Redirect($"/requests/{request.Reference}/documents#{anchor}");

        async Task<UploadNote> TakeAsync(Stream body, DocumentKind kind, PhotoIdType? idType, string file)
        {
            if (file.Length == 0)
            {
                return new(kind, idType, "No file", Kept: false, "Choose a photo first, then send it.");
            }

            if (kind == DocumentKind.PhotoId && idType is null)
            {
                return new(kind, null, file, Kept: false, "Say which ID it is, then choose the photo again.");
            }

            var verdict = await receiver.ReceiveAsync(request.Id, kind, idType, Guid.NewGuid(), body, http.RequestAborted);
            return new(kind, idType, file, VerdictText.IsKept(verdict), VerdictText.Of(verdict, options.MaxFileBytes, Words.AcceptedTypes(intake)));
        }
    }

    private static async Task<bool> IsOursAsync(HttpContext http, IAntiforgery antiforgery, Dictionary<string, string> fields)
    {
        // Handed over as a header, so that the antiforgery system doesn't read the form itself.
        var names = antiforgery.GetTokens(http);
        if (names.HeaderName is { } header && fields.TryGetValue(names.FormFieldName, out var token))
        {
            http.Request.Headers[header] = token;
        }

        return await antiforgery.IsRequestValidAsync(http);
    }

    private static async Task<string> ReadFieldAsync(MultipartSection section, CancellationToken cancellation)
    {
        using var reader = new StreamReader(section.Body);
        var buffer = new char[MaxFieldLength];
        var read = await reader.ReadBlockAsync(buffer, cancellation);
        return new string(buffer, 0, read);
    }

    private static string Shorten(string? name) => name is null ? "" : Path.GetFileName(name) is { Length: > 60 } longName ? longName[..57] + "…" : Path.GetFileName(name);
}
