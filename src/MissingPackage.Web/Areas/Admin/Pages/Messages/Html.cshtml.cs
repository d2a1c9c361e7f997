using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Application.Mail;
using MissingPackage.Web.Composition;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace MissingPackage.Web.Areas.Admin.Pages.Messages;

/// <summary>One message with sample data, as an email program shows it. An email brings its own style; nothing in it runs or loads.</summary>
[SecurityHeadersPolicy(SiteHeaders.Message)]
public sealed class HtmlModel(MailComposer composer) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string key) =>
        SampleMessages.All.FirstOrDefault(sample => sample.Key == key) is { } found
            ? Content((await composer.RenderAsync(found.Letter.Message)).Html, "text/html; charset=utf-8")
            : NotFound();
}
