using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Text;
using MissingPackage.Data.Reviewing;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>The customer gets a message; nothing else changes.</summary>
public sealed class MessageForm : ReasonedForm
{
    public override string Name => "Message";

    public override RequestEventKind Event => RequestEventKind.MessageSent;

    public override CannedTextUse Use => CannedTextUse.Message;

    public override string Question => "Send this to the customer?";

    public override string ConfirmButton => "Send it";

    public override string Done => "The message leaves in half a minute.";

    public override bool IsOffered(ServiceRequest request) => true;

    public override void Decide(DecisionFacts facts, Actor agent) => facts.Request.WriteToCustomer(Words(facts), agent, facts.Now);
}

internal sealed class MessageFormValidator() : ReasonedFormValidator<MessageForm>("Choose a text, or write one.");
