using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Domain.Requests;

/// <summary>
/// A customer's request about one missing package. Each verb checks itself, appends an event, and sets by when the next
/// step is due; <c>CanX</c> beside a verb tells a page whether to offer it. All times handed in are UTC.
/// </summary>
public sealed partial class ServiceRequest
{
    /// <summary>The longest id of an agent, in characters.</summary>
    public const int MaxAgentId = 450;

    /// <summary>The longest carrier's claim number, in characters.</summary>
    public const int MaxClaimNumber = 60;

    /// <summary>Files a request holds at most.</summary>
    public const int MaxFiles = 20;

    /// <summary>Bytes of uploads a request holds at most.</summary>
    public const long MaxBytes = 60L * 1024 * 1024;

    private readonly List<RequestDocument> _documents = [];
    private readonly List<RequestEvent> _events = [];

    private ServiceRequest()
    {
    }

    /// <summary>The row's id, never shown.</summary>
    public Guid Id { get; private set; }

    /// <summary>What people say over the phone; no secret.</summary>
    public RequestReference Reference { get; private set; } = null!;

    /// <summary>The draft it was made from: submitting one draft twice makes one request.</summary>
    public Guid SubmissionId { get; private set; }

    /// <summary>Where it stands.</summary>
    public RequestStatus Status { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime OpenedOn { get; private set; }

    /// <summary>The order.</summary>
    public OrderFacts Order { get; private set; } = null!;

    /// <summary>The person.</summary>
    public CustomerFacts Customer { get; private set; } = null!;

    /// <summary>Where it was to go.</summary>
    public DeliveryAddress Address { get; private set; } = null!;

    /// <summary>The package on its way.</summary>
    public ShipmentFacts Shipment { get; private set; } = null!;

    /// <summary>What was done before the request was opened.</summary>
    public HomeSearch Search { get; private set; } = HomeSearch.None;

    /// <summary>UTC; when the documents are due. Moves later when an agent asks again, never earlier.</summary>
    public DateTime DocumentsDueOn { get; private set; }

    /// <summary>UTC; when both documents were first in, or null.</summary>
    public DateTime? DocumentsCompletedOn { get; private set; }

    /// <summary>Whether the request or a document of it came after its deadline.</summary>
    public bool IsLate { get; private set; }

    /// <summary>UTC; when the customer's mail server first refused their address for good, or null.</summary>
    public DateTime? EmailBouncedOn { get; private set; }

    /// <summary>UTC; when a document was last needed again (an agent asked, or a corrected fact voided it), or null.</summary>
    public DateTime? AskedAgainOn { get; private set; }

    /// <summary>UTC; by when whoever is next has to act. Null once the request has ended.</summary>
    public DateTime? NextStepDueOn { get; private set; }

    /// <summary>UTC; the day from which <see cref="NextStepDueOn"/> is counted, or null once ended.</summary>
    public DateTime? NextStepFrom { get; private set; }

    /// <summary>How many business days were promised for the current step; null once ended.</summary>
    public int? NextStepDays { get; private set; }

    /// <summary>UTC; when both documents were in and an agent first answered: accepted, asked again or declined. Or null.</summary>
    public DateTime? FirstDecisionOn { get; private set; }

    /// <summary>Whole minutes from the complete documents to <see cref="FirstDecisionOn"/>, or null.</summary>
    public int? FirstDecisionMinutes { get; private set; }

    /// <summary>Whether both documents were in by their deadline; null while they aren't.</summary>
    public bool? CompletedInTime { get; private set; }

    /// <summary>How it ended, or null.</summary>
    public RequestOutcome? Outcome { get; private set; }
    /// <summary>The id of the agent who works on it, or null.</summary>
    public string? AssignedTo { get; private set; }

    /// <summary>The carrier's number for the seller's claim, or null.</summary>
    public string? CarrierClaimNumber { get; private set; }

    /// <summary>How it ended well, or null.</summary>
    public Resolution? Resolution { get; private set; }

    /// <summary>UTC; when it was resolved, declined or closed, or null.</summary>
    public DateTime? EndedOn { get; private set; }

    /// <summary>Every verb adds one: a save of a stale copy is refused.</summary>
    public int Version { get; private set; }

    /// <summary>Every file ever received.</summary>
    public IReadOnlyList<RequestDocument> Documents => _documents;

    /// <summary>The history, oldest first.</summary>
    public IReadOnlyList<RequestEvent> Events => _events;

    /// <summary>The zone in which its deadlines end.</summary>
    public DeliveryTimeZone Zone => DeliveryTimeZone.ForState(Address.State);

    /// <summary>Whether nothing more can happen to it.</summary>
    public bool HasEnded => Status is RequestStatus.Resolved or RequestStatus.Declined or RequestStatus.Closed;

    /// <summary>Whether a customer may send or take back files.</summary>
    public bool CanAttachDocument => Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded or RequestStatus.ReadyForReview;

    /// <summary>Whether an agent may ask for a document again.</summary>
    public bool CanAskForMore => Status is RequestStatus.ReadyForReview or RequestStatus.MoreNeeded;

    /// <summary>Whether an agent may accept what is there.</summary>
    public bool CanAcceptDocuments => Status == RequestStatus.ReadyForReview && !MissingDocuments.Any();

    /// <summary>Whether an agent may decline.</summary>
    public bool CanDecline => Status is RequestStatus.ReadyForReview or RequestStatus.MoreNeeded;

    /// <summary>Whether the seller's claim may be recorded.</summary>
    public bool CanRecordCarrierClaim => Status == RequestStatus.WithSeller;

    /// <summary>Whether a replacement or refund may be recorded.</summary>
    public bool CanResolve => Status is RequestStatus.WithSeller or RequestStatus.CarrierClaimFiled;

    /// <summary>Whether an agent may be given it, or may hand it back.</summary>
    public bool CanAssign => !HasEnded;

    /// <summary>Whether it may end because the package turned up or the customer withdrew.</summary>
    public bool CanClose => !HasEnded;

    /// <summary>The documents the customer still owes.</summary>
    public IEnumerable<DocumentKind> MissingDocuments =>
        Enum.GetValues<DocumentKind>().Where(kind => !_documents.Exists(d => d.Kind == kind && d.IsUsable));

    /// <summary>The documents of which nothing is with us, not even a file that is still being checked.</summary>
    public IEnumerable<DocumentKind> StillToSend =>
        Enum.GetValues<DocumentKind>().Where(kind => !_documents.Exists(d => d.Kind == kind && d.IsWithUs));

    /// <summary>Bytes of uploads that are still stored.</summary>
    public long StoredBytes => _documents.Where(d => d.HasContent).Sum(d => d.Length);

    /// <summary>The days that count. Not stored: whoever loads a request hands it the calendar of the day.</summary>
    public BusinessCalendar Calendar { get; private set; } = BusinessCalendar.UnitedStates;

    /// <summary>The document deadline, day by day, counted from the expected delivery date.</summary>
    public BusinessDeadline FirstDeadline => DocumentDeadline.For(Shipment.ExpectedDate, Zone, Calendar);

    /// <summary>Opens a request.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="reference">A new reference.</param>
    /// <param name="submissionId">The draft it is made from.</param>
    /// <param name="facts">What the customer reports.</param>
    /// <param name="now">UTC.</param>
    /// <param name="calendar">The days that count; the federal holidays alone where null.</param>
    public static ServiceRequest Open(
        Guid id, RequestReference reference, Guid submissionId, RequestFacts facts, DateTime now, BusinessCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(facts);
        var request = new ServiceRequest
        {
            Id = id,
            Reference = reference,
            SubmissionId = submissionId,
            Status = RequestStatus.AwaitingDocuments,
            OpenedOn = now,
            Order = facts.Order,
            Customer = facts.Customer,
            Address = facts.Address,
            Shipment = facts.Shipment,
            Search = facts.Search,
            Calendar = calendar ?? BusinessCalendar.UnitedStates,
        };
        request.DocumentsDueOn = request.FirstDeadline.DueOn;
        request.NextStepFrom = now;
        request.NextStepDays = DocumentDeadline.BusinessDays;
        request.NextStepDueOn = request.DocumentsDueOn;
        request.IsLate = now > request.DocumentsDueOn;
        request.Record(RequestEventKind.Opened, Actor.Customer, now);
        return request;
    }

    /// <summary>Takes in a file that is safely stored and waits to be cleaned.</summary>
    /// <param name="file">What arrived.</param>
    /// <param name="now">UTC; the moment the bytes were safe. After the deadline the file is marked late, and still taken.</param>
    /// <returns>The new document, or the one that the same upload or the same bytes made before.</returns>
    /// <exception cref="RequestRuleException">The request no longer takes files, or is full.</exception>
    public RequestDocument AttachDocument(UploadedFile file, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (_documents.Find(d => d.UploadId == file.UploadId || IsSameFile(d, file)) is { } earlier)
        {
            return earlier;
        }

        Require(CanAttachDocument, "This request doesn’t take documents any more.");
        var document = Add(file, now);
        Version++;
        return document;
    }

    /// <summary>Puts the cleaned pages of a file in place, and takes away the file it replaces; with both documents there, the request is ready for review.</summary>
    /// <param name="documentId">A document of this request.</param>
    /// <param name="pages">At least one page.</param>
    /// <param name="now">UTC.</param>
    public void FinishDocument(Guid documentId, IReadOnlyList<DocumentPage> pages, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentOutOfRangeException.ThrowIfZero(pages.Count, nameof(pages));
        var document = Find(documentId);
        if (document.State == DocumentState.Voided && document.Pages.Count == 0)
        {
            // Voided while it was being checked: it stays in the history, with its pages.
            document.Keep(pages);
            Version++;
            return;
        }

        if (document.State != DocumentState.Checking)
        {
            return;
        }

        document.Clean(pages);
        Record(RequestEventKind.DocumentReceived, Actor.Customer, now, document.Kind);
        if (CanAttachDocument && _documents.Find(d => d.Id == document.Replaces && d.Kind == document.Kind && d.IsRemovable) is { } replaced)
        {
            // Only now that the new one is good: a refused replacement leaves the old file as it was.
            replaced.Become(DocumentState.Removed);
            Record(RequestEventKind.DocumentRemoved, Actor.Customer, now, replaced.Kind);
        }

        ReviewIfComplete(now);
    }

    /// <summary>Refuses a file that turned out not to be usable; the caller erases its bytes.</summary>
    /// <param name="documentId">A document of this request that is still being checked.</param>
    /// <param name="reason">Why, as a stable word.</param>
    /// <param name="now">UTC.</param>
    public void RefuseDocument(Guid documentId, string reason, DateTime now)
    {
        var document = Find(documentId);
        if (document.State == DocumentState.Checking)
        {
            document.Become(DocumentState.Refused);
            Record(RequestEventKind.DocumentRefused, Actor.System, now, document.Kind, reason);
        }
    }

    /// <summary>Takes a file back.</summary>
    /// <param name="documentId">A document of this request.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">An agent has accepted it, or the request doesn't take files any more.</exception>
    public void RemoveDocument(Guid documentId, DateTime now)
    {
        var document = Find(documentId);
        Require(CanAttachDocument && document.IsRemovable, "This file can’t be removed any more.");
        document.Become(DocumentState.Removed);
        Record(RequestEventKind.DocumentRemoved, Actor.Customer, now, document.Kind);
        WaitAgainIfIncomplete();
    }

    /// <summary>Records that a file's bytes are gone; the event is the certificate of it.</summary>
    /// <param name="documentId">A document of this request. Nothing happens if it has no content any more.</param>
    /// <param name="rule">Why, in a few words, such as "30 days after the request ended".</param>
    /// <param name="actor">The system, or the agent who erased it at once.</param>
    /// <param name="now">UTC.</param>
    /// <param name="askAgain">What the customer reads if the file is now missing from a review; null asks nothing.</param>
    public void EraseDocument(Guid documentId, string rule, Actor actor, DateTime now, string? askAgain = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rule);
        var document = Find(documentId);
        if (!document.HasContent)
        {
            return;
        }

        document.Erase();
        Record(RequestEventKind.DocumentErased, actor, now, document.Kind, $"{rule}. SHA-256 {document.Sha256}");
        if (askAgain is not null && CanAskForMore && MissingDocuments.Contains(document.Kind))
        {
            AskForMore([document.Kind], askAgain, actor, now);
        }

        // Bytes that are gone can't be brought back, so neither can the decision.
        LastDecision = null;
        WaitAgainIfIncomplete();
    }

