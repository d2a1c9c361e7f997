using System.Collections.Concurrent;
using CsCheck;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>
/// Random sequences of verbs, legal or not, at random times: whatever people press in whatever order, the request stays
/// true to its rules.
/// </summary>
public class RequestWalkTests
{
    private const int MaxSteps = 40;

    private static readonly DateTime FirstDay = At("2026-06-25 00:00");

    // Weighted so that a good part of the walks gets past the documents and does not end early.
    private static readonly Gen<string> Verbs = Gen.Frequency(
        (30, "AttachDocument"),
        (30, "FinishDocument"),
        (2, "RefuseDocument"),
        (4, "RemoveDocument"),
        (5, "SignStatement"),
        (2, "CorrectFacts"),
        (5, "AskForMore"),
        (8, "AcceptDocuments"),
        (1, "Decline"),
        (6, "RecordCarrierClaim"),
        (3, "Resolve"),
        (6, "HandToSeller"),
        (1, "RevokeHandOff"),
        (2, "WriteFromSeller"),
        (1, "WriteToSeller"),
        (1, "SeeSellerNews"),
        (1, "NoteSellerView"),
        (1, "NotePacketDownload"),
        (3, "RecordCarrierDecision"),
        (3, "RecordStock"),
        (6, "ReportReplacement"),
        (1, "MarkFound"),
        (1, "Withdraw"),
        (1, "Abandon"),
        (1, "EraseDocument"),
        (3, "AddEvidence"),
        (2, "RecordMailing"),
        (2, "NoteView"),
        (2, "AddNote"),
        (1, "NoteExport"),
        (2, "Assign"),
        (1, "Unassign"),
        (2, "NoteLinkSent"),
        (1, "WriteToCustomer"));

    private static readonly Gen<Step> Steps = Gen.Select(
        Verbs, Gen.Int[0, 60 * 24 * 60], Gen.Int[0, 999], (verb, minutes, pick) => new Step(verb, FirstDay.AddMinutes(minutes), pick));

    /// <summary>Verbs at times in any order, as from servers whose clocks differ.</summary>
    internal static readonly Gen<Walk> Walks = Gen.Select(
        Gen.OneOf("NY", "HI", "GU"),
        Gen.Int[0, 30 * 24 * 60],
        Steps.Array[1, MaxSteps],
        (state, minutes, steps) => new Walk(state, FirstDay.AddMinutes(minutes), steps));

    /// <summary>The same with time going forward only.</summary>
    internal static readonly Gen<Walk> WalksInOrder = Walks.Select(walk =>
    {
        var times = walk.Steps.Select(step => step.Now).Append(walk.Opened).Order().ToList();
        return new Walk(walk.State, times[0], [.. walk.Steps.Select((step, i) => step with { Now = times[i + 1] })]);
    });

    [Fact]
    public void EachVerb_InAnyOrderAtAnyTime_IsRefusedWhole_OrFollowsTheTable() => Walks.Sample(
        walk => Go(walk, (request, step) =>
        {
            var before = RequestSnapshot.Of(request);
            var expected = RequestLifecycleTests.Transitions[(step.Verb, request.Status)];
            if (before.Status == RequestStatus.ReadyForReview && expected == RequestStatus.AwaitingDocuments && request.AskedAgainOn is not null)
            {
                expected = RequestStatus.MoreNeeded; // what an agent asked for goes on being asked for
            }

            var refusal = step.WhyNot(request);

            var thrown = Record.Exception(() => step.Take(request));

            var after = RequestSnapshot.Of(request);
            Assert.Equal(refusal is not null, thrown is not null);
            if (thrown is not null)
            {
                Assert.IsType<RequestRuleException>(thrown);
                Assert.Equal(before, after);
            }
            else if (after.Status != before.Status || !step.DependsOnTheOtherFiles)
            {
                Assert.Equal(expected ?? before.Status, after.Status);
            }
        }),
        iter: 3_000);

