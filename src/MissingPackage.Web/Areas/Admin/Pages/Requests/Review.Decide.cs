using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>A decision as it would reach the customer.</summary>
/// <param name="Subject">The email's subject.</param>
/// <param name="Text">The email in plain text.</param>
/// <param name="Status">Their page.</param>
/// <param name="Caution">What the agent should think of before, or null.</param>
public sealed record DecisionPreview(string Subject, string Text, StatusView Status, string? Caution);

public sealed partial class ReviewModel
{
    private const string Stale = "This request changed while you were looking at it, so nothing was saved. What you typed is still here: look at the change, then decide again.";

    public AcceptForm Accept { get; private set; } = new();

    public AskForm Ask { get; private set; } = new();

    public DeclineForm Decline { get; private set; } = new();

    public MessageForm Message { get; private set; } = new();

    public ClaimForm Claim { get; private set; } = new();

    public ReplacedForm Replaced { get; private set; } = new();

    public RefundedForm Refunded { get; private set; } = new();

    public FoundForm Found { get; private set; } = new();

    /// <summary>The decision that the agent is filling in, or null.</summary>
    public DecisionForm? Current { get; private set; }

    /// <summary>What the current decision does, where the agent is asked to confirm it; null otherwise.</summary>
    public DecisionPreview? Preview { get; private set; }

    /// <summary>Whether the agent was signed out before what they last did here was sent.</summary>
    public bool WasSignedOut { get; private set; }