    /// <summary>Closes a request whose documents never came.</summary>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">Nobody is waiting for documents.</exception>
    public void Abandon(DateTime now)
    {
        Require(Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded, "Only a request that waits for documents can be closed as abandoned.");
        Record(RequestEventKind.Abandoned, Actor.System, now);
        End(RequestStatus.Closed, RequestOutcome.Abandoned, now);
    }

    /// <summary>Notes that an agent looked at a file; no change that another agent's decision would trip over.</summary>
    /// <param name="documentId">A document of this request.</param>
    /// <param name="agent">Who looked.</param>
    /// <param name="now">UTC.</param>
    public void NoteView(Guid documentId, Actor agent, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var document = Find(documentId);
        _events.Add(RequestEvent.Of(Id, RequestEventKind.DocumentViewed, agent, now, document.Kind));
    }

    /// <summary>Notes something for the team.</summary>
    /// <param name="note">At most <see cref="RequestEvent.MaxDetail"/> characters.</param>
    /// <param name="agent">Who writes.</param>
    /// <param name="now">UTC.</param>
    public void AddNote(string note, Actor agent, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(agent);
        _events.Add(RequestEvent.Of(Id, RequestEventKind.NoteAdded, agent, now, detail: note));
    }

    /// <summary>Notes that an agent took its facts out in a file; no change that another agent's decision would trip over.</summary>
    /// <param name="agent">Who did.</param>
    /// <param name="now">UTC.</param>
    public void NoteExport(Actor agent, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(agent);
        _events.Add(RequestEvent.Of(Id, RequestEventKind.Exported, agent, now));
    }

