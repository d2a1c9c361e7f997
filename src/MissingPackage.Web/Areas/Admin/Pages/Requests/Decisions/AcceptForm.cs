using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>Both documents are accepted; it is handed to the seller next.</summary>
public sealed class AcceptForm : DecisionForm
{
    public override string Name => "Accept";

    public override RequestEventKind Event => RequestEventKind.DocumentsAccepted;

    public override string Question => "Accept the documents?";

    public override string ConfirmButton => "Accept and tell the customer";

    public override string Done => "Documents accepted. Hand it to the seller next.";

    public override bool IsOffered(ServiceRequest request) => request.CanAcceptDocuments;

    public override string? Caution(DecisionFacts facts) => facts.Compared;

    public override void Decide(DecisionFacts facts, Actor agent) => facts.Request.AcceptDocuments(agent, facts.Now, facts.Compared);
}
