using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MimeKit;
using MissingPackage.Application.Mail;

namespace MissingPackage.Web.Areas.Admin.Pages.Messages;

/// <summary>One message with sample data: its headers and plain text, as an email program without HTML shows them.</summary>
public sealed class PreviewModel(MailComposer composer) : PageModel
{
    public SampleMessage Sample { get; private set; } = null!;

    public MimeMessage Mail { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string key)
    {
        if (SampleMessages.All.FirstOrDefault(sample => sample.Key == key) is not { } found)
        {
            return NotFound();
        }

        Sample = found;
        Mail = await composer.ComposeAsync(Guid.Empty, DateTime.UnixEpoch, found.Letter);
        return Page();
    }
}
