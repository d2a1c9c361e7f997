using System.Diagnostics;
using OpenTelemetry;

namespace MissingPackage.Web.Telemetry;

/// <summary>
/// Lets nothing out of a span but what is known to hold nothing of a person: an address may hold a private token, and an
/// exception's words anything. What a library adds one day stays out until it is named here.
/// </summary>
internal sealed class OnlyWhatIsKnown : BaseProcessor<Activity>
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type",
        "db.system.name", "db.system", "db.operation.name", "db.query.summary", "db.response.status_code",
    };

    public override void OnEnd(Activity data)
    {
        foreach (var tag in data.TagObjects.Where(tag => !Known.Contains(tag.Key)).ToList())
        {
            data.SetTag(tag.Key, null);
        }

        if (data.Status == ActivityStatusCode.Error)
        {
            data.SetStatus(ActivityStatusCode.Error);
        }

        // Events can't be taken away any more; nothing of ours adds one, and no library is told to record exceptions.
        if (data.Kind == ActivityKind.Server)
        {
            // As in the log; where no page answers, the method alone.
            data.DisplayName = data.GetTagItem("http.route") is string route
                ? $"{data.GetTagItem("http.request.method")} /{route.TrimStart('/')}"
                : $"{data.GetTagItem("http.request.method")}";
        }
    }
}
