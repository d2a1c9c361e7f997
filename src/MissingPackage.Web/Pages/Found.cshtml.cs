using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Pages;

public sealed class FoundInput
{
    public PlaceToLook? Place { get; set; }

    /// <summary>Every place of both kinds of home, and "somewhere else".</summary>
    public static IReadOnlyList<Choice> Places { get; } =
        Enum.GetValues<PlaceToLook>().Select(place => new Choice(place.ToString(), SearchChecklist.TitleOf(place))).ToList();
}

internal sealed class FoundInputValidator : AbstractValidator<FoundInput>
{
    public FoundInputValidator() => RuleFor(i => i.Place).NotNull().WithMessage("Choose where it was, or “Somewhere else”.");
}

/// <summary>"I found it": counts where, keeps nothing of the person, and forgets what was typed.</summary>
public sealed class FoundModel(MissingPackageContext database, DraftStore drafts, TimeProvider time) : PageModel
{
    [BindProperty]
    public FoundInput Input { get; set; } = new();

    /// <summary>The places of this home, and "somewhere else".</summary>
    public IReadOnlyList<Choice> Places { get; private set; } = FoundInput.Places;

    /// <summary>Whether it has been counted.</summary>
    public bool Thanked { get; private set; }

    public async Task OnGetAsync(bool thanks = false)
    {
        Thanked = thanks;
        await OfferPlacesAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var answers = await OfferPlacesAsync();
        if (!ModelState.IsValid)
        {
            return Page();
        }

        database.FoundPackages.Add(FoundPackage.Count(
            Input.Place!.Value, answers.Search.Home, answers.Shipment.CarrierCode, time.GetUtcNow().UtcDateTime));
        await drafts.DiscardAsync(HttpContext.RequestAborted);
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        return RedirectToPage(new { thanks = true });
    }

    private async Task<ReportAnswers> OfferPlacesAsync()
    {
        var answers = await drafts.LoadAsync(HttpContext.RequestAborted);
        if (answers.Search.Home is { } home)
        {
            var here = SearchChecklist.For(home).SelectMany(group => group.Items).Select(item => item.Place.ToString()).ToList();
            Places = [.. FoundInput.Places.Where(choice => here.Contains(choice.Value) || choice.Value == nameof(PlaceToLook.SomewhereElse))];
        }

        return answers;
    }
}
