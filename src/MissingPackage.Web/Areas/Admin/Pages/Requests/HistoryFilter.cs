using System.Security.Cryptography;
using System.Text;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>Which rows of a history are shown.</summary>
/// <param name="Key">As the address writes it.</param>
/// <param name="Name">As the page writes it.</param>
/// <param name="Shows">Whether a row is shown.</param>
public sealed record HistoryFilter(string Key, string Name, Func<RequestEvent, bool> Shows)
{
    /// <summary>The address's word for it.</summary>
    public const string Parameter = "history";

    public static HistoryFilter All { get; } = new("all", "All", _ => true);

    public static IReadOnlyList<HistoryFilter> Choices { get; } =
    [
        All,
        new("decisions", "Decisions", e => e.Kind == RequestEventKind.DecisionUndone || e.ActorKind == ActorKind.Agent && Decision.IsDecision(e.Kind)),
        new("documents", "Documents", e => e.Document is not null && e.Kind != RequestEventKind.DocumentViewed || e.Kind == RequestEventKind.DocumentsComplete),
        new("views", "Views", e => e.Kind is RequestEventKind.DocumentViewed or RequestEventKind.Exported or RequestEventKind.SellerViewed or RequestEventKind.PacketDownloaded),
        new("notes", "Notes", e => e.Kind == RequestEventKind.NoteAdded),
        new("messages", "Messages", e => e.Kind is RequestEventKind.LinkSent or RequestEventKind.MessageSent or RequestEventKind.SellerWrote or RequestEventKind.WroteToSeller),
        new("customer", "By the customer", e => e.ActorKind == ActorKind.Customer),
        new("seller", "By the seller", e => e.ActorKind == ActorKind.Seller),
        new("agents", "By agents", e => e.ActorKind == ActorKind.Agent),
    ];

    /// <summary>The choices for one history: the general ones, then each agent in it.</summary>
    public static IReadOnlyList<HistoryFilter> For(IEnumerable<RequestEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return
        [
            .. Choices,
            .. events.Where(e => e.ActorKind == ActorKind.Agent).Select(e => e.ActorName!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => new HistoryFilter(KeyOf(name), "By " + name, e => e.ActorKind == ActorKind.Agent && e.ActorName == name)),
        ];
    }

    /// <summary>Reads an address; what it can't read shows everything.</summary>
    public static HistoryFilter Read(IQueryCollection query, IEnumerable<RequestEvent> events)
    {
        ArgumentNullException.ThrowIfNull(query);
        return For(events).FirstOrDefault(choice => choice.Key == query[Parameter]) ?? All;
    }

    /// <summary>
    /// The rows shown, latest first, in pieces: an agent's looks at documents without anything in between are one piece, and
    /// every other row is one of its own.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<RequestEvent>> Pieces(IEnumerable<RequestEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var pieces = new List<List<RequestEvent>>();
        foreach (var entry in events.Reverse().Where(Shows))
        {
            if (entry.Kind == RequestEventKind.DocumentViewed && pieces is [.., var last] && last[0].Kind == entry.Kind
                && (last[0].ActorKind, last[0].ActorName) == (entry.ActorKind, entry.ActorName))
            {
                last.Add(entry);
            }
            else
            {
                pieces.Add([entry]);
            }
        }

        return pieces;
    }

    /// <summary>Stands for a name in an address, which must not hold it.</summary>
    private static string KeyOf(string name) => "agent-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12];
}
