namespace MissingPackage.Domain.Requests;

/// <summary>How a request stood before a decision: everything a decision can change.</summary>
/// <param name="Status">Where it stood.</param>
/// <param name="DocumentsDueOn">UTC.</param>
/// <param name="AskedAgainOn">UTC.</param>
/// <param name="NextStepDueOn">UTC.</param>
/// <param name="NextStepFrom">UTC.</param>
/// <param name="NextStepDays">Business days that were promised for the step.</param>
/// <param name="FirstDecisionOn">UTC.</param>
/// <param name="FirstDecisionMinutes">Minutes from the complete documents to the first decision.</param>
/// <param name="CarrierClaimNumber">The claim's number, if there was one.</param>
/// <param name="ClaimFiledOn">The day it was filed, if it was said.</param>
/// <param name="Documents">The state of each file that had content.</param>
public sealed record StateBefore(
    RequestStatus Status,
    DateTime DocumentsDueOn,
    DateTime? AskedAgainOn,
    DateTime? NextStepDueOn,
    DateTime? NextStepFrom,
    int? NextStepDays,
    DateTime? FirstDecisionOn,
    int? FirstDecisionMinutes,
    string? CarrierClaimNumber,
    DateOnly? ClaimFiledOn,
    IReadOnlyDictionary<Guid, DocumentState> Documents);

/// <summary>What an agent decided, and what it takes to take it back.</summary>
/// <param name="Kind">What its event says.</param>
/// <param name="AgentName">Who decided.</param>
/// <param name="MadeOn">UTC; its events carry the same instant.</param>
/// <param name="Version">The request's version after it: with another one, something else has happened since.</param>
/// <param name="Before">How the request stood before.</param>
public sealed record Decision(RequestEventKind Kind, string AgentName, DateTime MadeOn, int Version, StateBefore Before)
{
    /// <summary>How long a decision can be taken back, and its message to the customer waits.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(30);

    /// <summary>UTC; from here on the customer sees it, and its message leaves.</summary>
    public DateTime FinalOn => MadeOn + UndoTime;

    /// <summary>Whether this agent may still take it back.</summary>
    /// <param name="agentName">Who asks.</param>
    /// <param name="now">UTC.</param>
    public bool CanBeUndone(string? agentName, DateTime now) =>
        now < FinalOn && string.Equals(agentName, AgentName, StringComparison.Ordinal);

    /// <summary>Whether an event of this kind is a decision's, where an agent made it.</summary>
    public static bool IsDecision(RequestEventKind kind) => kind is RequestEventKind.DocumentsAccepted or RequestEventKind.DocumentAccepted
        or RequestEventKind.MoreAsked or RequestEventKind.Declined or RequestEventKind.CarrierClaimFiled or RequestEventKind.Resolved
        or RequestEventKind.Found or RequestEventKind.MessageSent;
}
