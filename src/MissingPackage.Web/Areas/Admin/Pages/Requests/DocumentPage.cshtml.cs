using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Documents;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>One page of a document as a JPEG of our own making, for a signed-in agent; each look is an event.</summary>
public sealed class DocumentPageModel(MissingPackageContext database, DocumentVault vault, TimeProvider time, ILogger<DocumentPageModel> logger) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string reference, Guid document, int number)
    {
        if (!RequestReference.TryParse(reference, out var parsed))
        {
            return NotFound();
        }

        var request = await database.Requests.Include(r => r.Documents)
            .SingleOrDefaultAsync(r => r.Reference == parsed, HttpContext.RequestAborted);
        var file = request?.Documents.SingleOrDefault(d => d.Id == document && d.HasContent);
        var page = file?.Pages.SingleOrDefault(p => p.Number == number);
        if (request is null || file is null || page is null)
        {
            return NotFound();
        }

        byte[] jpeg;
        try
        {
            jpeg = await vault.ReadAsync(DocumentNames.Page(file, number), page.Sha256, HttpContext.RequestAborted);
        }
        catch (DamagedDocumentException damaged)
        {
            logger.LogError("Page {Number} of document {DocumentId} is damaged: {Damage}", number, document, damaged.Damage);
            return StatusCode(StatusCodes.Status410Gone);
        }

        request.NoteView(document, Actor.Agent(User.Identity!.Name!), time.GetUtcNow().UtcDateTime);
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return File(jpeg, "image/jpeg");
    }
}
