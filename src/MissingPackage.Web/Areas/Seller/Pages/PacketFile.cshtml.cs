using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Links;
using MissingPackage.Application.Packets;
using MissingPackage.Application.Site;
using MissingPackage.Data;
using MissingPackage.Data.Packets;
using MissingPackage.Web.Composition;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace MissingPackage.Web.Areas.Seller.Pages;

/// <summary>The claim packet as a download, for the seller it was made for; each is an event.</summary>
[SecurityHeadersPolicy(SiteHeaders.Document)]
public sealed class PacketFileModel(MissingPackageContext database, ClaimPackets packets, TimeProvider time) : SellerPageModel(database)
{
    /// <summary>The file, or back to the page that says how far it is.</summary>
    public async Task<IActionResult> OnGetAsync(string format)
    {
        ArgumentNullException.ThrowIfNull(format);
        var wanted = format == "pdf" ? PacketFormat.Pdf : PacketFormat.Zip;
        if (Standing != Standing.Open || await packets.OpenAsync(Request, wanted, HttpContext.RequestAborted) is not { } packet)
        {
            return LocalRedirect(SellerLinks.PathOf(HandOff.Id));
        }

        if (!HttpMethods.IsHead(HttpContext.Request.Method)) // it hands nothing out
        {
            await Database.ChangeRequestAsync(
                Request.Id, request => request.NotePacketDownload($"{format.ToUpperInvariant()}, SHA-256 {packet.Sha256}", Me, time.GetUtcNow().UtcDateTime), HttpContext.RequestAborted);
        }

        return File(packet.Content, packet.MediaType, packet.FileName);
    }
}