    /// <summary>Gives it to an agent; nothing happens if it is theirs already.</summary>
    /// <param name="agentId">Whose it is from now on.</param>
    /// <param name="agentName">The name the history keeps.</param>
    /// <param name="actor">Who gives it; the agent who takes it.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The request has ended.</exception>
    public void Assign(string agentId, string agentName, Actor actor, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(agentId.Length, MaxAgentId, nameof(agentId));
        Require(CanAssign, "A request that has ended can’t be assigned.");
        if (!string.Equals(AssignedTo, agentId, StringComparison.Ordinal))
        {
            AssignedTo = agentId;
            Record(RequestEventKind.Assigned, actor, now, detail: agentName);
        }
    }

    /// <summary>Takes it from whoever has it, for the next who asks; nothing happens if nobody has it.</summary>
    /// <param name="actor">Who does.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The request has ended.</exception>
    public void Unassign(Actor actor, DateTime now)
    {
        Require(CanAssign, "A request that has ended can’t be unassigned.");
        if (AssignedTo is not null)
        {
            AssignedTo = null;
            Record(RequestEventKind.Unassigned, actor, now);
        }
    }

    /// <summary>Notes that a private link went to the customer's address.</summary>
    /// <param name="now">UTC.</param>
    public void NoteLinkSent(DateTime now) => _events.Add(RequestEvent.Of(Id, RequestEventKind.LinkSent, Actor.System, now));

