using MissingPackage.Application.Site;
using MissingPackage.Data.Reviewing;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>What a decision is made from.</summary>
/// <param name="Request">The request.</param>
/// <param name="Texts">Canned texts to choose from.</param>
/// <param name="Compared">What was compared, in words for the history, or null.</param>
/// <param name="Care">How people reach us.</param>
/// <param name="CarrierDays">Business days the carrier may take to decide; null where it isn’t known.</param>
/// <param name="Now">UTC.</param>
public sealed record DecisionFacts(ServiceRequest Request, IReadOnlyList<CannedText> Texts, string? Compared, CareOptions Care, int? CarrierDays, DateTime Now);

/// <summary>
/// A decision as an agent fills it in. It is posted twice: once to be shown with what the customer will read, and once
/// confirmed.
/// </summary>
public abstract class DecisionForm
{
    /// <summary>The request's version that the agent looked at.</summary>
    public int Version { get; set; }

    /// <summary>The last row of the history that the agent looked at.</summary>
    public int LastRow { get; set; }

    /// <summary>Whether the agent has seen what the customer will read.</summary>
    public bool Confirmed { get; set; }

    /// <summary>Whether the agent goes back from what the customer will read to the filled form.</summary>
    public bool Again { get; set; }

    /// <summary>The name of its handler, and of its fields.</summary>
    public abstract string Name { get; }

    /// <summary>What its event says.</summary>
    public abstract RequestEventKind Event { get; }

    /// <summary>What the agent is asked before it counts.</summary>
    public abstract string Question { get; }

    /// <summary>The button that makes it count.</summary>
    public abstract string ConfirmButton { get; }

    /// <summary>What is said once it counts.</summary>
    public abstract string Done { get; }

    /// <summary>What was typed, to be shown where the request no longer takes this decision; null where nothing was.</summary>
    public virtual string? Typed => null;

    /// <summary>Whether the request takes it.</summary>
    public abstract bool IsOffered(ServiceRequest request);

    /// <summary>What only the request and the lists can tell: names of fields, and what is wrong with them.</summary>
    public virtual IEnumerable<(string Field, string Problem)> Problems(DecisionFacts facts) => [];

    /// <summary>What the agent should think of before, though nothing forbids it.</summary>
    public virtual string? Caution(DecisionFacts facts) => null;

    /// <summary>Decides.</summary>
    public abstract void Decide(DecisionFacts facts, Actor agent);
}
