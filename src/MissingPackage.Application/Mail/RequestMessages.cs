using Microsoft.Extensions.Options;
using MissingPackage.Application.Links;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Site;
using MissingPackage.Application.Text;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Mail;

/// <summary>
/// Writes messages to customers into the outbox, in the save of whoever calls. Each carries one private link, made here
/// and once: only its hash and the encrypted message hold it.
/// </summary>
public sealed class RequestMessages(
    Outbox outbox, CustomerLinks links, OpenedMailLimit limit, IOptions<SiteOptions> site, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>
    /// The request is open: where to send the documents, and by when. Nothing is written where its address was told of many
    /// in a short time and nobody there has opened a link: anybody may type it. The request's page says so.
    /// </summary>
    public async Task OpenedAsync(ServiceRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!await limit.IsToldEnoughAsync(request.Customer.Email, cancellation))
        {
            Write(request, RequestOpened.Kind, about => new RequestOpened(about, StatusView.DueSentence(request, Now)))
                .Once($"{RequestOpened.Kind}:{request.Id:n}");
        }
    }

    /// <summary>A document is still missing.</summary>
    public OutboxMessage Reminder(ServiceRequest request, DocumentReminderKind which)
    {
        var kind = KindOf(which);
        return Write(request, kind, about => new DocumentsReminder(
                about, which, StatusView.Named(request.StillToSend), Times.Full(request.DocumentsDueOn, request.Zone, Now), Times.Day(request.Zone.DateOf(request.DocumentsDueOn))))
            .Once($"{kind}:{request.Id:n}:{request.NextStepFrom:yyyyMMddHHmm}:{request.DocumentsDueOn:yyyyMMddHHmm}").NotAtNight(request.Zone.Id);
    }

    /// <summary>The outbox's word for a reminder.</summary>
    public static string KindOf(DocumentReminderKind which) => which == DocumentReminderKind.Halfway ? "documents-halfway" : "documents-last-day";

    /// <summary>The deadline has passed, and that is no wall.</summary>
    public OutboxMessage Late(ServiceRequest request) =>
        Write(request, DocumentsLate.Kind, about => new DocumentsLate(about, StatusView.Named(request.StillToSend), Times.Full(request.DocumentsDueOn, request.Zone, Now)))
            .Once($"{DocumentsLate.Kind}:{request.Id:n}").NotAtNight(request.Zone.Id);

    /// <summary>Does what may bring in the last of the documents; where it does, the customer is told in the same save.</summary>
    public void TellWhenComplete(ServiceRequest request, Action act)
    {
        var complete = request.Status == RequestStatus.ReadyForReview;
        act();
        if (!complete && request.Status == RequestStatus.ReadyForReview)
        {
            Write(request, DocumentsReceived.Kind, about => new DocumentsReceived(about, NextStep(request)));
        }
    }

    /// <summary>A file that was kept to be looked at later couldn’t be used.</summary>
    /// <param name="request">The request.</param>
    /// <param name="document">The file.</param>
    /// <param name="why">Why, and how to mend it.</param>
    public OutboxMessage Refused(ServiceRequest request, RequestDocument document, string why) =>
        Write(request, DocumentRefused.Kind, about => new DocumentRefused(about, DocumentWords.FileOf(document.Kind), why))
            .Once($"{DocumentRefused.Kind}:{document.Id:n}").NotAtNight(request.Zone.Id);

    /// <summary>The customer asked for a way back: the link works for an hour.</summary>
    public OutboxMessage ReturnLink(ServiceRequest request) =>
        Write(request, Messages.ReturnLink.Kind, about => new ReturnLink(about), links.CreateSignInToken(request.Id));

    /// <summary>The seller has it. Each hand-off says so once: it may be another seller.</summary>
    /// <param name="request">As it stands after the hand-off.</param>
    /// <param name="seller">The seller's name.</param>
    public OutboxMessage HandedOver(ServiceRequest request, string seller) =>
        Write(request, HandedToSeller.Kind, about => new HandedToSeller(
                about, seller, StatusView.CarrierName(request), Times.Full(request.HandedOffOn ?? Now, request.Zone), request.CarrierClaimNumber is null ? NextStep(request) : null))
            .Once($"{HandedToSeller.Kind}:{request.Id:n}:{request.Version}");

    /// <summary>Closed, by whomever and for whatever reason.</summary>
    public OutboxMessage Closed(ServiceRequest request) => News(request, RequestClosed.Kind);

    /// <summary>Nothing of what the customer sent is stored any more.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rule">The rule it was done by, such as "30 days after the request ended".</param>
    public OutboxMessage Erased(ServiceRequest request, string rule) =>
        Write(request, DocumentsErased.Kind, about => new DocumentsErased(about, Times.Full(Now, request.Zone), rule))
            .NotAtNight(request.Zone.Id);

    /// <summary>An agent decided something.</summary>
    /// <param name="request">As it stands after the decision.</param>
    /// <param name="kind">Which decision: the kind of one of the messages.</param>
    /// <returns>The message: <see cref="OutboxMessage.NotBefore"/> keeps it back for as long as the decision can be undone.</returns>
    public OutboxMessage News(ServiceRequest request, string kind)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Write(request, kind, about => NewsOf(request, kind, about));
    }

    /// <summary>What <see cref="News"/> would send, with a link that opens nothing.</summary>
    public async Task<CustomerMessage> PreviewAsync(ServiceRequest request, string kind, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var news = NewsOf(request, kind, AboutOf(request, "the-customers-own"));
        return await links.IsAddressConfirmedAsync(request.Id, cancellation) ? news : news.ToUnconfirmed();
    }

    /// <summary>The kind of message that tells a customer of a decision.</summary>
    public static string KindOf(RequestEventKind decision) => decision switch
    {
        RequestEventKind.DocumentsAccepted => DocumentsAccepted.Kind,
        RequestEventKind.MoreAsked => MoreNeeded.Kind,
        RequestEventKind.Declined => RequestDeclined.Kind,
        RequestEventKind.CarrierClaimFiled => ClaimFiled.Kind,
        RequestEventKind.Resolved => RequestResolved.Kind,
        RequestEventKind.Found => RequestClosed.Kind,
        RequestEventKind.MessageSent => AgentWrote.Kind,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "No decision."),
    };

    /// <summary>Takes a decision's message back, in the save of whoever calls: that save fails if the message leaves meanwhile.</summary>
    /// <returns>False if it has left.</returns>
    public Task<bool> WithdrawAsync(ServiceRequest request, Decision decision, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decision);
        return outbox.WithdrawAsync(request.Id, KindOf(decision.Kind), decision.MadeOn, cancellation);
    }

    private CustomerMessage NewsOf(ServiceRequest request, string kind, About about) => kind switch
    {
        MoreNeeded.Kind => new MoreNeeded(about, StatusView.Named(request.MissingDocuments), StatusView.Of(request, Now).Reason ?? "", Times.Full(request.DocumentsDueOn, request.Zone, Now)),
        SignAgain.Kind => new SignAgain(about, Times.Full(request.DocumentsDueOn, request.Zone, Now)),
        DocumentsAccepted.Kind => new DocumentsAccepted(about, StatusView.SellerName(request), StatusView.CarrierName(request), NextStep(request)),
        ClaimFiled.Kind => new ClaimFiled(about, StatusView.CarrierName(request), request.CarrierClaimNumber ?? "", NextStep(request)),
        RequestResolved.Kind => new RequestResolved(
            about, StatusView.SellerName(request), request.Resolution?.RefundAmount is { } amount ? TypedMoney.Show(amount) : null,
            request.Resolution?.Carrier is { } carrier ? CarrierDirectory.Get(carrier).Name : null, request.Resolution?.TrackingNumber,
            request.Resolution?.MadeOn is { } madeOn ? Times.Day(madeOn) : null, Times.Full(request.EndedOn ?? Now, request.Zone), request.InStock == false),
        RequestDeclined.Kind => new RequestDeclined(about, StatusView.Of(request, Now).Reason ?? ""),
        RequestClosed.Kind => new RequestClosed(about, StatusView.Of(request, Now).Lead, Times.Full(request.EndedOn ?? Now, request.Zone)),
        AgentWrote.Kind => new AgentWrote(about, request.StandingEvents.LastOrDefault(e => e.Kind == RequestEventKind.MessageSent)?.Detail ?? ""),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such news."),
    };

    private string NextStep(ServiceRequest request) => Times.Full(request.NextStepDueOn ?? request.DocumentsDueOn, request.Zone, Now);

    private OutboxMessage Write(ServiceRequest request, string kind, Func<About, CustomerMessage> message, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var about = AboutOf(request, token ?? links.CreateLinkToken(request.Id));
        request.NoteLinkSent(Now);
        return outbox.Add(kind, new Letter(request.Customer.Name, request.Customer.Email, message(about)), request.Id);
    }

    private About AboutOf(ServiceRequest request, string token) =>
        new(request.Reference.Value, request.Customer.Name, request.Order.Item, site.Value.Link("/open/" + token));
}
