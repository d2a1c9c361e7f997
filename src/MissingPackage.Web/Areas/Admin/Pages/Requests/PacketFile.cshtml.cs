using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Packets;
using MissingPackage.Data;
using MissingPackage.Data.Packets;
using MissingPackage.Web.Composition;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>A claim packet as a download, for a signed-in agent; each is an event.</summary>
[SecurityHeadersPolicy(SiteHeaders.Document)]
public sealed class PacketFileModel(MissingPackageContext database, ClaimPackets packets, TimeProvider time) : AgentRequestPageModel(database)
{
    private readonly MissingPackageContext _database = database;

    /// <summary>The file, or back to the page that says how far it is.</summary>
    public async Task<IActionResult> OnGetAsync(string format)
    {
        if (format is not ("pdf" or "zip"))
        {
            return NotFound();
        }

        var wanted = format == "pdf" ? PacketFormat.Pdf : PacketFormat.Zip;
        if (await packets.OpenAsync(Request, wanted, HttpContext.RequestAborted) is not { } packet)
        {
            return RedirectToPage("/Requests/Packet", new { reference = Request.Reference.Value });
        }

        if (!HttpMethods.IsHead(HttpContext.Request.Method)) // it hands nothing out
        {
            Request.NotePacketDownload($"{format.ToUpperInvariant()}, SHA-256 {packet.Sha256}", Me, time.GetUtcNow().UtcDateTime);
            await _database.SaveChangesAsync(HttpContext.RequestAborted);
        }

        return File(packet.Content, packet.MediaType, packet.FileName);
    }
}
