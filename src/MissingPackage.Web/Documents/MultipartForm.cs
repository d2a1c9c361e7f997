using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MissingPackage.Web.Documents;

/// <summary>
/// A form with files, each part read once as it arrives: binding it would write the files to disk in plain form. Its
/// antiforgery token has to stand in front of the files, and be asked for before the first of them is taken.
/// </summary>
internal sealed class MultipartForm
{
    /// <summary>Room for the small fields and the multipart frame beside the files.</summary>
    public const long FrameBytes = 1024 * 1024;

    private const int MaxFieldLength = 4096;
    private const int MaxFields = 20;
    private const int MaxBoundary = 100;

    private readonly HttpContext _http;
    private readonly IAntiforgery _antiforgery;
    private readonly MultipartReader _reader;
    private bool? _isOurs;

    private MultipartForm(HttpContext http, IAntiforgery antiforgery, string boundary)
    {
        _http = http;
        _antiforgery = antiforgery;
        _reader = new MultipartReader(boundary, http.Request.Body);
    }

    /// <summary>The small fields read so far.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it has more fields than any form of ours; nothing behind them was read.</summary>
    public bool HasTooManyFields { get; private set; }

    /// <summary>The form that a request sends, or null where it sends another kind or none.</summary>
    public static MultipartForm? Of(HttpContext http, IAntiforgery antiforgery) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MaxBoundary } boundary
            ? new(http, antiforgery, boundary) : null;

    /// <summary>Goes on to the next file, over the fields in front of it.</summary>
    /// <returns>Its name (empty for a file field left empty) and its bytes; null at the end, and where the rest of the body doesn't come or makes no sense.</returns>
    public async Task<(string Name, Stream Content)?> NextFileAsync(CancellationToken cancellation)
    {
        while (await NextAsync(cancellation) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part))
            {
                continue;
            }

            if (!part.IsFormDisposition())
            {
                return (HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).Value ?? "", section.Body);
            }

            if (Fields.Count == MaxFields)
            {
                HasTooManyFields = true;
                return null;
            }

            Fields[HeaderUtilities.RemoveQuotes(part.Name).Value ?? ""] = await ReadFieldAsync(section, cancellation);
        }

        return null;
    }

    /// <summary>Whether its antiforgery token, among the fields read so far, is this browser's.</summary>
    public async Task<bool> IsOursAsync() => _isOurs ??= await CheckAsync();

    private async Task<bool> CheckAsync()
    {
        // Handed over as a header, so that the antiforgery system doesn't read the form itself.
        var names = _antiforgery.GetTokens(_http);
        if (names.HeaderName is not { } header || !Fields.TryGetValue(names.FormFieldName, out var token) || token.Length == 0)
        {
            return false;
        }

        _http.Request.Headers[header] = token;
        return await _antiforgery.IsRequestValidAsync(_http);
    }

    private async Task<MultipartSection?> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await _reader.ReadNextSectionAsync(cancellation);
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException))
        {
            return null;
        }
    }

    private static async Task<string> ReadFieldAsync(MultipartSection section, CancellationToken cancellation)
    {
        using var reader = new StreamReader(section.Body);
        var buffer = new char[MaxFieldLength];
        var read = await reader.ReadBlockAsync(buffer, cancellation);
        return new string(buffer, 0, read);
    }
}
