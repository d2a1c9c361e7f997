using System.Globalization;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Signals;

namespace MissingPackage.Application.Text;

/// <summary>Statuses, events and time left, in the agents' words.</summary>
public static class DeskWords
{
    /// <summary>The zone for times that belong to no request.</summary>
    public static DeliveryTimeZone Zone { get; } = DeliveryTimeZone.ForState("NY");

    /// <summary>A length of time, such as "5 minutes" or "1 day".</summary>
    public static string Length(TimeSpan span)
    {
        var (number, unit) = span.TotalDays >= 1 ? ((int)span.TotalDays, "day") : span.TotalHours >= 1 ? ((int)span.TotalHours, "hour") : ((int)span.TotalMinutes, "minute");
        return $"{number.ToString(CultureInfo.InvariantCulture)} {unit}{(number == 1 ? "" : "s")}";
    }

    public static string Of(RequestStatus status) => status switch
    {
        RequestStatus.AwaitingDocuments => "Waiting for documents",
        RequestStatus.ReadyForReview => "Review",
        RequestStatus.MoreNeeded => "Asked again",
        RequestStatus.WithSeller => "With seller",
        RequestStatus.CarrierClaimFiled => "Carrier claim",
        RequestStatus.Resolved => "Resolved",
        RequestStatus.Declined => "Declined",
        RequestStatus.Closed => "Closed",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>A status, and whether it is for us to hand it to the seller.</summary>
    public static string Of(RequestStatus status, DateTime? handedOffOn) =>
        status == RequestStatus.WithSeller && handedOffOn is null ? "Hand to seller" : Of(status);

    /// <summary>The color of the same.</summary>
    public static string ToneOf(RequestStatus status, DateTime? handedOffOn) =>
        status == RequestStatus.WithSeller && handedOffOn is null ? "go" : ToneOf(status);

    public static string ToneOf(RequestStatus status) => status switch
    {
        RequestStatus.ReadyForReview or RequestStatus.Resolved => "go",
        RequestStatus.MoreNeeded => "wait",
        RequestStatus.Declined => "stop",
        _ => "",
    };

    public static string Of(RequestEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var document = entry.Document is { } kind ? DocumentWords.NameOf(kind) : "document";
        return entry.Kind switch
        {
            RequestEventKind.Opened => "Opened the request",
            RequestEventKind.DocumentReceived => $"Sent a {document} file",
            RequestEventKind.DocumentRefused => $"A {document} file couldn’t be used",
            RequestEventKind.DocumentRemoved => $"Took a {document} file back",
            RequestEventKind.DocumentsComplete => "Both documents are in",
            RequestEventKind.DocumentViewed => $"Viewed the {document}",
            RequestEventKind.MoreAsked => $"Asked for the {document} again",
            RequestEventKind.DocumentsAccepted => "Accepted the documents",
            RequestEventKind.Declined => "Declined",
            RequestEventKind.CarrierClaimFiled => "Recorded the carrier claim",
            RequestEventKind.Resolved => "Resolved",
            RequestEventKind.Found => "Package turned up",
            RequestEventKind.Withdrawn => "Withdrew the request",
            RequestEventKind.DocumentErased => $"The {document} was erased",
            RequestEventKind.Abandoned => "Closed: the documents never came",
            RequestEventKind.LinkSent => "Private link emailed",
            RequestEventKind.NoteAdded => "Note",
            RequestEventKind.DeadlineExtended => "A closure moved the deadline later",
            RequestEventKind.MarkedLate => "Deadline passed: marked late",
            RequestEventKind.EmailBounced => "Emails to the customer come back",
            RequestEventKind.Assigned => "Assigned to",
            RequestEventKind.Unassigned => "Took it from its agent",
            RequestEventKind.DocumentAccepted => $"Accepted the {document}",
            RequestEventKind.DecisionUndone => "Took the decision back",
            RequestEventKind.MessageSent => "Wrote to the customer",
            RequestEventKind.Exported => "Took the facts out in a file",
            RequestEventKind.StatementSigned => "Signed the statement on screen",
            RequestEventKind.FactsCorrected => "Corrected facts",
            RequestEventKind.StatementVoided => "The signed statement no longer counts",
            RequestEventKind.HandedToSeller => "Handed to the seller",
            RequestEventKind.HandOffRevoked => "Took the hand-off back",
            RequestEventKind.SellerViewed => "Looked at the claim",
            RequestEventKind.CarrierDecided => "Recorded the carrier’s decision",
            RequestEventKind.StockAnswered => "Said whether it is in stock",
            RequestEventKind.SellerWrote => "Wrote to us",
            RequestEventKind.WroteToSeller => "Wrote to the seller",
            RequestEventKind.SellerNewsSeen => "Saw what the seller told",
            RequestEventKind.ReplacementMissing => "The replacement went missing too",
            RequestEventKind.FollowsEarlier => "It is about the replacement of",
            RequestEventKind.EvidenceAdded => "Added to the evidence",
            RequestEventKind.MailingRecorded => "Recorded the mailing day",
            RequestEventKind.FilingDayMoved => "Edited claim rules moved the last filing day",
            RequestEventKind.IdMasked => "Marked what is covered on the ID",
            RequestEventKind.PacketDownloaded => "Took the claim packet out",
            _ => entry.Kind.ToString(),
        };
    }

    public static string Of(SignalKind kind) => kind switch
    {
        SignalKind.SameFile => "Same file.",
        SignalKind.SameTrackingNumber => "Same tracking number.",
        SignalKind.SameOrder => "Same order.",
        SignalKind.SameEmail => "Same email.",
        SignalKind.SamePhone => "Same phone.",
        SignalKind.SameAddress => "Same address.",
        SignalKind.ManyFromOneAddress => "Many requests from one address.",
        SignalKind.LabelZipDiffers => "Label for another ZIP code.",
        SignalKind.OtherCarriersNumber => "Another carrier’s number.",
        SignalKind.OpenedEarly => "Opened before the expected date.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Who did it.</summary>
    public static string ActorOf(RequestEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.ActorKind switch
        {
            ActorKind.Customer => "Customer",
            ActorKind.Agent => entry.ActorName ?? "Agent",
            ActorKind.Seller => $"{entry.ActorName ?? "Seller"} (seller)",
            _ => "System",
        };
    }

    /// <summary>Time left or overdue, such as "4 h", "2 days", "19 h late".</summary>
    public static string Left(DateTime due, DateTime now)
    {
        var span = (due - now).Duration();
        var text = span.TotalDays >= 2 ? ((int)span.TotalDays).ToString(CultureInfo.InvariantCulture) + " days"
            : span.TotalHours >= 1 ? ((int)span.TotalHours).ToString(CultureInfo.InvariantCulture) + " h"
            : Math.Max(1, (int)span.TotalMinutes).ToString(CultureInfo.InvariantCulture) + " min";
        return now > due ? text + " late" : text;
    }
}
