using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Application.Orders;
using MissingPackage.Application.Requests;
using MissingPackage.Data.Orders;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Pages.Report;

public sealed class KnownInput
{
    public string? Zip { get; set; }
}

/// <summary>
/// Shows the order that the number and the email address belong to. Its ZIP Code, which is never shown, opens the rest:
/// somebody who has seen an order number learns no address here.
/// </summary>
[EnableRateLimiting(RateLimits.Orders)]
public sealed class KnownModel(DraftStore drafts, ReportProgress progress, KnownOrders orders) : PageModel
{
    [BindProperty]
    public KnownInput Input { get; set; } = new();

    public ReportStep Step => ReportStep.Known;

    public KnownOrder Order { get; private set; } = null!;

    /// <summary>Whether the ZIP Code is asked for: the order has one, and not too many others were tried.</summary>
    public bool TakesZip => Order is { Zip: not null, WrongZips: < KnownOrders.MaxWrongZips };

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await LoadAsync() is { } elsewhere)
        {
            return elsewhere;
        }

        if (!TakesZip)
        {
            return await AnswerAsync(answers => KnownFacts.Fill(Order, answers, withZip: false));
        }

        if (AddressInputValidator.ReadZip(Input.Zip) is null)
        {
            ModelState.AddModelError("Input.Zip", "Enter the ZIP Code, such as 10001, or go on without it.");
            return Page();
        }

        if (await orders.TryZipAsync(Order, Input.Zip, HttpContext.RequestAborted) == true)
        {
            return await AnswerAsync(answers => KnownFacts.Fill(Order, answers, withZip: true));
        }

        if (await LoadAsync() is { } gone)
        {
            return gone;
        }

        if (TakesZip)
        {
            ModelState.AddModelError("Input.Zip", "That isn’t the ZIP Code on this order. Check it, or go on without it.");
        }

        return Page();
    }

    /// <summary>Goes on with what is shown.</summary>
    public async Task<IActionResult> OnPostWithoutAsync() =>
        await LoadAsync() ?? await AnswerAsync(answers => KnownFacts.Fill(Order, answers, withZip: false));

    /// <summary>Goes on by hand.</summary>
    public async Task<IActionResult> OnPostOtherAsync() => await LoadAsync() ?? await AnswerAsync(_ => { });

    private async Task<IActionResult> AnswerAsync(Action<ReportAnswers> fill)
    {
        var after = await drafts.SendAsync(answers =>
        {
            if (answers.Known is { } known && known.Id == Order.Id)
            {
                known.IsAnswered = true;
                fill(answers);
            }
        }, HttpContext.RequestAborted);
        return RedirectToPage($"/Report/{progress.FirstOpen(after)}");
    }

    /// <returns>Where to go instead, where there is nothing to ask.</returns>
    private async Task<IActionResult?> LoadAsync()
    {
        var answers = await drafts.LoadAsync(HttpContext.RequestAborted);
        if (progress.FirstOpen(answers) is not ReportStep.Known and var open)
        {
            return RedirectToPage($"/Report/{open}");
        }

        if (await orders.GetAsync(answers.Known!.Id, HttpContext.RequestAborted) is { } order)
        {
            Order = order;
            return null;
        }

        // Erased since it was found.
        var after = await drafts.SendAsync(all => all.Known = null, HttpContext.RequestAborted);
        return RedirectToPage($"/Report/{progress.FirstOpen(after)}");
    }
}