    [Fact]
    public void History_AfterEachVerb_HasOnlyGrown() => Walks.Sample(
        walk => Go(walk, (request, step) =>
        {
            var (before, history) = (RequestSnapshot.Of(request), Written(request));

            step.TryTake(request);

            var after = RequestSnapshot.Of(request);
            Assert.Equal(history, Written(request).Take(history.Count));
            Assert.All(request.Events.Skip(history.Count), e => Assert.Equal((request.Id, step.Now), (e.RequestId, e.OccurredOn)));
            Assert.Equal(after.WithoutHistory() != before.WithoutHistory(), after.Version > before.Version);
            Assert.True(after.Version >= before.Version);
        }),
        iter: 1_000);

    [Fact]
    public void Ended_AfterEachVerb_IsAsItWasWhenItEnded() => Walks.Sample(
        walk =>
        {
            RequestSnapshot? ended = null;
            Go(walk, (request, step) =>
            {
                step.TryTake(request);

                // Files on their way still get to their place, and what agents look at and note is still written down.
                var now = RequestSnapshot.Of(request) with { Documents = "", Version = 0, EventCount = 0 };
                Assert.Equal(ended ?? now, now);
                ended = request.HasEnded ? now : null;
            });
        },
        iter: 2_000);

    [Fact]
    public void Deadlines_AfterEachVerb_HaveNotMovedEarlier() => Walks.Sample(
        walk => Go(walk, (request, step) =>
        {
            var before = RequestSnapshot.Of(request);

            step.TryTake(request);

            Assert.True(request.DocumentsDueOn >= before.DocumentsDueOn);
            Assert.True(request.DocumentsDueOn >= request.FirstDeadline.DueOn);
            Assert.True(request.IsLate || !before.IsLate, "Late stays late.");
            Assert.Equal(before.DocumentsCompletedOn ?? request.DocumentsCompletedOn, request.DocumentsCompletedOn);
        }),
        iter: 2_000);

    [Fact]
    public void Status_AfterEachVerb_SaysWhatIsThere() => Walks.Sample(
        walk => Go(walk, (request, step) =>
        {
            step.TryTake(request);

            Assert.Equal(request.HasEnded, request.NextStepDueOn is null);
            Assert.Equal(request.HasEnded, request.NextStepFrom is null);
            Assert.Equal(request.HasEnded, request.EndedOn is not null);
            Assert.Equal(request.Status == RequestStatus.Resolved, request.Resolution is not null);
            Assert.True(
                request.Resolution is not { Kind: ResolutionKind.Refund } refund || request.InStock == false || refund.OverrideReason is not null,
                "A refund is for what is out of stock, or has an agent’s reason.");
            Assert.True(!request.AgentIsNext || !request.HasEnded, "Nobody is next after the end.");
            Assert.True(request.AgentIsNext || request.Status != RequestStatus.WithSeller || request.HandedOffOn is not null, "What isn’t handed off waits for us.");
            Assert.Equal(request.IsLate, request.OpenedOn > request.FirstDeadline.DueOn || request.Documents.Any(d => d.Late));
            Assert.InRange(request.Documents.Count(d => d.HasContent), 0, ServiceRequest.MaxFiles);
            Assert.InRange(request.StoredBytes, 0, ServiceRequest.MaxBytes);
            Assert.Equal(request.Documents.Count, request.Documents.DistinctBy(d => d.UploadId).Count());
            Assert.All(request.Documents, d => Assert.True(!d.IsUsable || d.Pages.Count > 0));
            switch (request.Status)
            {
                case RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded:
                    Assert.NotEmpty(request.MissingDocuments);
                    Assert.Equal(request.DocumentsDueOn, request.NextStepDueOn);
                    break;
                case RequestStatus.ReadyForReview or RequestStatus.WithSeller or RequestStatus.CarrierClaimFiled or RequestStatus.Resolved:
                    Assert.True(!request.MissingDocuments.Any() || request.Documents.Any(d => d.State == DocumentState.Erased));
                    Assert.NotNull(request.DocumentsCompletedOn);
                    break;
                case RequestStatus.Declined or RequestStatus.Closed:
                    break;
                default:
                    Assert.Fail("An unknown status.");
                    break;
            }
        }),
        iter: 2_000);

