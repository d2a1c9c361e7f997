using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Application.Requests;

namespace MissingPackage.Web.Pages.Report;

/// <summary>Finds the first question of the report that still needs an answer.</summary>
public sealed class ReportProgress(
    IValidator<OrderInput> order, IValidator<ItemInput> item, IValidator<AddressInput> address,
    IValidator<ShipmentInput> shipment, IValidator<DatesInput> dates, IValidator<ContactInput> contact)
{
    /// <summary>The first page whose answers don't hold yet, or the check page.</summary>
    public ReportStep FirstOpen(ReportAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return !order.Validate(answers.Order).IsValid ? ReportStep.Order
            : answers.Known is { IsAnswered: false } ? ReportStep.Known
            : !item.Validate(answers.Item).IsValid ? ReportStep.Item
            : !address.Validate(answers.Address).IsValid ? ReportStep.Address
            : !shipment.Validate(answers.Shipment).IsValid ? ReportStep.Shipment
            : !dates.Validate(answers.Dates).IsValid ? ReportStep.Dates
            : !contact.Validate(answers.Contact).IsValid ? ReportStep.Contact
            : ReportStep.Check;
    }
}

/// <summary>
/// One question of the report. What was typed is kept before it is judged, so that neither an error nor a closed tab
/// loses it; a good answer leads to the first question still open.
/// </summary>
/// <typeparam name="TInput">The page's answers, as typed.</typeparam>
public abstract class ReportStepModel<TInput>(DraftStore drafts, ReportProgress progress) : PageModel
    where TInput : class, new()
{
    /// <summary>In the address: the page says what is wrong with the answers.</summary>
    private const string Judged = "check";

    protected DraftStore Drafts => drafts;

    [BindProperty]
    public TInput Input { get; set; } = new();

    /// <summary>Which question this is.</summary>
    public abstract ReportStep Step { get; }

    public virtual async Task<IActionResult> OnGetAsync()
    {
        drafts.Prepare();
        Input = Part(await drafts.LoadAsync(HttpContext.RequestAborted));
        if (Request.Query.ContainsKey(Judged))
        {
            TryValidateModel(Input, nameof(Input));
        }

        return Page();
    }

    public virtual async Task<IActionResult> OnPostAsync()
    {
        var cameWithDraft = drafts.CurrentId is not null;
        var answers = await drafts.SendAsync(all => Replace(all, Input), HttpContext.RequestAborted);
        // What is wrong is shown by a page of its own address: the back button has no form to send again, and what was typed is
        // kept. Only a browser that keeps no cookie gets it as the answer.
        return ModelState.IsValid ? RedirectToPage($"/Report/{progress.FirstOpen(answers)}")
            : cameWithDraft ? LocalRedirect($"{Request.PathBase}{Request.Path}?{Judged}=1")
            : Page();
    }

    /// <summary>Keeps what is typed while the person is still at it; says nothing of whether it holds.</summary>
    public async Task<IActionResult> OnPostKeepAsync()
    {
        await drafts.KeepAsync(all => Replace(all, Input), HttpContext.RequestAborted);
        return new NoContentResult();
    }

    /// <summary>This page's part of all answers.</summary>
    protected abstract TInput Part(ReportAnswers answers);

    /// <summary>Puts this page's answers in place.</summary>
    protected abstract void Replace(ReportAnswers answers, TInput input);
}
