using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>A view of the queue.</summary>
public enum QueueTab
{
    /// <summary>Every open request.</summary>
    Due,

    /// <summary>Open, and the agent's own.</summary>
    Mine,

    /// <summary>Open, and nobody's.</summary>
    Unassigned,

    /// <summary>Open, and the next step is the customer's, the seller's or the carrier's, and not an agent's.</summary>
    Waiting,

    /// <summary>Ended.</summary>
    Closed,
}

/// <summary>What a view is sorted by.</summary>
public enum QueueSort
{
    /// <summary>The next step's due date, soonest first; of ended requests the end, latest first.</summary>
    Due,

    /// <summary>Oldest first; of ended requests newest first.</summary>
    Opened,

    /// <summary>The order's value, highest first.</summary>
    Value,
}

/// <summary>A choice of the status filter.</summary>
/// <param name="Key">As the address writes it.</param>
/// <param name="Name">As the page writes it.</param>
/// <param name="Statuses">What it lets through.</param>
/// <param name="AgentIsNext">Only what waits for an agent, or only what doesn't; null for both.</param>
public sealed record QueueStatus(string Key, string Name, IReadOnlyList<RequestStatus> Statuses, bool? AgentIsNext = null)
{
    /// <summary>Whatever waits for an agent.</summary>
    public static QueueStatus Ours { get; } = new("ours", "Our turn",
        [RequestStatus.AwaitingDocuments, RequestStatus.MoreNeeded, RequestStatus.ReadyForReview, RequestStatus.WithSeller, RequestStatus.CarrierClaimFiled], AgentIsNext: true);

    public static IReadOnlyList<QueueStatus> Open { get; } =
    [
        Ours,
        new("review", "Review", [RequestStatus.ReadyForReview]),
        new("customer", "Waiting for the customer", [RequestStatus.AwaitingDocuments, RequestStatus.MoreNeeded]),
        new("documents", "Waiting for documents", [RequestStatus.AwaitingDocuments]),
        new("asked", "Asked again", [RequestStatus.MoreNeeded]),
        new("handoff", "Seller’s, for us to do", [RequestStatus.WithSeller], AgentIsNext: true),
        new("seller", "With seller", [RequestStatus.WithSeller]),
        new("carrier", "Carrier claim", [RequestStatus.CarrierClaimFiled]),
    ];

    public static IReadOnlyList<QueueStatus> Ended { get; } =
    [
        new("resolved", "Resolved", [RequestStatus.Resolved]),
        new("declined", "Declined", [RequestStatus.Declined]),
        new("closed", "Closed", [RequestStatus.Closed]),
    ];
}

/// <summary>What the address of the queue says: a view can be bookmarked and sent to a colleague.</summary>
public sealed record QueueFilter
{
    /// <summary>What the carrier and agent filters write for "none".</summary>
    public const string None = "none";

    public QueueTab Tab { get; init; }

    public QueueSort Sort { get; init; }

    public QueueStatus? Status { get; init; }

    /// <summary>One of the four, <see cref="None"/> for the rest, or null for all.</summary>
    public string? Carrier { get; init; }

    /// <summary>The whole name of a seller, in any case, or null.</summary>
    public string? Seller { get; init; }

    public bool Late { get; init; }

    /// <summary>Due by the end of today, in whatever zone the request's deadline ends.</summary>
    public bool DueToday { get; init; }

    /// <summary>Claims weaker than one of <see cref="ClaimStrength.Steps"/>, or null for all.</summary>
    public int? WeakerThan { get; init; }

    /// <summary>An agent's id, <see cref="None"/>, or null for everybody.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>First day of opening, Eastern Time.</summary>
    public DateOnly? OpenedFrom { get; init; }

    /// <summary>Last day of opening, Eastern Time.</summary>
    public DateOnly? OpenedUntil { get; init; }

    /// <summary>Parts of the address that say nothing, in the page's words; they are left out.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    public bool IsClosed => Tab == QueueTab.Closed;

