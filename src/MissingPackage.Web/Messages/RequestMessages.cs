using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
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
    public void News(ServiceRequest request, string kind)
    {
        var view = StatusView.Of(request, time.GetUtcNow().UtcDateTime);
        Write(request, kind, $"Your request {request.Reference}: {view.Tag.ToLowerInvariant()}",
            string.Join("\n\n", new[] { view.Headline + ".", view.Lead, view.Reason, view.NextSentence }.Where(part => !string.IsNullOrEmpty(part))));
    }

    private void Write(ServiceRequest request, string kind, string subject, string body)
    {
        var link = site.Value.Link("/open/" + access.CreateLinkToken(request.Id));
        var text =
            $"""
            Hello {request.Customer.Name},

            {body}

            {link}

            The link is yours alone and works for {CustomerAccess.GrantLife.Days} days. Please don’t forward this email.
            You can get a new link at any time at {site.Value.Link("/return")} with your reference, {request.Reference}, and this email address.

            Questions? Call {care.Value.Phone} ({care.Value.Hours}) or write to {care.Value.Email}.
            """;
        var letter = new Letter(request.Customer.Name, request.Customer.Email, subject, text);
        var content = _protector.Protect(JsonSerializer.Serialize(letter));
        database.Outbox.Add(OutboxMessage.Write(Guid.NewGuid(), request.Id, kind, content, time.GetUtcNow().UtcDateTime));
        request.NoteLinkSent(time.GetUtcNow().UtcDateTime);
    }
}
