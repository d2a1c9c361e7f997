using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>What may happen in which status, and where it leads: the whole of it, as a table.</summary>
public class RequestLifecycleTests
{
    // The diagram of docs/request-lifecycle.md:
    //
    //                      found / withdrawn ─────────────────────────────► Closed
    //                         ▲ (at any time before the end)
    // AwaitingDocuments ─► ReadyForReview ─► WithSeller ─► CarrierClaimFiled ─► Resolved (replacement | refund)
    //         ▲              ▲ │    │              └───────────────────────────────▲
    //         │              │ │    └─► Declined (with a reason the customer reads)
    //         │              └─┴─ MoreNeeded (an agent asks for a document again, or a corrected fact voids the signed statement; may be declined too)
    //         └─ a customer takes a file back (MoreNeeded, if an agent had asked)
    //
    // A decision of an agent can be undone for 30 seconds, which leads back to where it came from (UndoTests): in this
    // table, that time is over.
    //
    // The table: a column is the status before, a cell the status after; "stays" is allowed and leads nowhere else,
    // and "-" throws. Every request of the table has a file that was received and another that is still being checked:
    // the one that would complete the documents, where they are not complete. For SignStatement the statement is missing;
    // for what passes between us and the seller, it was handed off and the seller wrote (SellerTests tell the rest).
    private const string Table = """
                              | Awaiting | Ready    | More     | Seller   | Filed    | Resolved | Declined | Closed
        AttachDocument        | stays    | stays    | stays    | -        | -        | -        | -        | -
        FinishDocument        | Ready    | stays    | Ready    | stays    | stays    | stays    | stays    | stays
        RefuseDocument        | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        RemoveDocument        | stays    | Awaiting | stays    | -        | -        | -        | -        | -
        SignStatement         | Ready    | stays    | Ready    | -        | -        | -        | -        | -
        CorrectFacts          | stays    | More     | stays    | -        | -        | -        | -        | -
        AskForMore            | -        | More     | stays    | -        | -        | -        | -        | -
        AcceptDocuments       | -        | Seller   | -        | -        | -        | -        | -        | -
        Decline               | -        | Declined | Declined | -        | -        | -        | -        | -
        RecordCarrierClaim    | -        | -        | -        | Filed    | -        | -        | -        | -
        Resolve               | -        | -        | -        | Resolved | Resolved | -        | -        | -
        MarkFound             | Closed   | Closed   | Closed   | Closed   | Closed   | -        | -        | -
        Withdraw              | Closed   | Closed   | Closed   | Closed   | Closed   | -        | -        | -
        Abandon               | Closed   | -        | Closed   | -        | -        | -        | -        | -
        EraseDocument         | stays    | Awaiting | stays    | stays    | stays    | stays    | stays    | stays
        NoteView              | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        AddNote               | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        NoteExport            | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        Assign                | stays    | stays    | stays    | stays    | stays    | -        | -        | -
        Unassign              | stays    | stays    | stays    | stays    | stays    | -        | -        | -
        NoteLinkSent          | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        WriteToCustomer       | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        HandToSeller          | -        | -        | -        | stays    | stays    | -        | -        | -
        RevokeHandOff         | -        | -        | -        | stays    | stays    | -        | -        | -
        NoteSellerView        | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        NotePacketDownload    | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        WriteFromSeller       | -        | -        | -        | stays    | stays    | -        | -        | -
        WriteToSeller         | -        | -        | -        | stays    | stays    | -        | -        | -
        SeeSellerNews         | -        | -        | -        | stays    | stays    | -        | -        | -
        RecordCarrierDecision | -        | -        | -        | -        | stays    | -        | -        | -
        RecordStock           | -        | -        | -        | stays    | stays    | -        | -        | -
        ReportReplacement     | -        | -        | -        | -        | -        | stays    | -        | -
        UndoDecision          | -        | -        | -        | -        | -        | -        | -        | -
        NoteBounce            | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        AddEvidence           | stays    | stays    | stays    | stays    | -        | -        | -        | -
        RecordMailing         | stays    | stays    | stays    | stays    | -        | -        | -        | -
        MarkLate              | stays    | stays    | stays    | stays    | stays    | stays    | stays    | stays
        """;

    private static readonly Dictionary<string, RequestStatus> Columns = new(StringComparer.Ordinal)
    {
        ["Awaiting"] = RequestStatus.AwaitingDocuments,
        ["Ready"] = RequestStatus.ReadyForReview,
        ["More"] = RequestStatus.MoreNeeded,
        ["Seller"] = RequestStatus.WithSeller,
        ["Filed"] = RequestStatus.CarrierClaimFiled,
        ["Resolved"] = RequestStatus.Resolved,
        ["Declined"] = RequestStatus.Declined,
        ["Closed"] = RequestStatus.Closed,
    };

