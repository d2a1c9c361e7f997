using MissingPackage.Domain.Evidence;

namespace MissingPackage.Domain.Requests;

// What agents do with a request under review.
public sealed partial class ServiceRequest
{
    /// <summary>Whether an agent may ask for a document again.</summary>
    public bool CanAskForMore => Status is RequestStatus.ReadyForReview or RequestStatus.MoreNeeded;

    /// <summary>Whether an agent may accept what is there.</summary>
    public bool CanAcceptDocuments => Status == RequestStatus.ReadyForReview && !MissingDocuments.Any();

    /// <summary>Whether an agent may decline.</summary>
    public bool CanDecline => Status is RequestStatus.ReadyForReview or RequestStatus.MoreNeeded;

    /// <summary>Whether an agent may be given it, or may hand it back.</summary>
    public bool CanAssign => !HasEnded;

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

    /// <summary>Asks the customer for documents again.</summary>
    /// <param name="kinds">Which of <see cref="DocumentKinds.Required"/>; what was sent of them is set aside.</param>
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
        if (!kinds.All(kind => kind.IsRequired()))
        {
            throw new ArgumentOutOfRangeException(nameof(kinds), "What only helps isn’t asked for with a deadline.");
        }

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
        Weigh();
        Decided(RequestEventKind.MoreAsked, agent, now, before);
    }

    /// <summary>Accepts both documents; an agent hands it to the seller next.</summary>
    /// <param name="agent">Who accepts.</param>
    /// <param name="now">UTC.</param>
    /// <param name="compared">What was compared, in words for the history, or null.</param>
    /// <exception cref="RequestRuleException">The request isn't ready for review.</exception>
    public void AcceptDocuments(Actor agent, DateTime now, string? compared = null)
    {
        Require(CanAcceptDocuments, "Only a request that is ready for review can be accepted.");
        var before = AsItStands();
        foreach (var kind in DocumentKinds.Required)
        {
            AcceptReceived(kind);
        }

        NoteDecision(now);
        Record(RequestEventKind.DocumentsAccepted, agent, now, detail: compared);
        Await(RequestStatus.WithSeller, now, ServicePromise.HandOffDays);
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

    private void NoteDecision(DateTime now)
    {
        if (FirstDecisionOn is null)
        {
            FirstDecisionOn = now;
            FirstDecisionMinutes = (int)Math.Clamp((now - (DocumentsCompletedOn ?? OpenedOn)).TotalMinutes, 0, int.MaxValue);
        }
    }

    /// <summary>Something is needed again: the customer has the later of the time there was and three business days.</summary>
    private void AwaitAgain(DateTime now)
    {
        AskedAgainOn = now;
        Await(RequestStatus.MoreNeeded, now, ServicePromise.AskedAgainDays);
        DocumentsDueOn = DueIfAskedAgain(this, now);
        DueBy(DocumentsDueOn);
    }
}
