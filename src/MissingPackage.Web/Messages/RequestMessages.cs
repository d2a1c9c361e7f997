using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Pages.Requests;

namespace MissingPackage.Web.Messages;

/// <summary>An email as it waits in the outbox, encrypted.</summary>
public sealed record Letter(string ToName, string ToEmail, string Subject, string Text)
{
    public const string Purpose = "MissingPackage.Outbox.v1";
}

/// <summary>
/// Writes emails into the outbox, in the save of whoever calls. They are written to people: what happened, what to do,
/// by when, and one private link.
/// </summary>
public sealed class RequestMessages(
    MissingPackageContext database, CustomerAccess access, IDataProtectionProvider protection,
    IOptions<SiteOptions> site, IOptions<CareOptions> care, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector(Letter.Purpose);

    /// <summary>The request is open: where to send the documents, and by when.</summary>
    public void Opened(ServiceRequest request) => Write(request, "request-opened",
        $"Your request {request.Reference}: two documents to send",
        $"""
        We’ve opened your request about “{request.Order.Item}”.

        Please send us two documents: a photo of your ID and the signed statement of non-receipt.
        {StatusView.DueSentence(request, time.GetUtcNow().UtcDateTime)}

        You can do both from your private page:
        """);

    /// <summary>The customer asked for a way back.</summary>
    public void ReturnLink(ServiceRequest request) => Write(request, "return-link",
        $"Your way back to request {request.Reference}",
        """
        Somebody, we hope you, asked for a way back to this request. Here is your private link.
        If it wasn’t you, you can ignore this email: nobody else can see your request.
        """);

    /// <summary>Something changed that the customer should know: the status page's own words.</summary>
    /// <param name="request">As it stands after the change.</param>
    /// <param name="kind">Which news.</param>
    /// <param name="notBefore">UTC; until then it waits and can be withdrawn. Null sends it at once.</param>
    public void News(ServiceRequest request, string kind, DateTime? notBefore = null)
    {
        var (subject, body) = NewsOf(request, kind);
        Write(request, kind, subject, body, notBefore);
    }

    /// <summary>What <see cref="News"/> would send, without its private link.</summary>
    public Letter Preview(ServiceRequest request, string kind)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (subject, body) = NewsOf(request, kind);
        return Compose(request, subject, body, "(the customer’s private link)");
    }

    /// <summary>The kind of message that tells a customer of a decision.</summary>
    public static string KindOf(RequestEventKind decision) => decision switch
    {
        RequestEventKind.DocumentsAccepted => "documents-accepted",
        RequestEventKind.MoreAsked => "more-needed",
        RequestEventKind.Declined => "declined",
        RequestEventKind.CarrierClaimFiled => "claim-filed",
        RequestEventKind.Resolved => "resolved",
        RequestEventKind.Found => "closed",
        RequestEventKind.MessageSent => "message",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "No decision."),
    };

    /// <summary>Takes a decision's message back, in the save of whoever calls: that save fails if the message leaves meanwhile.</summary>
    /// <returns>False if it has left.</returns>
    public async Task<bool> WithdrawAsync(ServiceRequest request, Decision decision, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decision);
        var kind = KindOf(decision.Kind);
        var waiting = await database.Outbox
            .Where(m => m.RequestId == request.Id && m.Kind == kind && m.SentOn == null && m.Attempts == 0 && m.CreatedOn >= decision.MadeOn)
            .ToListAsync(cancellation);
        database.Outbox.RemoveRange(waiting);
        return waiting.Count > 0;
    }

    private (string Subject, string Body) NewsOf(ServiceRequest request, string kind)
    {
        if (kind == KindOf(RequestEventKind.MessageSent))
        {
            return ($"Your request {request.Reference}: a message from our care team", request.Events.Last(e => e.Kind == RequestEventKind.MessageSent).Detail!);
        }

        var view = StatusView.Of(request, time.GetUtcNow().UtcDateTime);
        return ($"Your request {request.Reference}: {view.Tag.ToLowerInvariant()}",
            string.Join("\n\n", new[] { view.Headline + ".", view.Lead, view.Reason, view.NextSentence }.Where(part => !string.IsNullOrEmpty(part))));
    }

    private void Write(ServiceRequest request, string kind, string subject, string body, DateTime? notBefore = null)
    {
        var letter = Compose(request, subject, body, site.Value.Link("/open/" + access.CreateLinkToken(request.Id)).ToString());
        var content = _protector.Protect(JsonSerializer.Serialize(letter));
        var message = OutboxMessage.Write(Guid.NewGuid(), request.Id, kind, content, time.GetUtcNow().UtcDateTime);
        database.Outbox.Add(notBefore is { } then ? message.NotBefore(then) : message);
        request.NoteLinkSent(time.GetUtcNow().UtcDateTime);
    }

    private Letter Compose(ServiceRequest request, string subject, string body, string link)
    {
        var text =
            $"""
            Hello {request.Customer.Name},

            {body}

            {link}

            The link is yours alone and works for {CustomerAccess.GrantLife.Days} days. Please don’t forward this email.
            You can get a new link at any time at {site.Value.Link("/return")} with your reference, {request.Reference}, and this email address.

            Questions? Call {care.Value.Phone} ({care.Value.Hours}) or write to {care.Value.Email}.
            """;
        return new Letter(request.Customer.Name, request.Customer.Email, subject, text);
    }
}
