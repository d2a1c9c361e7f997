using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace MissingPackage.Web.Composition;

/// <summary>
/// Where browsers report what our content security policy kept from running. Anybody can send anything here, so that of a
/// report only two things are looked at, and only in a form that can't hold a person's data: the directive, and the origin
/// of what was blocked. Addresses may hold private tokens and are never written down.
/// </summary>
public static partial class CspReports
{
    /// <summary>The group's name, for <c>report-to</c> and <c>Reporting-Endpoints</c>.</summary>
    public const string Group = "csp";

    public const string Address = "/csp-reports";

    /// <summary>Bytes of a body. A report has less than 2,000; browsers put several into one.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Reports of one body that are written down.</summary>
    private const int MaxReports = 10;

    public static void MapCspReports(this WebApplication app) => app.MapPost(Address, TakeAsync)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBytes), new EnableRateLimitingAttribute(RateLimits.Reports))
        .AllowAnonymous();

    private static async Task<IResult> TakeAsync(HttpContext http, ILoggerFactory loggers)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (type is not ("application/csp-report" or "application/reports+json"))
        {
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        var log = loggers.CreateLogger(typeof(CspReports));
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 8 }, http.RequestAborted);
            foreach (var (directive, blocked) in Read(body.RootElement).Take(MaxReports))
            {
                LogBlocked(log, directive, blocked);
            }

            return TypedResults.NoContent();
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or UriFormatException)
        {
            // Half a character, or a host that can’t be one, is only found when it is read.
            return TypedResults.BadRequest();
        }
    }

    /// <summary>What a body reports: the directive, and the origin or keyword of what was blocked.</summary>
    /// <param name="body">Of <c>application/csp-report</c> (CSP 2) or <c>application/reports+json</c> (Reporting API).</param>
    public static IEnumerable<(string Directive, string Blocked)> Read(JsonElement body)
    {
        foreach (var report in body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray()] : (JsonElement[])[body])
        {
            if (Part(report, "csp-report") is { } old && Text(old, "effective-directive", "violated-directive") is { } directive)
            {
                yield return (directive, OriginOf(Text(old, "blocked-uri")));
            }
            else if (Text(report, "type") == "csp-violation" && Part(report, "body") is { } said && Text(said, "effectiveDirective") is { } effective)
            {
                yield return (effective, OriginOf(Text(said, "blockedURL")));
            }
        }
    }

    private static string OriginOf(string? blocked) => blocked switch
    {
        null or "" => "unknown",
        _ when Uri.TryCreate(blocked, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" => $"{address.Scheme}://{address.IdnHost}",
        _ when Uri.TryCreate(blocked, UriKind.Absolute, out var other) && Keyword().IsMatch(other.Scheme) => other.Scheme + ":",
        _ => Keyword().IsMatch(blocked) ? blocked : "unknown", // inline, eval, trusted-types-sink
    };

    private static JsonElement? Part(JsonElement report, string name) =>
        report.ValueKind == JsonValueKind.Object && report.TryGetProperty(name, out var part) ? part : null;

    /// <summary>The first word of the first property that is there and looks like a directive or an address; null otherwise.</summary>
    private static string? Text(JsonElement report, params string[] names)
    {
        var found = names.Select(name => Part(report, name)).FirstOrDefault(part => part is { ValueKind: JsonValueKind.String })?.GetString();
        var first = found?.Split(' ', 2)[0];
        return first is null || names[0] is "blocked-uri" or "blockedURL" || Keyword().IsMatch(first) ? first : null;
    }

    [GeneratedRegex("^[a-z][a-z-]{0,39}$", RegexOptions.None, 1000)]
    private static partial Regex Keyword();

    [LoggerMessage(LogLevel.Warning, "The content security policy kept something from running: {Directive} blocked {Blocked}")]
    private static partial void LogBlocked(ILogger logger, string directive, string blocked);
}