    /// <summary>Notes that emails don't reach the customer; no change that an agent's decision would trip over.</summary>
    /// <param name="now">UTC.</param>
    public void NoteBounce(DateTime now)
    {
        if (EmailBouncedOn is null)
        {
            EmailBouncedOn = now;
            _events.Add(RequestEvent.Of(Id, RequestEventKind.EmailBounced, Actor.System, now));
        }
    }

    /// <summary>
    /// Marks the request late: its deadline has passed with a document still to be sent. What is being checked came in
    /// time. Once, however often it is called.
    /// </summary>
    /// <param name="now">UTC.</param>
    /// <returns>Whether it was marked now.</returns>
    public bool MarkLate(DateTime now)
    {
        if (IsLate || now <= DocumentsDueOn || !StillToSend.Any() || Status is not (RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded))
        {
            return false;
        }

        IsLate = true;
        Record(RequestEventKind.MarkedLate, Actor.System, now);
        return true;
    }

    /// <summary>Asks the customer for documents again.</summary>
    /// <param name="kinds">Which ones; what was sent of them is set aside.</param>
    /// <param name="reason">What the customer reads.</param>
    /// <param name="agent">Who asks.</param>
    /// <param name="now">UTC. The customer has the later of the first deadline and three business days from here.</param>
    /// <param name="accept">A document that is accepted meanwhile and stays so, or null.</param>
    /// <exception cref="RequestRuleException">The request isn't under review, or there is nothing to accept.</exception>
    public void AskForMore(IReadOnlyCollection<DocumentKind> kinds, string reason, Actor agent, DateTime now, DocumentKind? accept = null)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfZero(kinds.Count, nameof(kinds));
        Require(CanAskForMore, "Documents can be asked for again only while the request is under review.");
        Require(accept is not { } kept || !kinds.Contains(kept), "A document can’t be accepted and asked for again at once.");
        Require(accept is not { } missing || !MissingDocuments.Contains(missing), "A document that isn’t there can’t be accepted.");