    /// <summary>The forms in which what was typed then is back, by the name before their fields’.</summary>
    public IReadOnlySet<string> PutBack { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What was typed for a decision that the request no longer offers, so that it isn't lost; null where there is none.</summary>
    public string? TypedInVain => Current is { } form && !form.IsOffered(Request) ? form.Typed : null;

    /// <summary>The fields of the current decision, to be sent again with its confirmation.</summary>
    public IEnumerable<(string Name, string Value)> CurrentFields => HttpContext.Request.Form
        .Where(sent => sent.Key.StartsWith(Current!.Name + ".", StringComparison.Ordinal))
        .Where(sent => sent.Key[(Current!.Name.Length + 1)..] is not (nameof(DecisionForm.Version) or nameof(DecisionForm.LastRow) or nameof(DecisionForm.Confirmed) or nameof(DecisionForm.Again)))
        .SelectMany(sent => sent.Value, (sent, value) => (sent.Key, value ?? ""));

    public Task<IActionResult> OnPostAcceptAsync([FromForm(Name = nameof(Accept))] AcceptForm form) => DecideAsync(Accept = form);

    public Task<IActionResult> OnPostAskAsync([FromForm(Name = nameof(Ask))] AskForm form) => DecideAsync(Ask = form);

    public Task<IActionResult> OnPostDeclineAsync([FromForm(Name = nameof(Decline))] DeclineForm form) => DecideAsync(Decline = form);

    public Task<IActionResult> OnPostMessageAsync([FromForm(Name = nameof(Message))] MessageForm form) => DecideAsync(Message = form);

    public Task<IActionResult> OnPostClaimAsync([FromForm(Name = nameof(Claim))] ClaimForm form) => DecideAsync(Claim = form);

    public Task<IActionResult> OnPostReplacedAsync([FromForm(Name = nameof(Replaced))] ReplacedForm form) => DecideAsync(Replaced = form);

    public Task<IActionResult> OnPostRefundedAsync([FromForm(Name = nameof(Refunded))] RefundedForm form) => DecideAsync(Refunded = form);

    public Task<IActionResult> OnPostFoundAsync([FromForm(Name = nameof(Found))] FoundForm form) => DecideAsync(Found = form);

    /// <summary>Takes the last decision back, and its message with it.</summary>
    public async Task<IActionResult> OnPostUndoAsync()
    {
        try
        {
            var decision = Request.StandingDecision;
            Request.UndoDecision(Me, Now);
            if (await messages.WithdrawAsync(Request, decision!, HttpContext.RequestAborted)
                && await sellers.WithdrawAsync(Request, decision!, HttpContext.RequestAborted))
            {
                await Database.SaveChangesAsync(HttpContext.RequestAborted);
                Done = "Undone. The customer was not told.";
                return Back();
            }

            ModelState.AddModelError("", "The email to the customer has left, so the decision stands.");
        }
        catch (RequestRuleException rule)
        {
            ModelState.AddModelError("", rule.Message);
        }
        catch (DbUpdateConcurrencyException)
        {
            ModelState.AddModelError("", "The email to the customer was just leaving, or somebody changed the request at this moment, so the decision stands.");
        }

        await ReloadAsync();
        return Page();
    }

    private async Task<IActionResult> DecideAsync(DecisionForm form)
    {
        Current = form;
        if (form.Again)
        {
            ModelState.Clear();
            return Page();
        }

        var now = Now;
        if (form.Version != Request.Version)
        {
            return PressedTwice(form) is { } first ? first : ShowWhatChanged(form);
        }

        var facts = new DecisionFacts(Request, Texts, Compared(), care.Value, CarrierDays, now);
        foreach (var (field, problem) in form.Problems(facts).Where(found => ModelState.GetFieldValidationState($"{form.Name}.{found.Field}") != ModelValidationState.Invalid).ToList())
        {
            ModelState.AddModelError($"{form.Name}.{field}", problem);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var place = neighbours.PlaceOf(Request, HttpContext.Request.Query);
        try
        {
            form.Decide(facts, Me);
            var kind = RequestMessages.KindOf(form.Event);
            if (form.Confirmed)
            {
                messages.News(Request, kind).NotBefore(now + Decision.UndoTime);
                if (form.Event == RequestEventKind.Found)
                {
                    (await sellers.StopAsync(Request, HttpContext.RequestAborted))?.NotBefore(now + Decision.UndoTime);
                }

                await Database.SaveChangesAsync(HttpContext.RequestAborted);
                Done = form.Done;
                return BackFrom(place);
            }

            var message = await messages.PreviewAsync(Request, kind, HttpContext.RequestAborted);
            Preview = new DecisionPreview(message.Subject, (await mail.RenderAsync(message)).Text, StatusView.Of(Request, now), form.Caution(facts));
        }
        catch (RequestRuleException rule)
        {
            ModelState.AddModelError("", rule.Message);
        }
        catch (DbUpdateConcurrencyException)
        {
            await ReloadAsync();
            return PressedTwice(form) is { } first ? first : ShowWhatChanged(form);
        }

        await ReloadAsync();
        return Page();
    }

    /// <summary>The answer to a button that was pressed twice, which is the first press's; null where another decision came first.</summary>
    private LocalRedirectResult? PressedTwice(DecisionForm form)
    {
        if (!form.Confirmed || Undoable?.Kind != form.Event)
        {
            return null;
        }

        Done = form.Done;
        return BackFrom(neighbours.PlaceOf(ServiceRequest.AsItsCustomerSeesIt(Request, Now), HttpContext.Request.Query));
    }

    /// <summary>Somebody else changed the request first: says what, and keeps what was typed.</summary>
    private PageResult ShowWhatChanged(DecisionForm form)
    {
        Since = SinceRow(form.LastRow);
        // Whatever was wrong with it was wrong with another state.
        ModelState.Clear();
        ModelState.AddModelError("", Stale);
        return Page();
    }

    private List<RequestEvent> SinceRow(int row) => Request.Events
        .Where(e => e.Sequence > row)
        .Where(e => e.Kind is not (RequestEventKind.DocumentViewed or RequestEventKind.NoteAdded or RequestEventKind.LinkSent))
        .TakeLast(10).ToList();

    /// <summary>Puts back what was typed before a sign-in, on the request as it is now.</summary>
    private async Task PutBackAsync(Dictionary<string, string> fields)
    {
        var values = new FormValueProvider(
            BindingSource.Form,
            new FormCollection(fields.ToDictionary(typed => typed.Key, typed => new Microsoft.Extensions.Primitives.StringValues(typed.Value), StringComparer.OrdinalIgnoreCase)),
            CultureInfo.InvariantCulture);
        foreach (var form in new DecisionForm[] { Accept, Ask, Decline, Message, Claim, Replaced, Refunded, Found })
        {
            await TryUpdateModelAsync(form, form.GetType(), form.Name, values, _ => true);
            // Scripts add what was typed beside; only the form that was sent says what it looked at.
            if (fields.ContainsKey($"{form.Name}.{nameof(form.Version)}"))
            {
                Current = form;
                Since = form.Version == Request.Version ? [] : SinceRow(form.LastRow);
            }
        }

        await TryUpdateModelAsync(Note, nameof(Note), values);
        await TryUpdateModelAsync(ToSeller, nameof(ToSeller), values);
        await TryUpdateModelAsync(HandOff, nameof(HandOff), values);
        await TryUpdateModelAsync(Mailing, nameof(Mailing), values);
        await TryUpdateModelAsync(CarrierAnswer, nameof(CarrierAnswer), values);
        await TryUpdateModelAsync(Erase, nameof(Erase), values);
        WasSignedOut = true;
        PutBack = fields
            .Where(field => field.Value.Length > 0 && field.Key.Split('.') is [_, not ("Version" or "LastRow" or "Confirmed" or "Again" or "Document")])
            .Select(field => field.Key.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        ModelState.Clear(); // nothing was pressed yet
    }
}
