using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>
/// A page of one request: it is loaded before any handler runs, and where no grant of this browser covers it the answer
/// is the same as for one that doesn't exist.
/// </summary>
public abstract class RequestPageModel(CustomerAccess access) : PageModel
{
    public new ServiceRequest Request { get; private set; } = null!;

    /// <summary>The request as pages show it: without a decision that an agent can still take back.</summary>
    public ServiceRequest Seen { get; private set; } = null!;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var reference = context.RouteData.Values["reference"] as string;
        if (await access.FindAsync(reference, HttpContext.RequestAborted) is not { } found)
        {
            context.Result = new NotFoundResult();
            return;
        }

        Request = found;
        Seen = ServiceRequest.AsItsCustomerSeesIt(found, HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        await next();
    }

    /// <summary>Reads the request anew, after somebody else may have changed it.</summary>
    protected async Task RefreshAsync() =>
        Request = await access.FindAsync(Request.Reference.Value, HttpContext.RequestAborted) ?? Request;
}
