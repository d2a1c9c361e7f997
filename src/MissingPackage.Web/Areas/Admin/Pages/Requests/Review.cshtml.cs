using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Documents;
using MissingPackage.Web.Messages;
using MissingPackage.Web.Pages.Report;
using MissingPackage.Web.Statements;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>What an agent may type on the review page; each decision uses its own part.</summary>
public sealed class ReviewInput
{
    /// <summary>The version the agent looked at.</summary>
    public int Version { get; set; }

    /// <summary>The last line of the history that the agent looked at.</summary>
    public long LastEvent { get; set; }

    public bool AskPhotoId { get; set; }

    public bool AskStatement { get; set; }

    public string? AskReason { get; set; }

    public string? DeclineReason { get; set; }

    public string? ClaimNumber { get; set; }

    public string? ReplacementTracking { get; set; }

    public string? RefundAmount { get; set; }

    public string? Note { get; set; }

    /// <summary>The file to erase at once.</summary>
    public Guid EraseDocument { get; set; }

    /// <summary>Why, for the certificate.</summary>
    public EraseReason? EraseReason { get; set; }
}

/// <summary>Why an agent erases a file at once.</summary>
public enum EraseReason
{
    /// <summary>A military or other federal government ID card: a copy of it breaks 18 U.S.C. 701.</summary>
    FederalId,

    /// <summary>A document nobody asked for, or of somebody else.</summary>
    WrongDocument,

    /// <summary>The customer asked for it.</summary>
    CustomerAsked,
}

internal sealed class ReviewInputValidator : AbstractValidator<ReviewInput>
{
    public ReviewInputValidator()
    {
        const string tooLong = "At most 1,000 characters.";
        RuleFor(i => i.AskReason).MaximumLength(RequestEvent.MaxDetail).WithMessage(tooLong);
        RuleFor(i => i.DeclineReason).MaximumLength(RequestEvent.MaxDetail).WithMessage(tooLong);
        RuleFor(i => i.Note).MaximumLength(RequestEvent.MaxDetail).WithMessage(tooLong);
        RuleFor(i => i.ClaimNumber).MaximumLength(ServiceRequest.MaxClaimNumber).WithMessage($"At most {ServiceRequest.MaxClaimNumber} characters.");
        RuleFor(i => i.ReplacementTracking).MaximumLength(Domain.Carriers.TrackingNumber.MaxLength).WithMessage($"At most {Domain.Carriers.TrackingNumber.MaxLength} characters.");
    }
}

