using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Requests;

public sealed class TurnedUpInput
{
    /// <summary>Where it was, or null if not said.</summary>
    public PlaceToLook? Place { get; set; }
}

/// <summary>"It turned up", or "I no longer need help".</summary>
public sealed class TurnedUpModel(CustomerAccess access, MissingPackageContext database, RequestMessages messages, SellerMessages sellers, TimeProvider time)
    : RequestPageModel(access)
{
    [BindProperty]
    public TurnedUpInput Input { get; set; } = new();

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostFoundAsync()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return CloseAsync(() =>
        {
            Request.MarkFound(Input.Place, Actor.Customer, now);
            if (Input.Place is { } place)
            {
                database.FoundPackages.Add(FoundPackage.Count(place, Request.Search.Home, Request.Shipment.Carrier, now));
            }
        });
    }

    public Task<IActionResult> OnPostWithdrawAsync() => CloseAsync(() => Request.Withdraw(time.GetUtcNow().UtcDateTime));

    private async Task<IActionResult> CloseAsync(Action verb)
    {
        if (Request.CanClose)
        {
            verb();
            if (Request.Events.Any(e => e.Kind == RequestEventKind.LinkSent)) // or its address was told of too many already
            {
                messages.Closed(Request);
            }

            await sellers.StopAsync(Request, HttpContext.RequestAborted);
            try
            {
                await database.SaveChangesAsync(HttpContext.RequestAborted);
            }
            catch (DbUpdateConcurrencyException)
            {
                ModelState.AddModelError("", "Something changed on your request at this very moment. Please look at it, and press the button again if it still applies.");
                return Page();
            }
        }

        else if (Seen.CanClose)
        {
            // Decided, but not told yet: the page must not pretend to have closed it.
            ModelState.AddModelError("", "We are working on your request at this very moment. Please try again in a minute.");
            return Page();
        }

        return RedirectToPage("/Requests/Status", new { reference = Request.Reference.Value });
    }
}
