using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Requests;

/// <summary>Where a step of the timeline lies.</summary>
public enum StepState
{
    Done,
    Now,
    Next,
}

/// <summary>One step of the timeline.</summary>
public sealed record TimelineStep(StepState State, string Title, DateTime? On, string? Text);

/// <summary>
/// A request in the customer's words: where it stands, what happens next and by when. The status page and the emails
/// both speak from here.
/// </summary>
public sealed record StatusView
{
    /// <summary>The status in two or three words.</summary>
    public required string Tag { get; init; }

    /// <summary>The tag's color: go, wait, stop or none.</summary>
    public required string Tone { get; init; }

    public required string Headline { get; init; }

    public required string Lead { get; init; }

    /// <summary>An agent's reason, where there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the statement was signed before and needs a new signature.</summary>
    public bool SignAgain { get; init; }

    /// <summary>What is due, such as "Please send both documents by"; null once ended.</summary>
    public string? DueLabel { get; init; }

    /// <summary>UTC, or null.</summary>
    public DateTime? DueOn { get; init; }

    /// <summary>The day it is due on, in words; empty where nothing is.</summary>
    public required string DueDay { get; init; }

    /// <summary>The days counted, or null.</summary>
    public BusinessDeadline? Count { get; init; }

    /// <summary>How the days were counted, in a sentence.</summary>
    public string? CountSentence { get; init; }

    /// <summary>Whether the due date has passed.</summary>
    public bool Overdue { get; init; }

    public required IReadOnlyList<TimelineStep> Timeline { get; init; }

    /// <summary>What is due and by when, in one sentence; empty once ended.</summary>
    public required string NextSentence { get; init; }

    /// <summary>The deadline for the documents in one sentence.</summary>
    public static string DueSentence(ServiceRequest request, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var due = Times.Full(request.DocumentsDueOn, request.Zone, now);
        return now <= request.DocumentsDueOn
            ? $"We need them by {due}."
            : $"They were due by {due}. It isn’t too late: send them as soon as you can.";
    }

    public static StatusView Of(ServiceRequest request, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var missing = request.MissingDocuments.ToList();
        var overdue = request.NextStepDueOn is { } due && now > due;
        var (tag, tone, headline, lead) = Words(request, missing, overdue);
        var label = Label(request, missing, overdue);
        return new StatusView
        {
            Tag = tag,
            Tone = tone,
            Headline = headline,
            Lead = lead,
            Reason = ReasonOf(request),
            SignAgain = request.CanAttachDocument && missing.Contains(DocumentKind.Statement) && WasSigned(request),
            DueLabel = label,
            DueOn = request.NextStepDueOn,
            DueDay = request.NextStepDueOn is { } on ? Times.Day(request.Zone.DateOf(on), request.Zone.DateOf(now)) : "",
            Count = request.NextStepCount,
            CountSentence = CountedFrom(request),
            Overdue = overdue,
            Timeline = TimelineOf(request),
            NextSentence = label is null ? "" : $"{label} {Times.Full(request.NextStepDueOn!.Value, request.Zone, now)}.",
        };
    }

    /// <summary>The first word of a name, for a greeting.</summary>
    public static string FirstName(string name) => (name ?? "").Split(' ')[0];

