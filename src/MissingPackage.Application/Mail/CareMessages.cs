using Microsoft.Extensions.Options;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Site;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Mail;

/// <summary>
/// Writes messages to care agents into the outbox, in the save of whoever calls. What concerns nobody's request in
/// particular goes to <c>Care:Email</c>.
/// </summary>
public sealed class CareMessages(Outbox outbox, IOptions<SiteOptions> site, IOptions<CareOptions> care)
{
    /// <summary>Invites somebody to the care desk.</summary>
    /// <param name="email">Whom.</param>
    /// <param name="path">Where the invitation is taken up, from the site's root, with its one-time token.</param>
    /// <param name="until">Until when, as people read it.</param>
    /// <param name="by">Who invites.</param>
    public OutboxMessage Invite(string email, string path, string until, string by) =>
        outbox.Add(AgentInvitation.Kind, new Letter("", email, new AgentInvitation(site.Value.Link(path), until, by)), requestId: null);

    /// <summary>Lets an agent who forgot their password choose a new one.</summary>
    /// <param name="email">The agent's address.</param>
    /// <param name="path">Where it is chosen, from the site's root, with its one-time token.</param>
    /// <param name="until">Until when, as people read it.</param>
    public OutboxMessage PasswordLink(string email, string path, string until) =>
        outbox.Add(AgentPassword.Kind, new Letter("", email, new AgentPassword(site.Value.Link(path), until)), requestId: null);

    /// <summary>A request was given to an agent. Whoever took it themselves isn't told.</summary>
    /// <param name="request">Which one.</param>
    /// <param name="agent">Who has it now.</param>
    /// <param name="by">Who assigned it.</param>
    /// <returns>Null where there is nobody to tell.</returns>
    public OutboxMessage? Assigned(ServiceRequest request, Agent agent, Actor by)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(by);
        if (agent.Email is not { Length: > 0 } email || string.Equals(by.Name, agent.UserName, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var due = request.TightestDueOn is { } on ? Times.Full(on, request.Zone) : null;
        return outbox.Add(RequestAssigned.Kind, new Letter("", email, new RequestAssigned(OnTheDesk(request), DeskWords.Of(request.Status), due, by.Name ?? "")), request.Id);
    }

    /// <summary>The seller told something that an agent should look at.</summary>
    /// <param name="request">Which one.</param>
    /// <param name="what">Such as "wrote you a message".</param>
    /// <param name="agentEmail">Whose it is; null tells the team.</param>
    public OutboxMessage SellerTold(ServiceRequest request, string what, string? agentEmail)
    {
        ArgumentNullException.ThrowIfNull(request);
        var message = new SellerTold(OnTheDesk(request), request.HandedOffTo ?? StatusView.SellerName(request), what);
        return agentEmail is null ? ToCare(Messages.SellerTold.Kind, request, message)
            : outbox.Add(Messages.SellerTold.Kind, new Letter("", agentEmail, message), request.Id);
    }

    /// <summary>The seller hasn't filed the claim yet, or hasn't got it yet.</summary>
    /// <param name="request">With the seller, or to be handed over.</param>
    /// <param name="businessDays">How many have passed.</param>
    public OutboxMessage SellerSilent(ServiceRequest request, int businessDays)
    {
        ArgumentNullException.ThrowIfNull(request);
        var since = request.NextStepFrom ?? request.OpenedOn;
        var kind = SellerSilentKind(businessDays);
        return ToCare(kind, request, new SellerSilent(
                OnTheDesk(request), StatusView.SellerName(request), businessDays, Times.Full(since, request.Zone),
                Times.Full(request.TightestDueOn ?? since, request.Zone), request.HandedOffOn is not null))
            .Once($"{kind}:{request.Id:n}:{since:yyyyMMddHHmm}");
    }

    /// <summary>The outbox's word for the question after so many days.</summary>
    public static string SellerSilentKind(int businessDays) => $"{Messages.SellerSilent.Kind}-{businessDays}";

    /// <summary>The carrier's last day to take a claim is near.</summary>
    /// <param name="request">Without a claim yet; its carrier names a last day.</param>
    public OutboxMessage FilingDayNear(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Filing is not { Latest.Day: var latest, Rules: var rules })
        {
            throw new ArgumentException("The carrier names no last day.", nameof(request));
        }

        return ToCare(Messages.FilingDayNear.Kind, request, new FilingDayNear(
                OnTheDesk(request), StatusView.CarrierName(request), Times.LongDay(latest), rules.Source, Times.LongDay(rules.CheckedOn)))
            .Once($"{Messages.FilingDayNear.Kind}:{request.Id:n}");
    }

    private OutboxMessage ToCare(string kind, ServiceRequest request, Message message) =>
        outbox.Add(kind, new Letter("Care team", care.Value.Email, message), request.Id);

    private OnTheDesk OnTheDesk(ServiceRequest request) => new(request.Reference.Value, site.Value.Link("/admin/requests/" + request.Reference.Value));
}
