using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Pages.Report;

/// <summary>Check your answers, then send. Sending twice, at once or later, makes one request.</summary>
[EnableRateLimiting(RateLimits.Costly)]
public sealed class CheckModel(
    DraftStore drafts, ReportProgress progress, MissingPackageContext database, CustomerAccess access,
    RequestMessages messages, SettingsReader settings, TimeProvider time) : PageModel
{
    public RequestFacts Facts { get; private set; } = null!;

    public BusinessDeadline Deadline { get; private set; } = null!;

    public DateOnly Today { get; private set; }

    /// <summary>Whether the document deadline has passed already.</summary>
    public bool IsLate => time.GetUtcNow().UtcDateTime > Deadline.DueOn;

    public async Task<IActionResult> OnGetAsync()
    {
        var answers = await drafts.LoadAsync(HttpContext.RequestAborted);
        if (progress.FirstOpen(answers) is not ReportStep.Check and var open)
        {
            return RedirectToPage($"/Report/{open}");
        }

        Facts = answers.ToFacts(DatesInputValidator.Today(time));
        Deadline = DocumentDeadline.For(Facts.Shipment.ExpectedDate, DeliveryTimeZone.ForState(Facts.Address.State), settings.Calendar);
        Today = Deadline.Zone.DateOf(time.GetUtcNow().UtcDateTime);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (drafts.CurrentId is not { } draftId)
        {
            // Just sent, and the page came back out of the browser's history: show what it made.
            return (await access.ListAsync(HttpContext.RequestAborted)) is [var latest, ..]
                && await database.Requests.AnyAsync(r => r.Reference == latest && r.OpenedOn > JustNow, HttpContext.RequestAborted)
                ? RedirectToPage("/Requests/Status", new { reference = latest.Value })
                : RedirectToPage("/Report/Index");
        }

        return await OpenAsync(draftId, tries: 3);
    }

    private async Task<IActionResult> OpenAsync(Guid draftId, int tries)
    {
        if (await SentBeforeAsync(draftId) is { } sent)
        {
            return await ShowAsync(sent);
        }

        var answers = await drafts.LoadAsync(HttpContext.RequestAborted);
        if (progress.FirstOpen(answers) is not ReportStep.Check and var open)
        {
            // The draft may be gone because the same page, sent a moment earlier, has just become a request.
            return await SentBeforeAsync(draftId) is { } first ? await ShowAsync(first) : RedirectToPage($"/Report/{open}");
        }

        var request = ServiceRequest.Open(
            Guid.NewGuid(), RequestReference.FromRandom(RandomNumberGenerator.GetBytes(5)), draftId,
            answers.ToFacts(DatesInputValidator.Today(time)), time.GetUtcNow().UtcDateTime, settings.Calendar, code => settings.Carrier(code).Claim);
        database.Requests.Add(request);
        await messages.OpenedAsync(request, HttpContext.RequestAborted);
        await drafts.DiscardAsync(HttpContext.RequestAborted);
        try
        {
            return await ShowAsync(request);
        }
        catch (DbUpdateException)
        {
            // The same draft, sent twice at once, and the other one was first; or an answer that was still on its way was kept.
            database.ChangeTracker.Clear();
            if (tries == 1)
            {
                throw;
            }
        }

        return await OpenAsync(draftId, tries - 1);
    }

    /// <summary>A repeat comes within minutes. Later, an old draft's cookie opens nothing.</summary>
    private DateTime JustNow => time.GetUtcNow().UtcDateTime.AddMinutes(-10);

    private Task<ServiceRequest?> SentBeforeAsync(Guid draftId) => database.Requests.SingleOrDefaultAsync(
        r => r.SubmissionId == draftId && r.OpenedOn > JustNow, HttpContext.RequestAborted);

    private async Task<IActionResult> ShowAsync(ServiceRequest request)
    {
        access.GrantThisBrowser(request.Id);
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        return RedirectToPage("/Requests/Status", new { reference = request.Reference.Value });
    }
}
