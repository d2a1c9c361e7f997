using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Pages;

public sealed class WhereToLookInput
{
    public HomeKind Home { get; set; }

    /// <summary>Checked on the house's list.</summary>
    public List<PlaceToLook> House { get; set; } = [];

    /// <summary>Checked on the apartment's list. Both lists are on the page; the styles show one.</summary>
    public List<PlaceToLook> Apartment { get; set; } = [];

    public string? TrackingNumber { get; set; }

    public string? Carrier { get; set; }

    public string? CaseNumber { get; set; }
}

internal sealed class WhereToLookInputValidator : AbstractValidator<WhereToLookInput>
{
    public WhereToLookInputValidator()
    {
        RuleFor(i => i.TrackingNumber)
            .MaximumLength(ShipmentInput.MaxPaste).WithMessage("That is a lot of text: paste just the tracking number, or the line it is on.");
        RuleFor(i => i.CaseNumber)
            .MaximumLength(HomeSearch.MaxCaseNumber).WithMessage($"A case number can be at most {HomeSearch.MaxCaseNumber} characters.");
    }
}

[BeginsDraft]
[FromOurOwnPages]
public sealed class WhereToLookModel(DraftStore drafts, SettingsReader settings, LikelyPlaces places) : PageModel
{
    [BindProperty]
    public WhereToLookInput Input { get; set; } = new();

    /// <summary>The number as we read it, or null if none was given.</summary>
    public TrackingNumber? Tracking => TrackingNumber.Recognise(Input.TrackingNumber);

    /// <summary>All four, as administrators keep them.</summary>
    public IReadOnlyList<Carrier> Carriers => settings.Carriers;

    /// <summary>The carriers that it may be, likeliest first: the one chosen, else those the number fits.</summary>
    public IReadOnlyList<Carrier> Theirs =>
        CarrierChoice.Read(Input.Carrier) is { } chosen ? [settings.Carrier(chosen)]
        : Tracking?.Matches.Select(m => m.Carrier).Distinct().Select(settings.Carrier).ToList() ?? [];

    /// <summary>All four, theirs first.</summary>
    public IReadOnlyList<Carrier> AllCarriers => [.. Theirs, .. Carriers.Except(Theirs)];

    /// <summary>Where others found theirs, by kind of home.</summary>
    public IReadOnlyDictionary<HomeKind, FoundCounts> Found { get; private set; } = new Dictionary<HomeKind, FoundCounts>();

    /// <summary>Whether it is the page of all who bring nothing along: it holds nothing of anybody, not even a token.</summary>
    public bool IsForEverybody => PublicPages.IsForEverybody(HttpContext);

    public bool IsChecked(HomeKind home, PlaceToLook place) => (home == HomeKind.House ? Input.House : Input.Apartment).Contains(place);

    public async Task OnGetAsync()
    {
        if (!IsForEverybody)
        {
            drafts.Prepare();
        }

        var answers = await drafts.LoadAsync(HttpContext.RequestAborted);
        Input = new WhereToLookInput
        {
            Home = answers.Search.Home ?? HomeKind.House,
            House = answers.Search.Places,
            Apartment = answers.Search.Places,
            CaseNumber = answers.Search.CaseNumber,
            TrackingNumber = answers.Shipment.TrackingNumber,
            Carrier = answers.Shipment.Carrier,
        };
        await CountFoundAsync();
    }

    public async Task<IActionResult> OnPostAsync(string? go)
    {
        await drafts.SendAsync(Keep, HttpContext.RequestAborted);
        if (!ModelState.IsValid)
        {
            await CountFoundAsync();
            return Page();
        }

        return go switch
        {
            "found" => RedirectToPage("/Found"),
            "missing" => RedirectToPage("/Report/Index"),
            _ => RedirectToPage("/WhereToLook", null, null, "carriers"),
        };
    }

    /// <summary>Keeps what is checked and typed while the person is still looking.</summary>
    public async Task<IActionResult> OnPostKeepAsync()
    {
        await drafts.KeepAsync(Keep, HttpContext.RequestAborted);
        return new NoContentResult();
    }

    private async Task CountFoundAsync() =>
        Found = await places.CountAsync(Theirs.Count > 0 ? Theirs[0].Code : null, HttpContext.RequestAborted);

    private void Keep(ReportAnswers answers)
    {
        answers.Search = new SearchInput
        {
            Home = Input.Home,
            Places = Input.Home == HomeKind.House ? Input.House : Input.Apartment,
            CaseNumber = Input.CaseNumber,
        };
        answers.Shipment = new ShipmentInput { TrackingNumber = Input.TrackingNumber, Carrier = Input.Carrier };
    }
}
