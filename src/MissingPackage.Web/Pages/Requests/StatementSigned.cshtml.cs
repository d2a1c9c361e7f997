using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Storage;
using MissingPackage.Documents.Vault;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>The customer's own copy of a statement signed on screen, as sealed: ESIGN asks for a record that can be kept.</summary>
[SecurityHeadersPolicy(SiteHeaders.Document)]
public sealed class StatementSignedModel(CustomerAccess access, DocumentVault vault, ILogger<StatementSignedModel> logger) : RequestPageModel(access)
{
    public async Task<IActionResult> OnGetAsync(Guid document)
    {
        if (Request.Documents.SingleOrDefault(d => d.Id == document && d.Signature is not null && d.HasContent) is not { } file)
        {
            return NotFound();
        }

        try
        {
            var content = await vault.ReadAsync(DocumentNames.Original(file), file.Sha256, HttpContext.RequestAborted);
            return File(content, file.MediaType, $"{Request.Reference}-signed-statement.pdf");
        }
        catch (DamagedDocumentException damaged)
        {
            logger.LogError("The signed statement {DocumentId} is damaged: {Damage}", document, damaged.Damage);
            return StatusCode(StatusCodes.Status410Gone);
        }
    }
}