    [Fact]
    public void NextStepCount_AfterEachVerbInOrder_EndsWhenTheStepIsDue() => WalksInOrder.Sample(
        walk => Go(walk, (request, step) =>
        {
            step.TryTake(request);

            if (request.NextStepCount is { } count)
            {
                Assert.Equal(request.NextStepDueOn, count.DueOn);
            }
        }),
        iter: 2_000);

    [Fact]
    public void Walks_AllTogether_TakeEveryArrowAndMeetEveryRefusal()
    {
        var arrows = new ConcurrentDictionary<(RequestStatus, RequestStatus), bool>();
        var refusals = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);

        Walks.Sample(
            walk => Go(walk, (request, step) =>
            {
                var from = request.Status;
                if (step.WhyNot(request) is { } refusal)
                {
                    refusals[refusal] = true;
                }

                step.TryTake(request);
                if (request.Status != from)
                {
                    arrows[(from, request.Status)] = true;
                }
            }),
            iter: 10_000);

        Assert.Equal(RequestLifecycleTests.Arrows.Order(), arrows.Keys.Order());
        Assert.Equal(
            "against the rule, mailed after the delivery, no such file, not handed off, not in this status, not removable, nothing new, nothing to report, refund too high, too much, too much that helps",
            string.Join(", ", refusals.Keys.Order(StringComparer.Ordinal)));
    }

    internal static void Go(Walk walk, Action<ServiceRequest, Step> each)
    {
        var request = CreateRequest(r => r.To(walk.State).Opened(walk.Opened.ToString("O")));
        foreach (var step in walk.Steps)
        {
            each(request, step);
        }
    }

    private static List<(long, Guid, DateTime, ActorKind, string?, RequestEventKind, DocumentKind?, string?)> Written(ServiceRequest request) =>
        [.. request.Events.Select(e => (e.Id, e.RequestId, e.OccurredOn, e.ActorKind, e.ActorName, e.Kind, e.Document, e.Detail))];

    internal sealed record Walk(string State, DateTime Opened, Step[] Steps)
    {
        public override string ToString() => $"{State}, opened {Opened:u}\n{string.Join('\n', Steps.Select(s => s.ToString()))}";
    }

    /// <summary>One verb at one time; <paramref name="Pick"/> chooses among the files, kinds and amounts it can be about.</summary>
    internal sealed record Step(string Verb, DateTime Now, int Pick)
    {
        private const long Megabyte = 1024 * 1024;

        private DocumentKind Kind => Pick % 2 == 0 ? DocumentKind.PhotoId : DocumentKind.Statement;

        // Few enough uploads and contents that repeats are common; sizes that fill a request within a walk.
        private UploadedFile File => RequestBuilder.File(
            Pick % 6 == 5 ? DocumentKinds.Supporting[Pick / 6 % DocumentKinds.Supporting.Count] : Kind, (1 + (Pick % 15)) * Megabyte, bytes: $"content {Pick % 40}", upload: new Guid(Pick % 100, 0, 0, new byte[8]));

        private Guid Form => new(Pick % 100, 1, 0, new byte[8]);

        private Resolution Resolution => (Pick % 4) switch
        {
            0 => Resolution.Replacement(null),
            1 => Resolution.Refund(100.01m),
            2 => Resolution.Refund(100m),
            _ => Resolution.Refund(100m) with { OverrideReason = "Sold out, says the warehouse" },
        };

        /// <summary>Who tells how the claim goes.</summary>
        private Actor Teller => Pick % 3 == 0 ? RequestBuilder.Seller : Agent;

        /// <summary>Whether the status moves only if no other file takes this one's place, or none is missing.</summary>
        public bool DependsOnTheOtherFiles => Verb is "FinishDocument" or "RemoveDocument" or "EraseDocument" or "SignStatement" or "CorrectFacts";

        /// <summary>Why the verb has to be refused, or null. Asked of the request as it is before.</summary>
        public string? WhyNot(ServiceRequest request)
        {
            var document = About(request);
            if (Verb is "FinishDocument" or "RefuseDocument" or "RemoveDocument" or "EraseDocument" or "NoteView" && document is null)
            {
                return "no such file";
            }

            if ((Verb is "AttachDocument" && Repeats(request)) || (Verb is "SignStatement" && request.Documents.Any(d => d.UploadId == Form)))
            {
                return null;
            }

            var supports = Verb switch
            {
                "AttachDocument" => !File.Kind.IsRequired(),
                "RemoveDocument" => !document!.Kind.IsRequired(),
                _ => false,
            };
            if (RequestLifecycleTests.Transitions[(Verb, request.Status)] is null && !(supports && request.Status == RequestStatus.WithSeller))
            {
                return "not in this status";
            }

            var held = request.Documents.Where(d => d.State is not (DocumentState.Removed or DocumentState.Refused or DocumentState.Erased)).ToList();
            var supporting = held.Where(d => !d.Kind.IsRequired()).ToList();
            return Verb switch
            {
                "AttachDocument" when request.Documents.Count(d => d.State is DocumentState.Removed or DocumentState.Refused) >= 40 => "too many in vain",
                "AttachDocument" when supports && (supporting.Count == 8 || supporting.Sum(d => d.Length) + File.Length > 20 * Megabyte) => "too much that helps",
                "AttachDocument" when held.Count == 20 || held.Sum(d => d.Length) + File.Length > 60 * Megabyte => "too much",
                "SignStatement" when request.SignedStatement is null && (held.Count == 20 || held.Sum(d => d.Length) + 250_000 > 60 * Megabyte) => "too much",
                "RemoveDocument" when document!.State is not (DocumentState.Checking or DocumentState.Received) => "not removable",
                "RecordCarrierClaim" or "RecordCarrierDecision" or "RecordStock" or "Resolve" when Teller.Kind == ActorKind.Seller && request.HandedOffOn is null => "not handed off",
                "RecordMailing" when Pick % 4 != 0 && new DateOnly(2026, 6, 20).AddDays(Pick % 13) > request.Shipment.MarkedDeliveredDate => "mailed after the delivery",
                "Resolve" when Resolution.RefundAmount > 100m => "refund too high",
                "Resolve" when IsAgainstTheRule(request) => "against the rule",
                "RevokeHandOff" or "WriteFromSeller" or "WriteToSeller" when request.HandedOffOn is null => "not handed off",
                "SeeSellerNews" when request.SellerNewsOn is null => "nothing new",
                "ReportReplacement" when request.Resolution!.Kind != ResolutionKind.Replacement || request.FollowedBy is not null => "nothing to report",
                _ => null,
            };
        }

        private bool IsAgainstTheRule(ServiceRequest request) => Resolution.Kind == ResolutionKind.Refund
            ? request.InStock != false && (Resolution.OverrideReason is null || Teller.Kind == ActorKind.Seller)
            : request.InStock == false;

        public void Take(ServiceRequest request)
        {
            var document = About(request)?.Id ?? Guid.Empty;
            switch (Verb)
            {
                case "AttachDocument": request.AttachDocument(File, Now); break;
                case "FinishDocument": request.FinishDocument(document, OnePage, Now); break;
                case "RefuseDocument": request.RefuseDocument(document, "Unreadable", Now); break;
                case "RemoveDocument": request.RemoveDocument(document, Now); break;
                case "SignStatement": request.Sign(Now, Form); break;
                case "CorrectFacts": request.Correct(Now); break;
                case "AddEvidence": request.AddEvidence(new(Pick % 3 == 0 ? null : "CASE-1", Pick % 4 == 0 ? null : "PD-1", Pick % 5 == 0 ? null : "SN-1", Pick % 7 == 0 ? null : "10001", [.. Enum.GetValues<PlaceToLook>().Take(Pick % 5)]), Actor.Customer, Now); break;
                case "RecordMailing": request.RecordMailing(Pick % 4 == 0 ? null : new DateOnly(2026, 6, 20).AddDays(Pick % 13), Agent, Now); break;
                case "AskForMore": request.AskForMore(Pick % 5 == 0 ? DocumentKinds.Required : [Kind], "Too dark.", Agent, Now, Accepting(request)); break;
                case "AcceptDocuments": request.AcceptDocuments(Agent, Now); break;
                case "Decline": request.Decline("Another name.", Agent, Now); break;
                case "RecordCarrierClaim": request.RecordCarrierClaim("CLAIM-555-0100", Teller, Now, filedOn: DateOnly.FromDateTime(Now)); break;
                case "Resolve": request.Resolve(Resolution, Teller, Now); break;
                case "HandToSeller": request.HandToSeller($"Sample Seller {Pick % 2}", "claims@example.com", Agent, Now); break;
                case "RevokeHandOff": request.RevokeHandOff(Agent, Now); break;
                case "WriteFromSeller": request.WriteFromSeller("Which box?", RequestBuilder.Seller, Now); break;
                case "WriteToSeller": request.WriteToSeller("The small one.", Agent, Now); break;
                case "SeeSellerNews": request.SeeSellerNews(Agent, Now); break;
                case "NoteSellerView": request.NoteSellerView(RequestBuilder.Seller, Now); break;
                case "NotePacketDownload": request.NotePacketDownload("PDF", RequestBuilder.Seller, Now); break;
                case "RecordCarrierDecision": request.RecordCarrierDecision(new CarrierDecision((CarrierVerdict)(Pick % 3), null, DateOnly.FromDateTime(Now)), Teller, Now); break;
                case "RecordStock": request.RecordStock(Pick % 2 == 0, Teller, Now); break;
                case "ReportReplacement": request.ReportReplacement(Guid.NewGuid(), RequestReference.FromRandom([5, 4, 3, 2, 1]), new(DateOnly.FromDateTime(Now), DateOnly.FromDateTime(Now)), Now); break;
                case "MarkFound": request.MarkFound(PlaceToLook.Mailbox, Actor.Customer, Now); break;
                case "Withdraw": request.Withdraw(Now); break;
                case "Abandon": request.Abandon(Now); break;
                case "EraseDocument": request.EraseDocument(document, "By a test", Agent, Now); break;
                case "NoteView": request.NoteView(document, Agent, Now); break;
                case "AddNote": request.AddNote("Called the customer.", Agent, Now); break;
                case "NoteExport": request.NoteExport(Agent, Now); break;
                case "Assign": request.Assign($"agent-{Pick % 3}", $"agent{Pick % 3}@example.com", Agent, Now); break;
                case "Unassign": request.Unassign(Agent, Now); break;
                case "NoteLinkSent": request.NoteLinkSent(Now); break;
                case "WriteToCustomer": request.WriteToCustomer("We called you.", Agent, Now); break;
                default: throw new InvalidOperationException(Verb);
            }
        }

        /// <summary>Every third request for one document accepts the other, if it is there.</summary>
        private DocumentKind? Accepting(ServiceRequest request)
        {
            var other = Kind == DocumentKind.PhotoId ? DocumentKind.Statement : DocumentKind.PhotoId;
            return Pick % 5 != 0 && Pick % 3 == 0 && !request.MissingDocuments.Contains(other) ? other : null;
        }

        public void TryTake(ServiceRequest request)
        {
            try
            {
                Take(request);
            }
            catch (RequestRuleException)
            {
                // Refused: the walk goes on from where it stood.
            }
        }

        /// <summary>The latest file for most picks of a check, any file otherwise, and sometimes a file of nobody.</summary>
        private RequestDocument? About(ServiceRequest request) => request.Documents switch
        {
            { Count: 0 } => null,
            _ when Pick % 25 == 24 => null,
            var files when Verb is "FinishDocument" or "RefuseDocument" && Pick % 4 != 0 => files[^1],
            var files => files[Pick % files.Count],
        };

        private bool Repeats(ServiceRequest request)
        {
            var file = File;
            return request.Documents.Any(d => d.UploadId == file.UploadId || (d.Kind == file.Kind
                && string.Equals(d.Sha256, file.Sha256, StringComparison.Ordinal)
                && d.State is DocumentState.Checking or DocumentState.Received or DocumentState.Accepted));
        }
    }
}
