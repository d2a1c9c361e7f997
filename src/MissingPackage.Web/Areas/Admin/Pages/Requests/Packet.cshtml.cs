using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Packets;
using MissingPackage.Data;
using MissingPackage.Data.Packets;
using MissingPackage.Documents;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>The claim packet of one request: what goes into it, what is to be covered first, and how far it is made.</summary>
public sealed class PacketModel(MissingPackageContext database, ClaimPackets packets) : AgentRequestPageModel(database)
{
    /// <summary>What it is about.</summary>
    public PacketSubject Subject => packets.SubjectOf(Request);

    public PacketStatus Pdf { get; private set; } = new PacketStatus.NotAllowed();

    public PacketStatus Zip { get; private set; } = new PacketStatus.NotAllowed();

    public bool IsMaking => Pdf is PacketStatus.Making || Zip is PacketStatus.Making;

    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync()
    {
        Pdf = await packets.StatusAsync(Request, PacketFormat.Pdf, HttpContext.RequestAborted);
        Zip = await packets.StatusAsync(Request, PacketFormat.Zip, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostAsync(PacketFormat format)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(format))
        {
            return BadRequest();
        }

        await packets.RequestAsync(Request, format, HttpContext.RequestAborted);
        return RedirectToPage(new { reference = Request.Reference.Value });
    }
}
