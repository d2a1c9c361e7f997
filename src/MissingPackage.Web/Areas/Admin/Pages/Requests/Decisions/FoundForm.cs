using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>The package turned up.</summary>
public sealed class FoundForm : DecisionForm
{
    public override string Name => "Found";

    public override RequestEventKind Event => RequestEventKind.Found;

    public override string Question => "Close it as found?";

    public override string ConfirmButton => "Close and tell the customer";

    public override string Done => "Closed as found.";

    public override bool IsOffered(ServiceRequest request) => request.CanClose;

    public override void Decide(DecisionFacts facts, Actor agent) => facts.Request.MarkFound(null, agent, facts.Now);
}