    private static (string Tag, string Tone, string Headline, string Lead) Words(
        ServiceRequest request, List<DocumentKind> missing, bool overdue)
    {
        var name = FirstName(request.Customer.Name);
        return request.Status switch
        {
            RequestStatus.AwaitingDocuments when request.Documents.Any(d => d.State == DocumentState.Checking && d.Kind.IsRequired()) && missing.Count > 0 =>
                ("Checking your files", "go", $"We have your files, {name}", "We’re checking them. If anything is still missing, you see it below."),
            RequestStatus.AwaitingDocuments when IsVoided(request) && missing.Contains(DocumentKind.Statement) =>
                ("A signature to give", "wait", $"Please sign once more, {name}", $"A fact in your statement was corrected after you signed it, so it needs a new signature.{(missing.Count == 2 ? " We also need your photo ID." : "")}"),
            RequestStatus.AwaitingDocuments when overdue =>
                ("Documents overdue", "wait", $"It isn’t too late, {name}", $"We still need {Named(missing)}. Late documents are accepted: send them as soon as you can."),
            RequestStatus.AwaitingDocuments =>
                (missing.Count == 1 ? "One document to send" : "Two documents to send", "wait", $"Your request is open, {name}", $"Now we need {Named(missing)}. A photo from your phone is fine."),
            RequestStatus.MoreNeeded when missing is [DocumentKind.Statement] =>
                ("A signature to give", "wait", $"Please sign once more, {name}", IsVoided(request)
                    ? "A fact in your statement was corrected after you signed it, so it needs a new signature."
                    : "We need your statement signed again. It takes a minute on screen, or you can print it and sign it with a pen." + AcceptedMeanwhile(request)),
            RequestStatus.MoreNeeded =>
                ("Something needed", "wait", $"We need one more thing, {name}", missing.Count == 0 ? "We asked you for something again." : $"Please send {Named(missing)} again.{AcceptedMeanwhile(request)}"),
            RequestStatus.ReadyForReview =>
                ("Being reviewed", "go", $"We’re looking into it, {name}", "We have everything we need from you. There’s nothing more to do right now."),
            RequestStatus.WithSeller when request.HandedOffOn is null =>
                ("Accepted", "go", "Your documents are accepted", $"Next we hand everything to {SellerName(request)}, who files a claim with {CarrierName(request)}. There’s nothing you need to do."),
            RequestStatus.WithSeller =>
                ("With the seller", "go", "The seller has your claim", $"{SellerName(request)} now files a claim with {CarrierName(request)}. There’s nothing you need to do."),
            RequestStatus.CarrierClaimFiled when request.CarrierDecision is { } decision =>
                ("Carrier has decided", "go", "The carrier has decided", decision.Verdict == CarrierVerdict.Denied
                    ? $"{CarrierName(request)} denied the claim on {Times.Day(decision.DecidedOn)}. Our team looks at it with {SellerName(request)}, and we’ll write to you when there is news."
                    : $"{CarrierName(request)} accepted the claim on {Times.Day(decision.DecidedOn)}. Next {SellerName(request)} sends a replacement, or a refund if the item is out of stock."),
            RequestStatus.CarrierClaimFiled =>
                ("Claim filed", "go", "The claim is with the carrier", $"{CarrierName(request)} is deciding on claim {request.CarrierClaimNumber}. We’ll write to you when there is news."),
            RequestStatus.Resolved when request.Resolution is { Kind: ResolutionKind.Refund } refund =>
                ("Refunded", "go", "Your money is on its way back",
                    $"{(request.InStock == false ? $"The item is out of stock, so {SellerName(request)} refunds" : $"{SellerName(request)} refunds")} {TypedMoney.Show(refund.RefundAmount!.Value)}{(refund.MadeOn is { } on ? $", sent on {Times.Day(on)}" : "")}. It can take a few days to show on your statement."),
            RequestStatus.Resolved =>
                ("Replacement sent", "go", "A replacement is on its way",
                    $"{SellerName(request)} is sending the item again{(request.Resolution!.MadeOn is { } on ? $", shipped on {Times.Day(on)}" : "")}{(request.Resolution.Carrier is { } by ? $" with {Domain.Carriers.CarrierDirectory.Get(by).Name}" : "")}. "
                    + (request.Resolution.TrackingNumber is { } number ? $"Its tracking number is {number}." : "The tracking number follows from the seller.")),
            RequestStatus.Declined =>
                ("Declined", "stop", "We couldn’t accept this request", "Here is why. If you think that’s wrong, or have something to add, please call or write to us."),
            _ => ("Closed", "", "This request is closed", request.StandingEvents.Any(e => e.Kind == RequestEventKind.Found)
                ? "Your package turned up. Enjoy it!"
                : request.StandingEvents.Any(e => e.Kind == RequestEventKind.Abandoned)
                    ? "The documents didn’t reach us for a long time, so we closed it. If it is still missing, please start again or call us."
                    : "You told us that you no longer need our help."),
        };
    }

