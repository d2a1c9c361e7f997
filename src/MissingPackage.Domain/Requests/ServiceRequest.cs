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
    public const int MaxAgentId = 64;

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

    /// <summary>Whether the next step is an agent's: a review, a hand-off, or something the seller told.</summary>
    public bool AgentIsNext { get; private set; }

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

    /// <summary>UTC; when it was resolved, declined or closed, or null.</summary>
    public DateTime? EndedOn { get; private set; }

    /// <summary>Every verb adds one: a save of a stale copy is refused.</summary>
    public int Version { get; private set; }

    /// <summary>Every file ever received.</summary>
    public IReadOnlyList<RequestDocument> Documents => _documents;

    /// <summary>The history, oldest first.</summary>
    public IReadOnlyList<RequestEvent> Events => _events;

    /// <summary>Whether nothing more can happen to it.</summary>
    public bool HasEnded => Status is RequestStatus.Resolved or RequestStatus.Declined or RequestStatus.Closed;

    /// <summary>Whether it may end because the package turned up or the customer withdrew.</summary>
    public bool CanClose => !HasEnded;

    /// <summary>Opens a request.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="reference">A new reference.</param>
    /// <param name="submissionId">The draft it is made from.</param>
    /// <param name="facts">What the customer reports.</param>
    /// <param name="now">UTC.</param>
    /// <param name="calendar">The days that count; the federal holidays alone where null.</param>
    /// <param name="claimRules">Carriers' claim rules; as shipped where null.</param>
    public static ServiceRequest Open(
        Guid id, RequestReference reference, Guid submissionId, RequestFacts facts, DateTime now, BusinessCalendar? calendar = null,
        Func<CarrierCode, ClaimRules>? claimRules = null)
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
            ClaimRulesOf = claimRules ?? AsShipped,
        };
        request.DocumentsDueOn = request.FirstDeadline.DueOn;
        request.NextStepFrom = now;
        request.NextStepDays = DocumentDeadline.BusinessDays;
        request.NextStepDueOn = request.DocumentsDueOn;
        request.CountFiling();
        request.Weigh();
        request.IsLate = now > request.DocumentsDueOn;
        request.Record(RequestEventKind.Opened, Actor.Customer, now);
        return request;
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

    /// <summary>Closes the request because the customer asks for nothing more.</summary>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The request has ended already.</exception>
    public void Withdraw(DateTime now)
    {
        Require(CanClose, "This request has already ended.");
        Record(RequestEventKind.Withdrawn, Actor.Customer, now);
        End(RequestStatus.Closed, RequestOutcome.Withdrawn, now);
    }

    private void Await(RequestStatus status, DateTime now, int businessDays)
    {
        Status = status;
        NextStepFrom = now;
        NextStepDays = businessDays;
        DueBy(CountFrom(now, businessDays).DueOn);
    }

    private void End(RequestStatus status, RequestOutcome outcome, DateTime now)
    {
        Status = status;
        Outcome = outcome;
        EndedOn = now;
        NextStepFrom = null;
        NextStepDays = null;
        DueBy(null);
    }

    private void Record(RequestEventKind kind, Actor actor, DateTime now, DocumentKind? document = null, string? detail = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _events.Add(RequestEvent.Of(Id, kind, actor, now, document, detail));
        Version++;
    }

    private static void Require(bool allowed, string otherwise)
    {
        if (!allowed)
        {
            throw new RequestRuleException(otherwise);
        }
    }
}
