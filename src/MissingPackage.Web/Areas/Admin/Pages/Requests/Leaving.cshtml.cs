using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Packets;
using MissingPackage.Application.Storage;
using MissingPackage.Data;
using MissingPackage.Documents;
using MissingPackage.Documents.Vault;
using MissingPackage.Web.Composition;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>One page of an ID as it leaves: covered and with its watermark. Looking at it is looking at the document.</summary>
[SecurityHeadersPolicy(SiteHeaders.Document)]
public sealed class LeavingModel(
    MissingPackageContext database, DocumentVault vault, ClaimPackets packets, PacketPictures pictures, TimeProvider time, ILogger<LeavingModel> logger)
    : AgentRequestPageModel(database)
{
    private readonly MissingPackageContext _database = database;

    public async Task<IActionResult> OnGetAsync(Guid document, int number)
    {
        var file = Request.Documents.SingleOrDefault(d => d.Id == document && d.CanBeMasked);
        if (file?.Pages.SingleOrDefault(p => p.Number == number) is not { } page)
        {
            return NotFound();
        }

        try
        {
            var jpeg = await vault.ReadAsync(DocumentNames.Page(file, number), page.Sha256, HttpContext.RequestAborted);
            var leaving = pictures.Prepare(jpeg, PictureLevel.All[0], ClaimPacket.WatermarkOf(packets.SubjectOf(Request)), page.Masks);
            Request.NoteView(document, Me, time.GetUtcNow().UtcDateTime);
            await _database.SaveChangesAsync(HttpContext.RequestAborted);
            return File(leaving, "image/jpeg");
        }
        catch (DamagedDocumentException damaged)
        {
            logger.LogError("Page {Number} of document {DocumentId} is damaged: {Damage}", number, document, damaged.Damage);
            return StatusCode(StatusCodes.Status410Gone);
        }
    }
}