    private static string? Label(ServiceRequest request, List<DocumentKind> missing, bool overdue) => request.Status switch
    {
        RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded =>
            $"{(missing.Count == 2 ? "Your documents" : $"Your {DocumentWords.NameOf(missing.FirstOrDefault())}")} {(overdue ? (missing.Count == 2 ? "were" : "was") : (missing.Count == 2 ? "are" : "is"))} due by",
        RequestStatus.ReadyForReview => overdue ? "Our decision was due by" : "You’ll have our decision by",
        RequestStatus.WithSeller when request.HandedOffOn is null => overdue ? "The hand-off to the seller was due by" : "We hand it to the seller by",
        RequestStatus.CarrierClaimFiled when request.CarrierDecision is not null => overdue ? "The replacement or refund was due by" : "Expect the replacement or refund by",
        RequestStatus.WithSeller => overdue ? "The seller’s claim was due by" : "The seller files the claim by",
        RequestStatus.CarrierClaimFiled => overdue ? "The carrier’s decision was due by" : "Expect the carrier’s decision by",
        _ => null,
    };

    private static string? CountedFrom(ServiceRequest request)
    {
        var rest = "Weekends and federal holidays don’t count.";
        return request.Status switch
        {
            RequestStatus.AwaitingDocuments when request.NextStepCount is null => "A date was corrected, and you keep the later day.",
            RequestStatus.AwaitingDocuments => $"Three business days after the expected delivery date. {rest}",
            RequestStatus.MoreNeeded when request.NextStepCount?.StartDate == request.Shipment.ExpectedDate => $"Three business days after the expected delivery date. {rest}",
            RequestStatus.MoreNeeded => $"Three business days after {(IsVoided(request) ? "the correction" : "we asked")}. {rest}",
            RequestStatus.ReadyForReview => $"Three business days after you sent your last document. {rest}",
            RequestStatus.WithSeller when request.HandedOffOn is null => $"{(request.NextStepDays == 1 ? "One business day" : $"{request.NextStepDays} business days")} after we accepted your documents. {rest}",
            RequestStatus.WithSeller => $"{ServicePromise.SellerDays} business days after we handed it to the seller. {rest}",
            RequestStatus.CarrierClaimFiled when request.CarrierDecision is not null => $"{ServicePromise.MakeGoodDays} business days after the carrier’s decision reached us. {rest}",
            RequestStatus.CarrierClaimFiled => $"At most {request.NextStepDays} business days after the claim, as carriers say themselves. {rest}",
            _ => null,
        };
    }

    private static string? ReasonOf(ServiceRequest request) => request.Status switch
    {
        RequestStatus.MoreNeeded when !IsVoided(request) => request.StandingEvents.LastOrDefault(e => e.Kind == RequestEventKind.MoreAsked)?.Detail,
        RequestStatus.Declined => request.StandingEvents.LastOrDefault(e => e.Kind == RequestEventKind.Declined)?.Detail,
        _ => null,
    };