/// <summary>One request, for an agent to look at and decide.</summary>
[FreshSignIn("Erase")]
public sealed class ReviewModel(
    MissingPackageContext database, RequestMessages messages, DocumentReceiver receiver, StatementPdfs statements, TimeProvider time) : AgentRequestPageModel(database)
{
    private readonly MissingPackageContext _database = database;

    [BindProperty]
    public ReviewInput Input { get; set; } = new();

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>What others did since the agent opened the page; empty unless a decision came too late.</summary>
    public IReadOnlyList<RequestEvent> Since { get; private set; } = [];

    /// <summary>The characters of the statement that no font could draw; usually none.</summary>
    public IReadOnlyList<string> MissingCharacters => statements.MissingCharacters(Request);

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>What was typed for a decision that the request no longer offers, so that it isn't lost; null where there is none.</summary>
    public string? TypedInVain =>
        Since.Count == 0 ? null
        : !Request.CanAskForMore && !string.IsNullOrWhiteSpace(Input.AskReason) ? Input.AskReason
        : !Request.CanDecline && !string.IsNullOrWhiteSpace(Input.DeclineReason) ? Input.DeclineReason
        : !Request.CanRecordCarrierClaim && !string.IsNullOrWhiteSpace(Input.ClaimNumber) ? Input.ClaimNumber
        : !Request.CanResolve && !string.IsNullOrWhiteSpace(Input.ReplacementTracking) ? Input.ReplacementTracking
        : !Request.CanResolve && !string.IsNullOrWhiteSpace(Input.RefundAmount) ? Input.RefundAmount
        : null;

    public void OnGet() => RememberWhatIsSeen();

    public Task<IActionResult> OnPostAcceptAsync() =>
        DecideAsync(agent => Request.AcceptDocuments(agent, Now), "documents-accepted", "Documents accepted. The seller is next.");

    public Task<IActionResult> OnPostAskAsync()
    {
        var kinds = new List<DocumentKind>();
        if (Input.AskPhotoId)
        {
            kinds.Add(DocumentKind.PhotoId);
        }

        if (Input.AskStatement)
        {
            kinds.Add(DocumentKind.Statement);
        }

        Require(kinds.Count > 0, nameof(Input.AskPhotoId), "Tick which document you need again.");
        Require(!string.IsNullOrWhiteSpace(Input.AskReason), nameof(Input.AskReason), "Write what is wrong and what to do: the customer reads it.");
        return DecideAsync(agent => Request.AskForMore(kinds, Input.AskReason!.Trim(), agent, Now), "more-needed", "Asked. The customer gets an email.");
    }

    public Task<IActionResult> OnPostDeclineAsync()
    {
        Require(!string.IsNullOrWhiteSpace(Input.DeclineReason), nameof(Input.DeclineReason), "Write why, and what the customer can do: they read it.");
        return DecideAsync(agent => Request.Decline(Input.DeclineReason!.Trim(), agent, Now), "declined", "Declined. The customer gets an email.");
    }

    public Task<IActionResult> OnPostFoundAsync() =>
        DecideAsync(agent => Request.MarkFound(null, agent, Now), "closed", "Closed as found.");

    public Task<IActionResult> OnPostClaimAsync()
    {
        Require(!string.IsNullOrWhiteSpace(Input.ClaimNumber), nameof(Input.ClaimNumber), "Enter the carrier’s number for the claim.");
        return DecideAsync(agent => Request.RecordCarrierClaim(Input.ClaimNumber!.Trim(), agent, Now), "claim-filed", "Carrier claim recorded.");
    }

    public Task<IActionResult> OnPostReplacedAsync() =>
        DecideAsync(agent => Request.Resolve(Resolution.Replacement(ReportAnswers.Optional(Input.ReplacementTracking)), agent, Now), "resolved", "Resolved with a replacement.");

    public Task<IActionResult> OnPostRefundedAsync()
    {
        var amount = TypedMoney.Read(Input.RefundAmount);
        Require(amount > 0, nameof(Input.RefundAmount), "Enter an amount in dollars and cents, such as 84.50.");
        Require(amount is null || amount <= Request.Order.Value, nameof(Input.RefundAmount), $"At most the order’s value, {TypedMoney.Show(Request.Order.Value)}.");
        return DecideAsync(agent => Request.Resolve(Resolution.Refund(amount!.Value), agent, Now), "resolved", "Resolved with a refund.");
    }

    public async Task<IActionResult> OnPostNoteAsync()
    {
        Require(!string.IsNullOrWhiteSpace(Input.Note), nameof(Input.Note), "Write the note first.");
        if (!ModelState.IsValid)
        {
            return Page();
        }

        Request.AddNote(Input.Note!.Trim(), Me, Now);
        await _database.SaveChangesAsync(HttpContext.RequestAborted);
        Done = "Note added.";
        return Back();
    }

    /// <summary>Erases a file at once, and asks the customer for another where the request is under review.</summary>
    public async Task<IActionResult> OnPostEraseAsync()
    {
        Require(Input.EraseReason is not null && Enum.IsDefined(Input.EraseReason.Value), nameof(Input.EraseReason), "Choose why it is erased.");
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (Request.Documents.SingleOrDefault(d => d.Id == Input.EraseDocument && d.HasContent) is not { } file)
        {
            return Stale();
        }

        var (rule, sentence) = Input.EraseReason!.Value switch
        {
            EraseReason.FederalId => ("Erased at once: a military or federal government ID (18 U.S.C. 701)",
                "You sent a military or other federal government ID card. Copying one is against the law, so we have deleted it. Please send a driver’s license, a passport or a state ID."),
            EraseReason.WrongDocument => ("Erased at once: not the document asked for",
                "One of your files wasn’t the document we need, so we have deleted it. Please send the right one."),
            _ => ("Erased at once: the customer asked for it", "As you asked, we have deleted your file. To go on, we need another one."),
        };
        await receiver.EraseAsync(Request.Id, file.Id, request =>
        {
            request.EraseDocument(file.Id, rule, Me, Now, sentence);
            if (request.Status == RequestStatus.MoreNeeded)
            {
                messages.News(request, "more-needed");
            }
        }, HttpContext.RequestAborted);
        Done = "Erased. Nothing of the file is stored any more.";
        return Back();
    }

    private async Task<IActionResult> DecideAsync(Action<Actor> verb, string kind, string done)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (Input.Version != Request.Version)
        {
            return Stale();
        }

        try
        {
            verb(Me);
            messages.News(Request, kind);
            await _database.SaveChangesAsync(HttpContext.RequestAborted);
        }
        catch (RequestRuleException rule)
        {
            ModelState.AddModelError("", rule.Message);
            return Page();
        }
        catch (DbUpdateConcurrencyException)
        {
            await ReloadAsync();
            return Stale();
        }

        Done = done;
        return Back();
    }

    /// <summary>Somebody else changed the request first: says what, and keeps what was typed.</summary>
    private PageResult Stale()
    {
        Since = Request.Events
            .Where(e => e.Id > Input.LastEvent)
            .Where(e => e.Kind is not (RequestEventKind.DocumentViewed or RequestEventKind.NoteAdded or RequestEventKind.LinkSent))
            .TakeLast(10).ToList();
        ModelState.Remove("Input.Version");
        ModelState.Remove("Input.LastEvent");
        RememberWhatIsSeen();
        ModelState.AddModelError("", "This request changed while you were looking at it, so nothing was saved. What you typed is still here: look at the change, then decide again.");
        return Page();
    }

    private void RememberWhatIsSeen()
    {
        Input.Version = Request.Version;
        Input.LastEvent = Request.Events.Count == 0 ? 0 : Request.Events[^1].Id;
    }

    private void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            ModelState.AddModelError($"Input.{field}", message);
        }
    }

    private RedirectToPageResult Back() => RedirectToPage(new { reference = Request.Reference.Value });
}