    /// <summary>Whether anything but the tab and the order is chosen.</summary>
    public bool IsNarrowed => Status is not null || Carrier is not null || Seller is not null || Late || DueToday || WeakerThan is not null
        || AssignedTo is not null || OpenedFrom is not null || OpenedUntil is not null;

    /// <summary>Statuses that this tab can be narrowed to.</summary>
    public IReadOnlyList<QueueStatus> Statuses => Tab switch
    {
        QueueTab.Closed => QueueStatus.Ended,
        QueueTab.Waiting => [.. QueueStatus.Open.Where(status => status.Key is not ("ours" or "review" or "handoff"))],
        _ => QueueStatus.Open,
    };

    /// <summary>Whether the agent filter means anything here.</summary>
    public bool HasAgents => Tab is not (QueueTab.Mine or QueueTab.Unassigned);

    /// <summary>Reads an address; what it can't read is left out and named.</summary>
    public static QueueFilter Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var ignored = new List<string>();
        string? Text(string key) => query[key].ToString().Trim() is { Length: > 0 } text ? text : null;
        T? Part<T>(string key, string name, Func<string, T?> read)
        {
            if (Text(key) is not { } text)
            {
                return default;
            }

            var value = read(text);
            if (value is null)
            {
                ignored.Add(name);
            }

            return value;
        }

        var filter = new QueueFilter
        {
            Tab = Part("view", "the view", Named<QueueTab>) ?? QueueTab.Due,
            Sort = Part("sort", "the order", Named<QueueSort>) ?? QueueSort.Due,
        };
        return filter with
        {
            Status = Part("status", "the status", text => filter.Statuses.FirstOrDefault(status => status.Key == text)),
            Carrier = Part("carrier", "the carrier", text => text == None || CarrierChoice.Read(text) is not null ? text : null),
            Seller = Part("seller", "the seller", text => text.Length <= OrderFacts.MaxSeller ? text : null),
            Late = Part("late", "late", text => text == "true" ? text : null) is not null,
            DueToday = Part("today", "due today", text => text == "true" && !filter.IsClosed ? text : null) is not null,
            WeakerThan = Part("weaker", "the strength below", text => ClaimStrength.Steps.Cast<int?>().FirstOrDefault(step => step!.Value.ToString(CultureInfo.InvariantCulture) == text)),
            AssignedTo = Part("agent", "assigned to", text => text.Length <= ServiceRequest.MaxAgentId && filter.HasAgents ? text : null),
            OpenedFrom = Part("from", "opened from", Day),
            OpenedUntil = Part("until", "opened until", Day),
            Ignored = ignored,
        };
    }

    /// <summary>The address of this view, of one page of it, or of one of its forms.</summary>
    public string Address(string? at = null, string? handler = null)
    {
        var parts = new QueryBuilder();
        void Add(string key, string? value)
        {
            if (value is not null)
            {
                parts.Add(key, value);
            }
        }

        Add("view", KeyOf(Tab));
        Add("sort", Sort == QueueSort.Due ? null : KeyOf(Sort));
        Add("status", Status?.Key);
        Add("carrier", Carrier);
        Add("seller", Seller);
        Add("late", Late ? "true" : null);
        Add("today", DueToday ? "true" : null);
        Add("weaker", WeakerThan?.ToString(CultureInfo.InvariantCulture));
        Add("agent", AssignedTo);
        Add("from", OpenedFrom?.ToString("O", CultureInfo.InvariantCulture));
        Add("until", OpenedUntil?.ToString("O", CultureInfo.InvariantCulture));
        Add("at", at);
        Add("handler", handler);
        return "/admin" + parts.ToQueryString();
    }

    /// <summary>How an address writes a tab or an order.</summary>
    public static string KeyOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T? Named<T>(string text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (KeyOf(value) == text)
            {
                return value;
            }
        }

        return null;
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1999 and < 3000 ? day : null;
}
