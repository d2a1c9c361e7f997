using Microsoft.Extensions.Options;
using MissingPackage.Application.Links;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Site;
using MissingPackage.Application.Text;
using MissingPackage.Data.Access;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Mail;

/// <summary>
/// Writes messages to sellers into the outbox, in the save of whoever calls. Each with something to do carries a link of
/// its own, made here: only its hash and the encrypted message hold it.
/// </summary>
public sealed class SellerMessages(Outbox outbox, SellerLinks links, IOptions<SiteOptions> site, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The claim is the seller's now: what to do, and by when.</summary>
    /// <param name="request">As it stands after the hand-off.</param>
    /// <param name="email">The seller's address.</param>
    public OutboxMessage HandOff(ServiceRequest request, string email)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Write(request, SellerHandOff.Kind, request.HandedOffTo!, email, about => HandOffOf(request, about));
    }

    /// <summary>What <see cref="HandOff"/> would send, with a link that opens nothing.</summary>
    public SellerMessage PreviewHandOff(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return HandOffOf(request, AboutOf(request, request.HandedOffTo!, "the-sellers-own"));
    }

    /// <summary>The code that was asked for.</summary>
    /// <param name="request">The request of the hand-off.</param>
    /// <param name="grant">The hand-off.</param>
    /// <param name="code">The code.</param>
    public OutboxMessage Code(ServiceRequest request, SellerGrant grant, string code)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(grant);
        // Its link leads to where the code is typed, on the device that asked for it.
        var about = AboutOf(request, grant.Seller) with { Link = site.Value.Link($"{SellerLinks.PathOf(grant.Id)}/code") };
        var until = grant.CodeExpiresOn ?? Now;
        return outbox.Add(
            SellerCode.Kind, new Letter(grant.Seller, grant.Email, new SellerCode(about, code, $"{Times.Clock(until, request.Zone)} {request.Zone.Name} ({request.Zone.Abbreviation})")), request.Id);
    }

    /// <summary>The seller has had it for so many business days and hasn't filed the claim.</summary>
    /// <param name="request">With the seller.</param>
    /// <param name="seller">Whom it was handed to.</param>
    /// <param name="email">The seller's address.</param>
    /// <param name="businessDays">How many have passed.</param>
    public OutboxMessage Reminder(ServiceRequest request, string seller, string email, int businessDays)
    {
        ArgumentNullException.ThrowIfNull(request);
        var since = request.HandedOffOn ?? request.OpenedOn;
        var kind = ReminderKind(businessDays);
        return Write(request, kind, seller, email, about => new SellerReminder(
                about, businessDays, Times.Full(since, request.Zone), LatestDay(request), Times.Full(request.NextStepDueOn ?? since, request.Zone)))
            .Once($"{kind}:{request.Id:n}:{since:yyyyMMddHHmm}").NotAtNight(request.Zone.Id);
    }

    /// <summary>The carrier's last day to take the claim is near, and none is recorded.</summary>
    /// <param name="request">With the seller; its carrier names a last day.</param>
    /// <param name="seller">Whom it was handed to.</param>
    /// <param name="email">The seller's address.</param>
    public OutboxMessage FilingDay(ServiceRequest request, string seller, string email)
    {
        ArgumentNullException.ThrowIfNull(request);
        var latest = LatestDay(request) ?? throw new ArgumentException("The carrier names no last day.", nameof(request));
        return Write(request, SellerFilingDay.Kind, seller, email, about => new SellerFilingDay(about, latest))
            .Once($"{SellerFilingDay.Kind}:{request.Id:n}:{request.LatestFilingOn:yyyyMMdd}").NotAtNight(request.Zone.Id);
    }

    /// <summary>The outbox's word for the reminder after so many days.</summary>
    public static string ReminderKind(int businessDays) => $"{SellerReminder.Kind}-{businessDays}";

    /// <summary>The claim is to be stopped, because the package turned up or the customer withdrew. Nothing where nobody has it.</summary>
    /// <param name="request">As it stands after its end.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <returns>Null where nobody has to be told.</returns>
    public async Task<OutboxMessage?> StopAsync(ServiceRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.HandedOffTo is { } seller && await links.LatestAsync(request.Id, cancellation) is { } grant
            ? Write(request, SellerStop.Kind, seller, grant.Email, about => new SellerStop(about, WhyStopped(request), request.CarrierClaimNumber))
                .Once($"{SellerStop.Kind}:{request.Id:n}:{request.Version}")
            : null;
    }

    /// <summary>Takes the messages of a decision back, in the save of whoever calls: that save fails if they leave meanwhile.</summary>
    /// <returns>False if one has left.</returns>
    public async Task<bool> WithdrawAsync(ServiceRequest request, Decision decision, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decision);
        return decision.Kind != RequestEventKind.Found || request.HandedOffTo is null
            || await links.LatestAsync(request.Id, cancellation) is null
            || await outbox.WithdrawAsync(request.Id, SellerStop.Kind, decision.MadeOn, cancellation);
    }

    /// <summary>An agent writes.</summary>
    public OutboxMessage Wrote(ServiceRequest request, string seller, string email, string text)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Write(request, CareWroteSeller.Kind, seller, email, about => new CareWroteSeller(about, text));
    }

    /// <summary>Why nothing more is to be claimed, in a sentence.</summary>
    public static string WhyStopped(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Outcome == RequestOutcome.Found ? "The package turned up." : "The customer withdrew the request.";
    }

    private static SellerHandOff HandOffOf(ServiceRequest request, AboutClaim about) => new(
        about, LatestDay(request), request.Status == RequestStatus.WithSeller && request.NextStepDueOn is { } due ? Times.Full(due, request.Zone) : null);

    private static string? LatestDay(ServiceRequest request) => request.Filing?.Latest is { } latest ? Times.LongDay(latest.Day) : null;

    private OutboxMessage Write(ServiceRequest request, string kind, string seller, string email, Func<AboutClaim, SellerMessage> message)
    {
        var token = links.CreateToken(request.Id, seller, email);
        return outbox.Add(kind, new Letter(seller, email, message(AboutOf(request, seller, token))), request.Id);
    }

    private AboutClaim AboutOf(ServiceRequest request, string seller, string? token = null) => new(
        request.Reference.Value, request.Order.Number, seller, StatusView.CarrierName(request), site.Value.Link(token is null ? "/seller" : "/seller/open/" + token));
}
