using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Storage;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Composition;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>One page of a document as a JPEG of our own making, for a signed-in agent; each look is an event.</summary>
[SecurityHeadersPolicy(SiteHeaders.Document)]
public sealed class DocumentPageModel(MissingPackageContext database, DocumentVault vault, TimeProvider time, ILogger<DocumentPageModel> logger) : PageModel
{
    /// <summary>A cleaned page; number 0 is the original PDF, as a download.</summary>
    public async Task<IActionResult> OnGetAsync(string reference, Guid document, int number)
    {
        if (!RequestReference.TryParse(reference, out var parsed))
        {
            return NotFound();
        }

        var request = await database.Requests.Include(r => r.Documents)
            .SingleOrDefaultAsync(r => r.Reference == parsed, HttpContext.RequestAborted);
        var file = request?.Documents.SingleOrDefault(d => d.Id == document && d.HasContent && d.Pages.Count > 0);
        var (name, sha256) = file switch
        {
            null => (null, null),
            { MediaType: Pdf } when number == 0 => (DocumentNames.Original(file), file.Sha256),
            _ => (DocumentNames.Page(file, number), file.Pages.SingleOrDefault(p => p.Number == number)?.Sha256),
        };
        if (name is null || sha256 is null)
        {
            return NotFound();
        }

        byte[] content;
        try
        {
            content = await vault.ReadAsync(name, sha256, HttpContext.RequestAborted);
        }
        catch (DamagedDocumentException damaged)
        {
            logger.LogError("Page {Number} of document {DocumentId} is damaged: {Damage}", number, document, damaged.Damage);
            return StatusCode(StatusCodes.Status410Gone);
        }

        request!.NoteView(document, Actor.Agent(User.Identity!.Name!), time.GetUtcNow().UtcDateTime);
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        return number == 0
            ? File(content, Pdf, $"{request.Reference}-{DocumentWords.SlugOf(file!.Kind)}-{file.Position}.pdf")
            : File(content, "image/jpeg");
    }

    private const string Pdf = "application/pdf";
}