    private static readonly DateTime Now = At("2026-07-21 15:00");

    /// <summary>What each status allows, read from the table; the property tests walk by it too.</summary>
    internal static IReadOnlyDictionary<(string Verb, RequestStatus From), RequestStatus?> Transitions { get; } = Read(Table);

    /// <summary>The arrows of the table: each pair of different statuses that one verb leads between.</summary>
    internal static IReadOnlySet<(RequestStatus From, RequestStatus To)> Arrows { get; } = Transitions
        .Where(t => t.Value is { } to && to != t.Key.From)
        .Select(t => (t.Key.From, t.Value!.Value))
        .ToHashSet();

    public static TheoryData<string, RequestStatus, RequestStatus> Allowed { get; } = new(Transitions
        .Where(t => t.Value is not null).Select(t => (t.Key.Verb, t.Key.From, t.Value!.Value)));

    public static TheoryData<string, RequestStatus> Forbidden { get; } = new(Transitions
        .Where(t => t.Value is null).Select(t => (t.Key.Verb, t.Key.From)));

    [Fact]
    public void Table_EveryStatusAndEveryVerb_IsThere()
    {
        Assert.Equal(Enum.GetValues<RequestStatus>().Order(), Columns.Values.Order());
        Assert.Equal(
            typeof(ServiceRequest).GetMethods()
                .Where(m => m is { IsSpecialName: false, IsStatic: false } && m.DeclaringType == typeof(ServiceRequest))
                .Select(m => m.Name).Distinct(StringComparer.Ordinal)
                // The calendar and the claim rules are handed in, and may move dates: no step of anybody's. ClosureTests and ClocksTests have them.
                .Except(
                    [
                        nameof(ServiceRequest.CountBy), nameof(ServiceRequest.ExtendDeadlines), nameof(ServiceRequest.FileBy), nameof(ServiceRequest.RecountFiling),
                        nameof(ServiceRequest.IsByTheRule), nameof(ServiceRequest.CanAttach), nameof(ServiceRequest.RequireRoomFor),
                        // Hang on a page and not on the status: PacketRuleTests have them.
                        nameof(ServiceRequest.PagesToMask), nameof(ServiceRequest.MaskPage),
                    ],
                    StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Transitions.Keys.Select(k => k.Verb).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Table_Arrows_AreThoseOfTheDiagram() => Assert.Equal(
        new HashSet<(RequestStatus, RequestStatus)>
        {
            (RequestStatus.AwaitingDocuments, RequestStatus.ReadyForReview),
            (RequestStatus.ReadyForReview, RequestStatus.AwaitingDocuments),
            (RequestStatus.ReadyForReview, RequestStatus.MoreNeeded),
            (RequestStatus.MoreNeeded, RequestStatus.ReadyForReview),
            (RequestStatus.ReadyForReview, RequestStatus.WithSeller),
            (RequestStatus.WithSeller, RequestStatus.CarrierClaimFiled),
            (RequestStatus.WithSeller, RequestStatus.Resolved),
            (RequestStatus.CarrierClaimFiled, RequestStatus.Resolved),

            (RequestStatus.ReadyForReview, RequestStatus.Declined),
            (RequestStatus.MoreNeeded, RequestStatus.Declined),

            (RequestStatus.AwaitingDocuments, RequestStatus.Closed),
            (RequestStatus.ReadyForReview, RequestStatus.Closed),
            (RequestStatus.MoreNeeded, RequestStatus.Closed),
            (RequestStatus.WithSeller, RequestStatus.Closed),
            (RequestStatus.CarrierClaimFiled, RequestStatus.Closed),
        },
        Arrows);

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Verb_WhereTheTableAllowsIt_LeadsWhereTheTableSays(string verb, RequestStatus from, RequestStatus to)
    {
        var request = RequestIn(from, verb);
        var before = RequestSnapshot.Of(request);
        Assert.NotEqual(false, CanOf(request, verb));

        Call(request, verb);

        Assert.Equal(to, request.Status);
        Assert.Equal(to is RequestStatus.Resolved or RequestStatus.Declined or RequestStatus.Closed, request.HasEnded);
        Assert.Equal(request.HasEnded, request.EndedOn is not null);
        Assert.Equal(request.HasEnded, request.NextStepDueOn is null);
        if (verb == "MarkLate")
        {
            Assert.Equal(before, RequestSnapshot.Of(request)); // all was sent; LateTests tell the rest
        }
        else if (verb is "NoteView" or "AddNote" or "NoteExport" or "NoteLinkSent" or "NoteBounce" or "NoteSellerView" or "NotePacketDownload")
        {
            Assert.Equal(before with { EventCount = before.EventCount + 1 }, RequestSnapshot.Of(request));
        }
        else
        {
            Assert.True(request.Version > before.Version, "The version has to grow.");
        }
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Verb_WhereTheTableForbidsIt_ThrowsAndChangesNothing(string verb, RequestStatus from)
    {
        var request = RequestIn(from, verb);
        var before = RequestSnapshot.Of(request);
        Assert.NotEqual(true, CanOf(request, verb));

        var rule = Assert.Throws<RequestRuleException>(() => Call(request, verb));

        Assert.EndsWith(".", rule.Message, StringComparison.Ordinal);
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    // Files that were on their way when a request ended still get to their place; nothing else moves.
    [Theory]
    [InlineData("FinishDocument", RequestStatus.Resolved)]
    [InlineData("FinishDocument", RequestStatus.Declined)]
    [InlineData("FinishDocument", RequestStatus.Closed)]
    [InlineData("RefuseDocument", RequestStatus.Closed)]
    public void Verb_OnAFileThatWasStillBeingCheckedAtTheEnd_ChangesTheFileOnly(string verb, RequestStatus ended)
    {
        var request = RequestIn(ended, verb);
        var before = RequestSnapshot.Of(request);

        Call(request, verb);

        Assert.Equal(
            before with { Documents = "", Version = 0, EventCount = 0 },
            RequestSnapshot.Of(request) with { Documents = "", Version = 0, EventCount = 0 });
        Assert.DoesNotContain(request.Documents, d => d.State == DocumentState.Checking);
    }

    private static ServiceRequest RequestIn(RequestStatus status, string verb) => CreateRequest(r => status switch
    {
        RequestStatus.MoreNeeded when verb == "SignStatement" =>
            r.AssignedToAgent().ThatIs(RequestStatus.ReadyForReview).AskedAgainFor(DocumentKind.Statement).StillChecking(DocumentKind.PhotoId),
        RequestStatus.WithSeller or RequestStatus.CarrierClaimFiled when verb is "RevokeHandOff" or "WriteFromSeller" or "WriteToSeller" or "SeeSellerNews" =>
            r.AssignedToAgent().StillChecking(DocumentKind.PhotoId).ThatIs(status).HandedOff().Then(request => request.WriteFromSeller("Which box?", Seller, At("2026-07-08 15:00"))),
        RequestStatus.Resolved when verb == "ReportReplacement" =>
            r.StillChecking(DocumentKind.PhotoId).ThatIs(RequestStatus.WithSeller).Then(request => request.Resolve(Resolution.Replacement(null), Agent, At("2026-07-08 15:00"))),
        RequestStatus.AwaitingDocuments => r.AssignedToAgent().WithPhotoId().StillChecking(DocumentKind.Statement),
        RequestStatus.MoreNeeded => r.AssignedToAgent().ThatIs(status).StillChecking(DocumentKind.PhotoId),
        _ => r.AssignedToAgent().StillChecking(DocumentKind.PhotoId).ThatIs(status),
    });

    private static void Call(ServiceRequest request, string verb)
    {
        var usable = request.Documents.First(d => d.IsUsable).Id;
        var beingChecked = request.Documents.First(d => d.State == DocumentState.Checking).Id;

        switch (verb)
        {
            case "AttachDocument": request.AttachDocument(File(DocumentKind.PhotoId), Now); break;
            case "FinishDocument": request.FinishDocument(beingChecked, OnePage, Now); break;
            case "RefuseDocument": request.RefuseDocument(beingChecked, "Unreadable", Now); break;
            case "RemoveDocument": request.RemoveDocument(usable, Now); break;
            case "SignStatement": request.Sign(Now); break;
            case "CorrectFacts": request.Correct(Now); break;
            case "AskForMore": request.AskForMore([DocumentKind.PhotoId], "Too dark.", Agent, Now); break;
            case "AcceptDocuments": request.AcceptDocuments(Agent, Now); break;
            case "Decline": request.Decline("Another name.", Agent, Now); break;
            case "RecordCarrierClaim": request.RecordCarrierClaim("CLAIM-555-0101", Agent, Now); break;
            case "Resolve": request.Resolve(Resolution.Replacement(null), Agent, Now); break;
            case "MarkFound": request.MarkFound(null, Actor.Customer, Now); break;
            case "Withdraw": request.Withdraw(Now); break;
            case "Abandon": request.Abandon(Now); break;
            case "EraseDocument": request.EraseDocument(usable, "By a test", Agent, Now); break;
            case "NoteView": request.NoteView(usable, Agent, Now); break;
            case "AddNote": request.AddNote("Called the customer.", Agent, Now); break;
            case "NoteExport": request.NoteExport(Agent, Now); break;
            case "Assign": request.Assign("agent-2", "second@example.com", Agent, Now); break;
            case "Unassign": request.Unassign(Agent, Now); break;
            case "NoteLinkSent": request.NoteLinkSent(Now); break;
            case "WriteToCustomer": request.WriteToCustomer("We called you.", Agent, Now); break;
            case "HandToSeller": request.HandToSeller("Sample Seller", "claims@example.com", Agent, Now); break;
            case "RevokeHandOff": request.RevokeHandOff(Agent, Now); break;
            case "NoteSellerView": request.NoteSellerView(Seller, Now); break;
            case "NotePacketDownload": request.NotePacketDownload("PDF", Seller, Now); break;
            case "WriteFromSeller": request.WriteFromSeller("Which box?", Seller, Now); break;
            case "WriteToSeller": request.WriteToSeller("The small one.", Agent, Now); break;
            case "SeeSellerNews": request.SeeSellerNews(Agent, Now); break;
            case "RecordCarrierDecision": request.RecordCarrierDecision(new CarrierDecision(CarrierVerdict.Paid, 100m, new DateOnly(2026, 7, 20)), Agent, Now); break;
            case "RecordStock": request.RecordStock(true, Agent, Now); break;
            case "ReportReplacement": request.ReportReplacement(Guid.NewGuid(), RequestReference.FromRandom([5, 4, 3, 2, 1]), new(new(2026, 7, 18), new(2026, 7, 18)), Now); break;
            case "UndoDecision": request.UndoDecision(Agent, Now); break;
            case "NoteBounce": request.NoteBounce(Now); break;
            case "AddEvidence": request.AddEvidence(AddedEvidence.Of(request) with { PoliceReportNumber = "PD-2026-100" }, Actor.Customer, Now); break;
            case "RecordMailing": request.RecordMailing(new(2026, 6, 28), Agent, Now); break;
            case "MarkLate": request.MarkLate(Now); break;
            default: throw new ArgumentOutOfRangeException(nameof(verb));
        }
    }

    /// <summary>What the page would ask before it offers the verb; null where there is nothing to ask.</summary>
    private static bool? CanOf(ServiceRequest request, string verb) => verb switch
    {
        "AttachDocument" or "RemoveDocument" or "SignStatement" => request.CanAttachDocument,
        "CorrectFacts" => request.CanCorrectFacts,
        "AddEvidence" => request.CanAddEvidence,
        "RecordMailing" => request.CanRecordMailing,
        "AskForMore" => request.CanAskForMore,
        "AcceptDocuments" => request.CanAcceptDocuments,
        "Decline" => request.CanDecline,
        "RecordCarrierClaim" => request.CanRecordCarrierClaim,
        "Resolve" => request.CanResolve,
        "HandToSeller" => request.CanHandToSeller,
        "RevokeHandOff" => request.CanRevokeHandOff,
        "WriteFromSeller" or "WriteToSeller" => request.CanWriteToSeller,
        "SeeSellerNews" => request.CanSeeSellerNews,
        "RecordCarrierDecision" => request.CanRecordCarrierDecision,
        "RecordStock" => request.CanRecordStock,
        "ReportReplacement" => request.CanReportReplacement,
        "MarkFound" or "Withdraw" => request.CanClose,
        "Assign" or "Unassign" => request.CanAssign,
        _ => null,
    };

    private static Dictionary<(string Verb, RequestStatus From), RequestStatus?> Read(string table)
    {
        var rows = table.Split('\n').Select(row => row.Split('|', StringSplitOptions.TrimEntries)).ToList();
        return rows.Skip(1)
            .SelectMany(row => row.Skip(1).Zip(rows[0].Skip(1), (cell, column) => (Verb: row[0], From: Columns[column], Cell: cell)))
            .ToDictionary(
                t => (t.Verb, t.From),
                t => t.Cell switch { "-" => (RequestStatus?)null, "stays" => t.From, var to => Columns[to] });
    }
}
