using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace MissingPackage.Web.Pages;

/// <summary>Every error, as a page for people: what happened, what was kept, what to do.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ProblemModel : PageModel
{
    public int Code { get; private set; }

    public string Headline { get; private set; } = "";

    public string Advice { get; private set; } = "";

    /// <summary>Finds this answer in the logs.</summary>
    public string Trace => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    /// <summary>
    /// For every method: an error page answers whatever was asked. The code isn't bound: where the posted form itself
    /// couldn't be read, nothing is.
    /// </summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) =>
        Show(int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture));

    /// <summary>Whether what was refused went to a page that takes files.</summary>
    private bool TakesFiles =>
        (HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint ?? HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint)
            ?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not { MaxRequestBodySize: < 1024 * 1024 };

    private void Show(int code)
    {
        // A body that is too large, say, comes here as an exception with a status of its own.
        code = code == 500 && Response.StatusCode is >= 400 and < 500 ? Response.StatusCode : code;
        Code = code;
        Response.StatusCode = code is >= 400 and < 600 ? code : 500;
        (Headline, Advice) = code switch
        {
            400 => ("We couldn’t take that form", "It may have been open for too long, or something was lost on the way. Go back, reload the page, and send it again: what arrived before is kept."),
            405 => ("That doesn’t work on this page", "Go back and use the page’s own buttons. Nothing was changed."),
            403 => ("This page isn’t for you", "You are signed in, but this page is for other people."),
            404 => ("We can’t show that page", "It may not exist, or this device may not be allowed to see it. If it is your request, get a new private link with your reference and email."),
            413 when TakesFiles => ("That was too large", "A file can be at most 15 MB. Nothing was changed: go back and choose a smaller one, such as a photo instead of a scan."),
            413 => ("That was too long", "It is more than this form takes. Nothing was changed: go back, where what you typed still is, and shorten it."),
            408 => ("That took too long", "The connection was too slow, or broke off. Nothing was lost: go back and send it again, if you can with a better connection."),
            415 => ("We couldn’t read that", "It came in a form we don’t know. Go back and use the page’s own buttons."),
            421 => ("This address isn’t set up yet", "It isn’t your fault: whoever runs this site has to say that its proxy is trusted (Site:TrustedProxies)."),
            429 => ("A little slower, please", "There were too many tries from your connection. Wait a minute, then go back and send it again. Nothing was lost."),
            _ => ("Something went wrong on our side", "It isn’t your fault, and what you sent before is kept. Please try again in a minute. If it happens again, call us and give the reference below."),
        };
    }
}
