using MissingPackage.Application.Text;
using MissingPackage.Data.Reviewing;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>The request is declined.</summary>
public sealed class DeclineForm : ReasonedForm
{
    public override string Name => "Decline";

    public override RequestEventKind Event => RequestEventKind.Declined;

    public override CannedTextUse Use => CannedTextUse.Decline;

    public override string Question => "Decline the request?";

    public override string ConfirmButton => "Decline and tell the customer";

    public override string Done => "Declined. The customer gets an email.";

    public override bool IsOffered(ServiceRequest request) => request.CanDecline;

    public override void Decide(DecisionFacts facts, Actor agent) => facts.Request.Decline(Words(facts), agent, facts.Now);
}

internal sealed class DeclineFormValidator() : ReasonedFormValidator<DeclineForm>("Write why, and what the customer can do: they read it.");
