using System.Linq.Expressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages;

/// <summary>A view of the queue.</summary>
public sealed record QueueView(string Key, string Name, Expression<Func<ServiceRequest, bool>> Holds);

/// <summary>The queue: what is due next comes first.</summary>
public sealed class IndexModel(MissingPackageContext database, TimeProvider time) : PageModel
{
    public const int PageSize = 50;

    public static IReadOnlyList<QueueView> Views { get; } =
    [
        new("due", "Due next", r => r.NextStepDueOn != null),
        new("review", "To review", r => r.Status == RequestStatus.ReadyForReview),
        new("waiting", "Waiting", r => r.Status == RequestStatus.AwaitingDocuments || r.Status == RequestStatus.MoreNeeded
            || r.Status == RequestStatus.WithSeller || r.Status == RequestStatus.CarrierClaimFiled),
        new("ended", "Ended", r => r.NextStepDueOn == null),
    ];

    public QueueView View { get; private set; } = Views[0];

    public IReadOnlyList<ServiceRequest> Requests { get; private set; } = [];

    public int PageNumber { get; private set; } = 1;

    public bool HasMore { get; private set; }

    /// <summary>A sentence about a search that found nothing, or null.</summary>
    public string? NotFoundSentence { get; private set; }

    public string? Find { get; private set; }

    public DateTime Now { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? view, int? p, string? find)
    {
        Now = time.GetUtcNow().UtcDateTime;
        View = Views.FirstOrDefault(v => v.Key == view) ?? Views[0];
        PageNumber = p is > 1 and < 10_000 ? p.Value : 1;
        Find = find;
        if (!string.IsNullOrWhiteSpace(find))
        {
            if (RequestReference.TryParse(find, out var reference)
                && await database.Requests.AnyAsync(r => r.Reference == reference, HttpContext.RequestAborted))
            {
                return RedirectToPage("/Requests/Review", new { reference = reference.Value });
            }

            NotFoundSentence = "No request has this reference. It looks like MP-7K4M-29QX.";
        }

        var found = database.Requests.AsNoTracking().Where(View.Holds);
        found = View.Key == "ended"
            ? found.OrderByDescending(r => r.EndedOn).ThenBy(r => r.Id)
            : found.OrderBy(r => r.NextStepDueOn).ThenBy(r => r.Id);
        var page = await found.Skip((PageNumber - 1) * PageSize).Take(PageSize + 1).ToListAsync(HttpContext.RequestAborted);
        HasMore = page.Count > PageSize;
        Requests = page.Take(PageSize).ToList();
        return Page();
    }
}