        var before = AsItStands();
        foreach (var document in _documents.Where(d => kinds.Contains(d.Kind) && d.HasContent))
        {
            document.Become(DocumentState.SetAside);
        }

        NoteDecision(now);
        if (accept is { } accepted && _documents.Exists(d => d.Kind == accepted && d.State == DocumentState.Received))
        {
            AcceptReceived(accepted);
            Record(RequestEventKind.DocumentAccepted, agent, now, accepted);
        }

        foreach (var kind in kinds.Distinct())
        {
            Record(RequestEventKind.MoreAsked, agent, now, kind, reason);
        }

        AwaitAgain(now);
        Decided(RequestEventKind.MoreAsked, agent, now, before);
    }

    /// <summary>Accepts both documents; the seller is next.</summary>
    /// <param name="agent">Who accepts.</param>
    /// <param name="now">UTC.</param>
    /// <param name="compared">What was compared, in words for the history, or null.</param>
    /// <exception cref="RequestRuleException">The request isn't ready for review.</exception>
    public void AcceptDocuments(Actor agent, DateTime now, string? compared = null)
    {
        Require(CanAcceptDocuments, "Only a request that is ready for review can be accepted.");
        var before = AsItStands();
        foreach (var kind in Enum.GetValues<DocumentKind>())
        {
            AcceptReceived(kind);
        }

        NoteDecision(now);
        Record(RequestEventKind.DocumentsAccepted, agent, now, detail: compared);
        Await(RequestStatus.WithSeller, now, ServicePromise.SellerDays);
        Decided(RequestEventKind.DocumentsAccepted, agent, now, before);
    }

    /// <summary>Declines the request.</summary>
    /// <param name="reason">What the customer reads.</param>
    /// <param name="agent">Who declines.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The request isn't under review.</exception>
    public void Decline(string reason, Actor agent, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Require(CanDecline, "Only a request under review can be declined.");
        var before = AsItStands();
        NoteDecision(now);
        Record(RequestEventKind.Declined, agent, now, detail: reason);
        End(RequestStatus.Declined, RequestOutcome.Declined, now);
        Decided(RequestEventKind.Declined, agent, now, before);
    }

    /// <summary>Records that the seller's claim is with the carrier.</summary>
    /// <param name="claimNumber">The carrier's number for it.</param>
    /// <param name="agent">Who records it.</param>
    /// <param name="now">UTC.</param>
    /// <param name="decisionDays">Business days the carrier may take (<see cref="ClaimRules.DecisionDaysTo"/>); as shipped where null.</param>
    /// <exception cref="RequestRuleException">The request isn't with the seller.</exception>
    public void RecordCarrierClaim(string claimNumber, Actor agent, DateTime now, int? decisionDays = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(claimNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(claimNumber.Length, MaxClaimNumber, nameof(claimNumber));
        Require(CanRecordCarrierClaim, "A carrier claim can be recorded only while the request is with the seller.");
        var before = AsItStands();
        CarrierClaimNumber = claimNumber;
        Record(RequestEventKind.CarrierClaimFiled, agent, now, detail: claimNumber);
        Await(RequestStatus.CarrierClaimFiled, now, decisionDays ?? ServicePromise.CarrierDays(Shipment.Carrier));
        Decided(RequestEventKind.CarrierClaimFiled, agent, now, before);
    }

    /// <summary>Records the replacement or the refund.</summary>
    /// <param name="resolution">Which; a refund is at most the order's value.</param>
    /// <param name="agent">Who records it.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The documents aren't accepted yet, or the refund is above the order's value.</exception>
    public void Resolve(Resolution resolution, Actor agent, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        Require(CanResolve, "A request can be resolved only after its documents were accepted.");
        Require(resolution.RefundAmount is null || resolution.RefundAmount <= Order.Value, "A refund can’t be more than the order’s value.");
        var before = AsItStands();
        Resolution = resolution;
        Record(RequestEventKind.Resolved, agent, now);
        End(RequestStatus.Resolved, resolution.Kind == ResolutionKind.Refund ? RequestOutcome.Refunded : RequestOutcome.Replaced, now);
        Decided(RequestEventKind.Resolved, agent, now, before);
    }

    /// <summary>Closes the request because the package turned up.</summary>
    /// <param name="where">Where it was, or null.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The request has ended already.</exception>
    public void MarkFound(PlaceToLook? where, Actor actor, DateTime now)
    {
        Require(CanClose, "This request has already ended.");
        var before = AsItStands();
        Record(RequestEventKind.Found, actor, now, detail: where is { } place ? SearchChecklist.TitleOf(place) : null);
        End(RequestStatus.Closed, RequestOutcome.Found, now);
        Decided(RequestEventKind.Found, actor, now, before);
    }

    /// <summary>Writes to the customer; nothing else changes.</summary>
    /// <param name="text">What they read, at most <see cref="RequestEvent.MaxDetail"/> characters.</param>
    /// <param name="agent">Who writes.</param>
    /// <param name="now">UTC.</param>
    public void WriteToCustomer(string text, Actor agent, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var before = AsItStands();
        Record(RequestEventKind.MessageSent, agent, now, detail: text);
        Decided(RequestEventKind.MessageSent, agent, now, before);
    }

    /// <summary>Closes the request because the customer asks for nothing more.</summary>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The request has ended already.</exception>
    public void Withdraw(DateTime now)
    {
        Require(CanClose, "This request has already ended.");
        Record(RequestEventKind.Withdrawn, Actor.Customer, now);
        End(RequestStatus.Closed, RequestOutcome.Withdrawn, now);
    }

    /// <summary>Counts by these days from here on.</summary>
    /// <param name="calendar">The days that count.</param>
    public void CountBy(BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        Calendar = calendar;
    }

    /// <summary>
    /// Counts the deadlines that still run again, after a closure was added. Each moves later or stays: what was
    /// promised is never taken back, and one that has passed is history.
    /// </summary>
    /// <param name="now">UTC.</param>
    /// <returns>Whether one moved.</returns>
    public bool ExtendDeadlines(DateTime now)
    {
        var before = (DocumentsDueOn, NextStepDueOn);
        if (!HasEnded && DocumentsDueOn >= now)
        {
            var askedAgain = AskedAgainOn is { } asked ? CountFrom(asked, ServicePromise.AskedAgainDays).DueOn : DocumentsDueOn;
            DocumentsDueOn = new[] { DocumentsDueOn, FirstDeadline.DueOn, askedAgain }.Max();
        }

        if (NextStepDueOn is { } due && due >= now)
        {
            NextStepDueOn = Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded ? DocumentsDueOn
                : CountStep() is { } count && count.DueOn > due ? count.DueOn : due;
        }

        if (before == (DocumentsDueOn, NextStepDueOn))
        {
            return false;
        }

        Record(RequestEventKind.DeadlineExtended, Actor.System, now);
        return true;
    }

    /// <summary>
    /// The days from which the current step's due date was counted, for the pages to draw; null once ended, and where
    /// the calendar has changed since, so that they would end on another day.
    /// </summary>
    public BusinessDeadline? NextStepCount => new[]
    {
        Status == RequestStatus.AwaitingDocuments ? null : CountStep(),
        Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded ? FirstDeadline : null,
    }.FirstOrDefault(count => count is not null && count.DueOn == NextStepDueOn);

    private BusinessDeadline? CountStep() => NextStepFrom is { } from && NextStepDays is { } days ? CountFrom(from, days) : null;

    private BusinessDeadline CountFrom(DateTime from, int days) => BusinessDeadline.After(Zone.DateOf(from), days, Zone, Calendar);

    private void NoteDecision(DateTime now)
    {
        if (FirstDecisionOn is null)
        {
            FirstDecisionOn = now;
            FirstDecisionMinutes = (int)Math.Clamp((now - (DocumentsCompletedOn ?? OpenedOn)).TotalMinutes, 0, int.MaxValue);
        }
    }

    private void Await(RequestStatus status, DateTime now, int businessDays)
    {
        Status = status;
        NextStepFrom = now;
        NextStepDays = businessDays;
        NextStepDueOn = CountFrom(now, businessDays).DueOn;
    }

    /// <summary>Something is needed again: the customer has the later of the time there was and three business days.</summary>
    private void AwaitAgain(DateTime now)
    {
        AskedAgainOn = now;
        Await(RequestStatus.MoreNeeded, now, ServicePromise.AskedAgainDays);
        DocumentsDueOn = DueIfAskedAgain(this, now);
        NextStepDueOn = DocumentsDueOn;
    }

    private void ReviewIfComplete(DateTime now)
    {
        var waiting = Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded;
        if (waiting && !MissingDocuments.Any())
        {
            DocumentsCompletedOn ??= now;
            CompletedInTime ??= !_documents.Exists(d => d.IsUsable && d.Late);
            Record(RequestEventKind.DocumentsComplete, Actor.System, now);
            Await(RequestStatus.ReadyForReview, now, ServicePromise.ReviewDays);
        }
    }

    /// <summary>Puts a file in its place, within the limits of a request.</summary>
    private RequestDocument Add(UploadedFile file, DateTime now)
    {
        Require(_documents.Count(d => d.HasContent) < MaxFiles, $"A request holds at most {MaxFiles} files.");
        Require(StoredBytes + file.Length <= MaxBytes, $"A request holds at most {MaxBytes / (1024 * 1024)} MB of files.");

        var late = now > DocumentsDueOn;
        IsLate |= late;
        var position = _documents.Select(d => d.Position).DefaultIfEmpty().Max() + 1;
        if (_documents.Find(d => d.Id == file.Replaces && d.Kind == file.Kind && d.IsRemovable) is { } replaced)
        {
            position = replaced.Position;
            WaitAgainIfIncomplete();
        }

        var document = RequestDocument.Arrived(Id, file, position, now, late);
        _documents.Add(document);
        return document;
    }

    private void End(RequestStatus status, RequestOutcome outcome, DateTime now)
    {
        Status = status;
        Outcome = outcome;
        EndedOn = now;
        NextStepFrom = null;
        NextStepDays = null;
        NextStepDueOn = null;
    }

    private void Record(RequestEventKind kind, Actor actor, DateTime now, DocumentKind? document = null, string? detail = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _events.Add(RequestEvent.Of(Id, kind, actor, now, document, detail));
        Version++;
    }

    /// <summary>A request under review that misses a document again waits for it, in the time there was.</summary>
    private void WaitAgainIfIncomplete()
    {
        if (Status == RequestStatus.ReadyForReview && MissingDocuments.Any())
        {
            Status = AskedAgainOn is null ? RequestStatus.AwaitingDocuments : RequestStatus.MoreNeeded;
            NextStepFrom = AskedAgainOn ?? OpenedOn;
            NextStepDays = AskedAgainOn is null ? DocumentDeadline.BusinessDays : ServicePromise.AskedAgainDays;
            NextStepDueOn = DocumentsDueOn;
        }
    }

    private void AcceptReceived(DocumentKind kind)
    {
        foreach (var document in _documents.Where(d => d.Kind == kind && d.State == DocumentState.Received))
        {
            document.Become(DocumentState.Accepted);
        }
    }

    private RequestDocument Find(Guid documentId) =>
        _documents.Find(d => d.Id == documentId) ?? throw new RequestRuleException("This file isn’t part of the request.");

    /// <summary>The same bytes for the same document, still in play: a repeat after a dropped connection.</summary>
    private static bool IsSameFile(RequestDocument document, UploadedFile file) =>
        document.Kind == file.Kind && string.Equals(document.Sha256, file.Sha256, StringComparison.Ordinal)
        && document.IsWithUs;

    private static void Require(bool allowed, string otherwise)
    {
        if (!allowed)
        {
            throw new RequestRuleException(otherwise);
        }
    }
}
