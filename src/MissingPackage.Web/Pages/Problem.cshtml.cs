using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Pages;

/// <summary>Every error, as a page for people: what happened, what was kept, what to do.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ProblemModel : PageModel
{
    public int Code { get; private set; }

    public string Headline { get; private set; } = "";

    public string Advice { get; private set; } = "";

    /// <summary>The form that was sent when it happened, field by field, to be sent again; empty where there was none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Typed { get; private set; } = [];

    /// <summary>Where that form was sent.</summary>
    public string SendTo { get; private set; } = "";

    /// <summary>Finds this answer in the logs.</summary>
    public string Trace => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    /// <summary>
    /// For every method: an error page answers whatever was asked. The code isn't bound: where the posted form itself
    /// couldn't be read, nothing is.
    /// </summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var code = int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture);
        // A database that is away comes here as an exception with a status of its own.
        code = code == 500 && Response.StatusCode == 503 ? 503 : code;
        if (code >= 500)
        {
            await KeepWhatWasTypedAsync();
        }

        Show(code);
        await next();
    }

    /// <summary>
    /// The page carries it, with the token that the form came with: nothing of it is kept here. A form of another site isn't
    /// carried: from this page it would be sent as one of ours.
    /// </summary>
    private async Task KeepWhatWasTypedAsync()
    {
        if (HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path is not { } path || !HttpMethods.IsPost(Request.Method)
            || FromOurOwnPagesAttribute.IsFromElsewhere(Request) || !MediaTypeHeaderValue.TryParse(Request.ContentType, out var type) || type.MediaType != "application/x-www-form-urlencoded")
        {
            return;
        }

        try
        {
            var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
            var sendTo = Request.PathBase + path + Request.QueryString;
            // A password is typed again, not written into a page.
            if (Url.IsLocalUrl(sendTo) && !form.Keys.Any(name => name.Contains("password", StringComparison.OrdinalIgnoreCase)))
            {
                (SendTo, Typed) = (sendTo, [.. from field in form from value in field.Value select KeyValuePair.Create(field.Key, value ?? "")]);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException)
        {
            // It went wrong over the form itself.
        }
    }

    private string Again => Typed.Count > 0
        ? "What you just typed is kept on this page: wait a minute, then press the button, and leave the page open until then."
        : "Please try again in a minute.";

    /// <summary>Whether what was refused went to a page that takes files.</summary>
    private bool TakesFiles =>
        (HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint ?? HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint)
            ?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not { MaxRequestBodySize: < 1024 * 1024 };

    private void Show(int code)
    {
        Code = code;
        if (code == 503)
        {
            Response.Headers.RetryAfter = "30";
        }

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
            503 => ("We can’t reach our records just now", "It isn’t your fault, and nothing that you sent before is lost. " + Again),
            _ => ("Something went wrong on our side", "It isn’t your fault, and what you sent before is kept. " + Again + " If it happens again, call us and give the reference below."),
        };
    }
}
