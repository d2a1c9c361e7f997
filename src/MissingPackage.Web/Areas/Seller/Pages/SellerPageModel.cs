using System.Security.Claims;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Access;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages;

/// <summary>What a hand-off still is to its seller.</summary>
public enum Standing
{
    /// <summary>There is something to do.</summary>
    Open,

    /// <summary>The package turned up, or the customer withdrew: the claim is to be stopped.</summary>
    Stopped,

    /// <summary>Nothing more is to be done, or nothing more is stored.</summary>
    Closed,
}

/// <summary>A page of one hand-off: its request is loaded before any handler runs. Who may come here, the policy has decided.</summary>
public abstract class SellerPageModel(MissingPackageContext database) : PageModel
{
    /// <summary>The hand-off.</summary>
    public SellerGrant HandOff { get; private set; } = null!;

    public new ServiceRequest Request { get; private set; } = null!;

    /// <summary>Whether there is anything to show.</summary>
    public Standing Standing => Request switch
    {
        { Outcome: RequestOutcome.Found or RequestOutcome.Withdrawn } => Standing.Stopped,
        { HasEnded: true } or { HandedOffOn: null } => Standing.Closed,
        _ => Request.Documents.Any(d => d.HasContent) ? Standing.Open : Standing.Closed,
    };

    protected MissingPackageContext Database => database;

    protected Actor Me => Actor.Seller(HandOff.Seller);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var id = Guid.Parse(User.FindFirstValue(ClaimTypes.NameIdentifier)!);
        HandOff = await database.SellerGrants.AsNoTracking().SingleAsync(g => g.Id == id, HttpContext.RequestAborted);
        await LoadAsync();
        await next();
    }

    /// <summary>Reads the request, anew where it was read; what was tracked is forgotten.</summary>
    protected async Task LoadAsync()
    {
        database.ChangeTracker.Clear();
        Request = await database.Requests
            .Include(r => r.Documents.OrderBy(d => d.Position).ThenBy(d => d.ReceivedOn))
            .Include(r => r.Events.OrderBy(e => e.Sequence))
            .SingleAsync(r => r.Id == HandOff.RequestId, HttpContext.RequestAborted);
    }
}
