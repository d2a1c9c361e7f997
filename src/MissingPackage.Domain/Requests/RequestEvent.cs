using MissingPackage.Domain.Evidence;

namespace MissingPackage.Domain.Requests;

/// <summary>What happened to a request. Stored by name: rename nothing, only add.</summary>
public enum RequestEventKind
{
    /// <summary>The customer opened it.</summary>
    Opened,

    /// <summary>A file of a document arrived.</summary>
    DocumentReceived,

    /// <summary>A file turned out not to be usable; the detail is a stable word for why.</summary>
    DocumentRefused,

    /// <summary>The customer took a file back.</summary>
    DocumentRemoved,

    /// <summary>Both documents were in.</summary>
    DocumentsComplete,

    /// <summary>A file was erased; the detail names the rule and the SHA-256 of what was uploaded.</summary>
    DocumentErased,

    /// <summary>An agent looked at a file.</summary>
    DocumentViewed,

    /// <summary>An agent asked for a document again; the detail is the reason.</summary>
    MoreAsked,

    /// <summary>An agent accepted the documents.</summary>
    DocumentsAccepted,

    /// <summary>An agent declined; the detail is the reason.</summary>
    Declined,

    /// <summary>The seller's claim reached the carrier; the detail is the carrier's claim number.</summary>
    CarrierClaimFiled,

    /// <summary>Replaced or refunded.</summary>
    Resolved,

    /// <summary>The package turned up; the detail says where, if it was said.</summary>
    Found,

    /// <summary>The customer no longer asks for anything.</summary>
    Withdrawn,

    /// <summary>The documents never came, and the request was closed by rule.</summary>
    Abandoned,

    /// <summary>A private link to the request was emailed to the customer.</summary>
    LinkSent,

    /// <summary>A note among agents.</summary>
    NoteAdded,

    /// <summary>A day was closed, and a deadline that spans it moved later.</summary>
    DeadlineExtended,

    /// <summary>The document deadline passed with a document still missing.</summary>
    MarkedLate,

    /// <summary>The customer's mail server refused their address for good: they have to be called.</summary>
    EmailBounced,
    /// <summary>An agent was given it; the detail is the agent's name.</summary>
    Assigned,

    /// <summary>Nobody has it any more.</summary>
    Unassigned,

    /// <summary>An agent took its facts out in a file.</summary>
    Exported,

    /// <summary>An agent accepted one of the documents while asking for the other again.</summary>
    DocumentAccepted,

    /// <summary>An agent took the decision before it back.</summary>
    DecisionUndone,

    /// <summary>An agent wrote to the customer; the detail is the text.</summary>
    MessageSent,

    /// <summary>The customer signed the statement on screen.</summary>
    StatementSigned,

    /// <summary>Facts were corrected; the detail says which, from what to what.</summary>
    FactsCorrected,

    /// <summary>A signed statement no longer counts, because a fact that it names was corrected.</summary>
    StatementVoided,

    /// <summary>An agent handed it to a seller; the detail is whom it was sent to.</summary>
    HandedToSeller,

    /// <summary>An agent took the hand-off back: its links open nothing any more.</summary>
    HandOffRevoked,

    /// <summary>The seller opened the claim.</summary>
    SellerViewed,

    /// <summary>The carrier answered the claim; the detail says how.</summary>
    CarrierDecided,

    /// <summary>The seller said whether the item is in stock.</summary>
    StockAnswered,

    /// <summary>The seller wrote to the care team; the detail is the text.</summary>
    SellerWrote,

    /// <summary>An agent wrote to the seller; the detail is the text.</summary>
    WroteToSeller,

    /// <summary>An agent saw what the seller told, and nothing is to be answered.</summary>
    SellerNewsSeen,

    /// <summary>The replacement went missing too; the detail is the reference of the request about it.</summary>
    ReplacementMissing,

    /// <summary>It is about the replacement of an earlier request; the detail is that one's reference.</summary>
    FollowsEarlier,

    /// <summary>Facts that strengthen the claim were added; the detail says which, from what to what.</summary>
    EvidenceAdded,

    /// <summary>Somebody told on which day the parcel was mailed; the detail is the day.</summary>
    MailingRecorded,

    /// <summary>The carrier's claim rules were edited, and its last day for this claim moved; the detail says from when to when.</summary>
    FilingDayMoved,

    /// <summary>An agent marked what is covered on a page of the ID before it leaves; the detail says how much.</summary>
    IdMasked,

    /// <summary>Somebody took the claim packet out; the detail says in which form, and its SHA-256.</summary>
    PacketDownloaded,
}

/// <summary>
/// One line of a request's history: who, when, what. Append-only: nothing changes or deletes one
/// (the database context refuses to), and each is chained to the one before it (<see cref="HistoryChain"/>).
/// </summary>
public sealed class RequestEvent
{
    /// <summary>The longest detail, in characters.</summary>
    public const int MaxDetail = 1000;

    /// <summary>The longest actor's name, in characters.</summary>
    public const int MaxActorName = 256;

    /// <summary>Length of a SHA-256 in hex.</summary>
    public const int HashLength = 64;

    private RequestEvent()
    {
    }

    /// <summary>The row's number, in the order of writing.</summary>
    public long Id { get; private set; }

    /// <summary>The request it belongs to.</summary>
    public Guid RequestId { get; private set; }

    /// <summary>Its place in the request's history, from 1 without gaps; 0 until it is saved.</summary>
    public int Sequence { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime OccurredOn { get; private set; }

    /// <summary>Customer, agent, seller or the system.</summary>
    public ActorKind ActorKind { get; private set; }

    /// <summary>The agent's sign-in name or the seller's name; null for the customer and the system.</summary>
    public string? ActorName { get; private set; }

    /// <summary>What happened.</summary>
    public RequestEventKind Kind { get; private set; }

    /// <summary>Which document it is about, if one.</summary>
    public DocumentKind? Document { get; private set; }

    /// <summary>A reason, a claim number or a note; at most <see cref="MaxDetail"/> characters.</summary>
    public string? Detail { get; private set; }

    /// <summary>The hash of the row before it, or <see cref="HistoryChain.Beginning"/>.</summary>
    public string PreviousHash { get; private set; } = "";

    /// <summary>Its own hash (<see cref="HistoryChain.HashOf"/>).</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Gives a new row its place behind another: done at the save, when it is known which row is the last.</summary>
    /// <param name="sequence">The last row's place; 0 where there is none.</param>
    /// <param name="hash">The last row's hash; <see cref="HistoryChain.Beginning"/> where there is none.</param>
    public void ChainBehind(int sequence, string hash)
    {
        Sequence = sequence + 1;
        PreviousHash = hash;
        Hash = HistoryChain.HashOf(HistoryRow.Of(this));
    }

    internal static RequestEvent Of(
        Guid requestId, RequestEventKind kind, Actor actor, DateTime now, DocumentKind? document = null, string? detail = null) => new()
        {
            RequestId = requestId,
            OccurredOn = now,
            ActorKind = actor.Kind,
            ActorName = actor.Name,
            Kind = kind,
            Document = document,
            Detail = detail is { Length: > MaxDetail } ? Cut(detail, MaxDetail) : detail,
        };

    // Half a surrogate pair is not text and cannot be stored.
    internal static string Cut(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
