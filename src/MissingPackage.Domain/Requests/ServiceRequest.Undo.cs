namespace MissingPackage.Domain.Requests;

/// <summary>Decisions that can be taken back for half a minute, and what the customer sees meanwhile.</summary>
public sealed partial class ServiceRequest
{
    /// <summary>An agent's last decision, if nothing has happened since; null otherwise.</summary>
    public Decision? StandingDecision => LastDecision is { } decision && decision.Version == Version ? decision : null;

    /// <summary>The history without decisions that were taken back, and without the taking back.</summary>
    public IReadOnlyList<RequestEvent> StandingEvents
    {
        get
        {
            var standing = new List<RequestEvent>(_events.Count);
            foreach (var entry in _events)
            {
                if (entry.Kind != RequestEventKind.DecisionUndone)
                {
                    standing.Add(entry);
                }
                else
                {
                    RemoveLastDecision(standing, entry.ActorName);
                }
            }

            return standing;
        }
    }

    private Decision? LastDecision { get; set; }

    /// <summary>
    /// Takes the agent's last decision back: everything is as it was before, and the history shows both. The caller takes
    /// its message back in the same save, or doesn't save.
    /// </summary>
    /// <param name="agent">The agent who decided.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">Too late, somebody else's, or something else has happened since.</exception>
    public void UndoDecision(Actor agent, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var decision = StandingDecision;
        Require(decision is not null, "Something else has happened to this request since, so the decision stands.");
        Require(string.Equals(agent.Name, decision!.AgentName, StringComparison.Ordinal), "Only the agent who decided can take it back.");
        Require(now < decision.FinalOn, "The time to undo is over and the customer has been told, so the decision stands.");
        ReturnTo(decision.Before);
        LastDecision = null;
        Record(RequestEventKind.DecisionUndone, agent, now);
    }

    /// <summary>
    /// The request as its customer may see it: a decision that can still be taken back isn't shown yet. The result is a
    /// picture to read from, and never saved.
    /// </summary>
    /// <param name="request">The request with its documents and history.</param>
    /// <param name="now">UTC.</param>
    public static ServiceRequest AsItsCustomerSeesIt(ServiceRequest request, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.StandingDecision is not { } decision || now >= decision.FinalOn)
        {
            return request;
        }

        var picture = new ServiceRequest(request);
        picture.ReturnTo(decision.Before);
        RemoveLastDecision(picture._events, decision.AgentName);
        return picture;
    }

    /// <summary>By when documents would be due if an agent asked for them now.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">UTC.</param>
    public static DateTime DueIfAskedAgain(ServiceRequest request, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var due = request.CountFrom(now, ServicePromise.AskedAgainDays).DueOn;
        return due > request.DocumentsDueOn ? due : request.DocumentsDueOn;
    }

    private ServiceRequest(ServiceRequest other)
    {
        Id = other.Id;
        Reference = other.Reference;
        SubmissionId = other.SubmissionId;
        OpenedOn = other.OpenedOn;
        Order = other.Order;
        Customer = other.Customer;
        Address = other.Address;
        Shipment = other.Shipment;
        Search = other.Search;
        DocumentsCompletedOn = other.DocumentsCompletedOn;
        CompletedInTime = other.CompletedInTime;
        Outcome = other.Outcome;
        Calendar = other.Calendar;
        ClaimRulesOf = other.ClaimRulesOf;
        MailedDate = other.MailedDate;
        LatestFilingOn = other.LatestFilingOn;
        PoliceReportNumber = other.PoliceReportNumber;
        LabelZip = other.LabelZip;
        Strength = other.Strength;
        IsLate = other.IsLate;
        EmailBouncedOn = other.EmailBouncedOn;
        Resolution = other.Resolution;
        EndedOn = other.EndedOn;
        AssignedTo = other.AssignedTo;
        Version = other.Version;
        HandedOffTo = other.HandedOffTo;
        HandedOffOn = other.HandedOffOn;
        SellerNewsOn = other.SellerNewsOn;
        InStock = other.InStock;
        CarrierDecision = other.CarrierDecision;
        Follows = other.Follows;
        FollowedBy = other.FollowedBy;
        _documents.AddRange(other._documents.Select(d => d.Copy()));
        _events.AddRange(other._events);
    }

    /// <summary>Takes the last decision's rows out: one, or several in a row where documents were asked for.</summary>
    private static void RemoveLastDecision(List<RequestEvent> events, string? agentName)
    {
        var last = events.FindLastIndex(e =>
            e.ActorKind == ActorKind.Agent && string.Equals(e.ActorName, agentName, StringComparison.Ordinal) && Decision.IsDecision(e.Kind));
        if (last < 0)
        {
            return;
        }

        var first = last;
        while (events[last].Kind == RequestEventKind.MoreAsked && first > 0 && events[first - 1].OccurredOn == events[last].OccurredOn
            && events[first - 1].Kind is RequestEventKind.MoreAsked or RequestEventKind.DocumentAccepted)
        {
            first--;
        }

        events.RemoveRange(first, last - first + 1);
    }

    private StateBefore AsItStands() => new(
        Status, DocumentsDueOn, AskedAgainOn, NextStepDueOn, NextStepFrom, NextStepDays, FirstDecisionOn, FirstDecisionMinutes, CarrierClaimNumber, ClaimFiledOn,
        _documents.Where(d => d.HasContent).ToDictionary(d => d.Id, d => d.State));

    /// <summary>Keeps what a decision takes to be undone.</summary>
    private void Decided(RequestEventKind kind, Actor agent, DateTime now, StateBefore before) =>
        LastDecision = agent is { Kind: ActorKind.Agent, Name: { } name } ? new Decision(kind, name, now, Version, before) : null;

    private void ReturnTo(StateBefore before)
    {
        Status = before.Status;
        DocumentsDueOn = before.DocumentsDueOn;
        AskedAgainOn = before.AskedAgainOn;
        DueBy(before.NextStepDueOn);
        NextStepFrom = before.NextStepFrom;
        NextStepDays = before.NextStepDays;
        FirstDecisionOn = before.FirstDecisionOn;
        FirstDecisionMinutes = before.FirstDecisionMinutes;
        CarrierClaimNumber = before.CarrierClaimNumber;
        ClaimFiledOn = before.ClaimFiledOn;
        // Decisions are made of open requests only: an end or a resolution was the decision's own.
        EndedOn = before.NextStepDueOn is null ? EndedOn : null;
        Outcome = before.NextStepDueOn is null ? Outcome : null;
        Resolution = before.NextStepDueOn is null ? Resolution : null;
        foreach (var document in _documents)
        {
            if (before.Documents.TryGetValue(document.Id, out var state))
            {
                document.Become(state);
            }
        }

        SayWhoseTurn();
        Weigh();
    }
}