    private static List<TimelineStep> TimelineOf(ServiceRequest request)
    {
        var steps = new List<TimelineStep> { new(StepState.Done, "Request opened", request.OpenedOn, null) };
        foreach (var kind in new[] { DocumentKind.Statement, DocumentKind.PhotoId })
        {
            var title = DocumentWords.TitleOf(kind);
            var last = request.Documents.LastOrDefault(d => d.Kind == kind && d.IsUsable);
            steps.Add(last is not null
                ? new(StepState.Done, title + " received", last.ReceivedOn, last.Late ? "Late, and accepted all the same." : null)
                : new(request.HasEnded ? StepState.Next : StepState.Now, title, null, "Still to come from you."));
        }

        if (request.Status == RequestStatus.Closed)
        {
            var end = request.StandingEvents.LastOrDefault(e => e.Kind is RequestEventKind.Found or RequestEventKind.Withdrawn or RequestEventKind.Abandoned);
            steps.RemoveAll(s => s.State != StepState.Done);
            var how = end?.Kind switch { RequestEventKind.Found => "It turned up", RequestEventKind.Withdrawn => "Request withdrawn", _ => "Closed" };
            steps.Add(new(StepState.Done, how, request.EndedOn, end?.Detail));
            return steps;
        }

        if (request.Status == RequestStatus.Declined)
        {
            steps.RemoveAll(s => s.State != StepState.Done);
            steps.Add(new(StepState.Done, "Declined", request.EndedOn, null));
            return steps;
        }

        var at = request.Status switch
        {
            RequestStatus.ReadyForReview => 0,
            RequestStatus.WithSeller => 1,
            RequestStatus.CarrierClaimFiled => request.CarrierDecision is null ? 2 : 3,
            RequestStatus.Resolved => 4,
            _ => -1,
        };
        Add(0, "Checked by our team", "We compare your documents with the order.", RequestEventKind.DocumentsAccepted);
        Add(1, "With the seller", request.HandedOffOn is null
            ? "We hand everything to the seller, who files a claim with the carrier."
            : $"Handed over on {Times.Brief(request.HandedOffOn.Value, request.Zone)}. The seller files a claim with the carrier.", RequestEventKind.CarrierClaimFiled);
        if (request.Status != RequestStatus.Resolved || request.CarrierClaimNumber is not null)
        {
            Add(2, "With the carrier", $"{CarrierName(request)} decides on the claim.", RequestEventKind.CarrierDecided);
        }

        Add(3, "Made good", "A replacement, or a refund if the item is out of stock.", RequestEventKind.Resolved);
        return steps;

        void Add(int place, string title, string text, RequestEventKind? ends)
        {
            var state = at > place ? StepState.Done : at == place ? StepState.Now : StepState.Next;
            var on = ends is null ? null : request.StandingEvents.LastOrDefault(e => e.Kind == ends)?.OccurredOn;
            steps.Add(new(state, title, state == StepState.Done ? on : null, state == StepState.Done ? null : text));
        }
    }

    private static string AcceptedMeanwhile(ServiceRequest request) =>
        request.Documents.FirstOrDefault(d => d.State == DocumentState.Accepted && d.Kind.IsRequired()) is { } accepted
            ? $" Your {DocumentWords.NameOf(accepted.Kind)} is accepted; you needn’t send it again." : "";

    /// <summary>Whether the last thing that made the customer's statement needed again was a corrected fact.</summary>
    private static bool IsVoided(ServiceRequest request) =>
        request.StandingEvents.LastOrDefault(e => e.Kind is RequestEventKind.MoreAsked or RequestEventKind.StatementVoided)?.Kind == RequestEventKind.StatementVoided;

    private static bool WasSigned(ServiceRequest request) =>
        request.Documents.Any(d => d.Kind == DocumentKind.Statement && d.State is DocumentState.Voided or DocumentState.SetAside);

    /// <summary>Such as "your photo ID and your signed statement"; "your documents" where none is missing.</summary>
    public static string Named(IEnumerable<DocumentKind> missing) =>
        string.Join(" and ", missing.Select(kind => "your " + DocumentWords.NameOf(kind))) is { Length: > 0 } names ? names : "your documents";

    /// <summary>The seller's name, or "The seller".</summary>
    public static string SellerName(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Order.Seller ?? "The seller";
    }

    /// <summary>The carrier's name, or "the carrier".</summary>
    public static string CarrierName(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Shipment.Carrier is { } code ? Domain.Carriers.CarrierDirectory.Get(code).Name : "the carrier";
    }
}
