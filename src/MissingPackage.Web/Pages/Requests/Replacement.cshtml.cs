using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Requests;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>The replacement went missing too: one step opens a request about it, with all that is known already.</summary>
[EnableRateLimiting(RateLimits.Costly)]
public sealed class ReplacementModel(CustomerAccess access, MissingPackageContext database, RequestMessages messages, TimeProvider time)
    : RequestPageModel(access)
{
    private readonly CustomerAccess _access = access;

    [BindProperty]
    public DatesInput Input { get; set; } = new();

    /// <summary>Today, for the hints.</summary>
    public DateOnly Today => Request.Zone.DateOf(Now);

    /// <summary>Whether to offer "it was marked delivered early".</summary>
    public bool AskIfEarly => TypedDate.Read(Input.Expected, Today).Date > Today;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Seen.CanReportReplacement)
        {
            return Next();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var dates = new ReplacementDates(TypedDate.Read(Input.Expected, Today).Date!.Value, TypedDate.Read(Input.MarkedDelivered, Today).Date!.Value);
        var next = Request.ReportReplacement(Guid.NewGuid(), RequestReference.FromRandom(RandomNumberGenerator.GetBytes(5)), dates, Now);
        database.Requests.Add(next);
        await messages.OpenedAsync(next, HttpContext.RequestAborted);
        _access.GrantThisBrowser(next.Id);
        try
        {
            await database.SaveChangesAsync(HttpContext.RequestAborted);
        }
        catch (DbUpdateException)
        {
            // The same button twice at once, and the other one was first.
            database.ChangeTracker.Clear();
            await RefreshAsync();
            if (Request.FollowedBy is null)
            {
                ModelState.AddModelError("", "Something changed on your request at this very moment. Please press the button again.");
                return Page();
            }
        }

        return Next();
    }

    /// <summary>To the request about the replacement, or back where there is none.</summary>
    private RedirectToPageResult Next() => RedirectToPage("/Requests/Status", new { reference = (Request.FollowedBy ?? Request.Reference).Value });
}
