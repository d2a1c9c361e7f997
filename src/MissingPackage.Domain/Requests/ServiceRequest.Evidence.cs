using MissingPackage.Domain.Evidence;

namespace MissingPackage.Domain.Requests;

// What makes the claim stronger, and how strong it is.
public sealed partial class ServiceRequest
{
    /// <summary>The number of the customer's report to the police, or null.</summary>
    public string? PoliceReportNumber { get; private set; }

    /// <summary>The ZIP code on the label as somebody read it, five digits, or null; many tracking numbers hold it (<see cref="Signals.SignalRules"/>).</summary>
    public string? LabelZip { get; private set; }

    /// <summary>How strong the claim is, 0 to 100, by <see cref="ClaimStrength"/>; kept so that the queue can ask for it.</summary>
    public int Strength { get; private set; }

    /// <summary>Takes in facts that strengthen the claim. The statement names none of them, so it stays as it is.</summary>
    /// <param name="facts">All of them, changed or not.</param>
    /// <param name="actor">Who tells.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Whether anything differed. If not, nothing happened.</returns>
    /// <exception cref="RequestRuleException">The claim is filed, or the request has ended.</exception>
    public bool AddEvidence(AddedEvidence facts, Actor actor, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Require(CanAddEvidence, "The claim is already with the carrier, so nothing can be added to it.");
        var changes = facts.ChangesFrom(AddedEvidence.Of(this)).ToList();
        if (changes.Count == 0)
        {
            return false;
        }

        Search = Search with { Places = facts.Places, CarrierCaseNumber = facts.CarrierCaseNumber };
        Order = Order with { SerialNumbers = facts.SerialNumbers };
        (PoliceReportNumber, LabelZip) = (facts.PoliceReportNumber, facts.LabelZip);
        Record(RequestEventKind.EvidenceAdded, actor, now, detail: string.Join("; ", changes.Select(c => $"{c.Fact}: {Quote(c.Was)} → {Quote(c.Is)}")));
        Weigh();
        return true;
    }

    /// <summary>After every change of what there is. Once ended it stays as it was: what is erased then was there.</summary>
    private void Weigh() => Strength = HasEnded ? Strength : ClaimStrength.Of(this).Score;
}
