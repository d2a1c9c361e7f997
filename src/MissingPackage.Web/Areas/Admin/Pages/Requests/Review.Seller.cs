using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Packets;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Text;
using MissingPackage.Data.Access;
using MissingPackage.Data.Packets;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>A hand-off as it would reach the seller.</summary>
/// <param name="Seller">Whom.</param>
/// <param name="Email">The address that the link and the codes go to.</param>
/// <param name="Subject">The email's subject.</param>
/// <param name="Text">The email in plain text.</param>
/// <param name="ShowsContact">Whether the carrier’s form, and so the packet, has the customer’s email and phone.</param>
public sealed record HandOffPreview(string Seller, string Email, string Subject, string Text, bool ShowsContact);

public sealed partial class ReviewModel
{
    public HandOffForm HandOff { get; private set; } = new();

    public ToSellerForm ToSeller { get; private set; } = new();

    public CarrierAnswerForm CarrierAnswer { get; private set; } = new();

    private bool ShowsContact =>
        (Request.Shipment.Carrier is { } carrier ? settings.Carrier(carrier).Claim.Form : ClaimForm.Usual).Contains(ClaimField.RecipientContact);

    /// <summary>The sellers of the settings to choose from, the order's own first.</summary>
    public IReadOnlyList<Choice> Sellers { get; private set; } = [];

    /// <summary>The seller's last link that still works, or null.</summary>
    public SellerGrant? SellerLink { get; private set; }

    /// <summary>Pages of the ID that are still to be covered before anything leaves.</summary>
    public int PagesToMask { get; private set; }

    /// <summary>What the hand-off does, where the agent is asked to confirm it; null otherwise.</summary>
    public HandOffPreview? HandOffPreview { get; private set; }

    /// <summary>What was written between the seller and us, latest first.</summary>
    public IEnumerable<RequestEvent> SellerLetters =>
        Request.Events.Where(e => e.Kind is RequestEventKind.SellerWrote or RequestEventKind.WroteToSeller).Reverse();

    /// <summary>Hands the request to a seller, once the agent has seen what the seller gets.</summary>
    public async Task<IActionResult> OnPostHandOffAsync([FromForm(Name = nameof(HandOff))] HandOffForm form)
    {
        HandOff = form;
        form.Choice = form.IsOther ? HandOffForm.Other : form.Choice;
        if (form.Again)
        {
            ModelState.Clear();
            return Page();
        }

        if (form.Version != Request.Version)
        {
            return SaySellerStale(form.LastRow);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await packets.StatusAsync(Request, PacketFormat.Pdf, HttpContext.RequestAborted) is PacketStatus.ToMask)
        {
            ModelState.AddModelError("", "Cover on the ID first what the carrier doesn’t need: see the claim packet.");
            return Page();
        }

        if (await FindSellerAsync(form) is not var (name, email))
        {
            ModelState.AddModelError("HandOff.Choice", "This seller is no longer in the settings. Choose another one.");
            return Page();
        }

        if (form.Confirmed)
        {
            var answer = await DoAsync(form.Version, form.LastRow, $"Handed to {name}. The link is on its way.", async () =>
            {
                Request.HandToSeller(name, email, Me, Now);
                await sellerLinks.RevokeAsync(Request.Id, HttpContext.RequestAborted);
                sellers.HandOff(Request, email);
                messages.HandedOver(Request, name);
            });
            if (answer is LocalRedirectResult)
            {
                // So that it is ready when the seller comes.
                await packets.RequestAsync(Request, PacketFormat.Pdf, HttpContext.RequestAborted);
            }

            return answer;
        }

        try
        {
            Request.HandToSeller(name, email, Me, Now);
            var message = sellers.PreviewHandOff(Request);
            HandOffPreview = new(name, email, message.Subject, (await mail.RenderAsync(message)).Text, ShowsContact);
        }
        catch (RequestRuleException rule)
        {
            ModelState.AddModelError("", rule.Message);
        }

        await ReloadAsync();
        return Page();
    }

    /// <summary>Takes the hand-off back: the seller's links open nothing from now on.</summary>
    public Task<IActionResult> OnPostRevokeAsync(int version, int lastRow) => DoAsync(version, lastRow, "Taken back. The seller’s links open nothing any more.", () =>
    {
        Request.RevokeHandOff(Me, Now);
        return sellerLinks.RevokeAsync(Request.Id, HttpContext.RequestAborted);
    });

    public async Task<IActionResult> OnPostToSellerAsync(int version, int lastRow, [FromForm(Name = nameof(ToSeller))] ToSellerForm form)
    {
        ToSeller = form;
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await sellerLinks.LatestAsync(Request.Id, HttpContext.RequestAborted) is not { } link)
        {
            ModelState.AddModelError("", "The seller’s link has ended, so there is no address to write to. Hand it over again first.");
            return Page();
        }

        return await DoAsync(version, lastRow, "Sent to the seller.", () =>
        {
            var text = form.Text!.ReplaceLineEndings("\n").Trim();
            Request.WriteToSeller(text, Me, Now);
            sellers.Wrote(Request, link.Seller, link.Email, text);
            return Task.CompletedTask;
        });
    }

    /// <summary>What the seller told needs no answer.</summary>
    public Task<IActionResult> OnPostSellerSeenAsync(int version, int lastRow) => DoAsync(version, lastRow, "Marked as seen.", () =>
    {
        Request.SeeSellerNews(Me, Now);
        return Task.CompletedTask;
    });

    /// <summary>Records what the seller told on the phone or by mail.</summary>
    public Task<IActionResult> OnPostStockAsync(int version, int lastRow, bool inStock) =>
        DoAsync(version, lastRow, inStock ? "Noted: in stock." : "Noted: out of stock.", () =>
        {
            Request.RecordStock(inStock, Me, Now);
            return Task.CompletedTask;
        });

    /// <summary>Records the carrier's answer, as the seller told it.</summary>
    public async Task<IActionResult> OnPostCarrierAnswerAsync(int version, int lastRow, [FromForm(Name = nameof(CarrierAnswer))] CarrierAnswerForm form)
    {
        CarrierAnswer = form;
        return !ModelState.IsValid ? Page() : await DoAsync(version, lastRow, "The carrier’s decision is recorded.", () =>
        {
            decimal? amount = form.Verdict == CarrierVerdict.Denied ? null : TypedMoney.Read(form.Amount) is > 0 and var paid ? paid : null;
            Request.RecordCarrierDecision(new CarrierDecision(form.Verdict!.Value, amount, Request.Zone.DateOf(Now)), Me, Now);
            return Task.CompletedTask;
        });
    }

    /// <summary>Does something that nobody has to confirm, on the state that the agent looked at.</summary>
    private async Task<IActionResult> DoAsync(int version, int lastRow, string done, Func<Task> verb)
    {
        if (version != Request.Version)
        {
            return SaySellerStale(lastRow);
        }

        try
        {
            await verb();
            await Database.SaveChangesAsync(HttpContext.RequestAborted);
            Done = done;
            return Back();
        }
        catch (RequestRuleException rule)
        {
            await ReloadAsync();
            ModelState.AddModelError("", rule.Message);
            return Page();
        }
        catch (DbUpdateConcurrencyException)
        {
            await ReloadAsync();
            return SaySellerStale(lastRow);
        }
    }

    private PageResult SaySellerStale(int lastRow)
    {
        Since = SinceRow(lastRow);
        ModelState.Clear();
        ModelState.AddModelError("", Stale);
        return Page();
    }

    private async Task<(string Name, string Email)?> FindSellerAsync(HandOffForm form)
    {
        if (form.Choice == HandOffForm.Other)
        {
            return (ReportAnswers.Tidy(form.Name), form.Email!.Trim());
        }

        var id = Guid.Parse(form.Choice!);
        return await Database.Sellers.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, HttpContext.RequestAborted) is { } seller ? (seller.Name, seller.Email) : null;
    }

    private async Task LoadSellerAsync()
    {
        SellerLink = await sellerLinks.LatestAsync(Request.Id, HttpContext.RequestAborted);
        if (!Request.CanHandToSeller)
        {
            return;
        }

        PagesToMask = await packets.StatusAsync(Request, PacketFormat.Pdf, HttpContext.RequestAborted) is PacketStatus.ToMask toMask ? toMask.Pages : 0;

        var key = Data.Settings.Seller.KeyOf(Request.HandedOffTo ?? Request.Order.Seller ?? "");
        var known = await Database.Sellers.AsNoTracking().OrderBy(s => s.NameKey == key ? 0 : 1).ThenBy(s => s.NameKey).Take(500).ToListAsync(HttpContext.RequestAborted);
        Sellers = [.. known.Select(s => new Choice(s.Id.ToString(), $"{s.Name}, {s.Email}")), new Choice(HandOffForm.Other, "Another one…")];
        HandOff.Choice ??= known.Find(s => s.NameKey == key)?.Id.ToString() ?? (known.Count == 0 ? HandOffForm.Other : "");
        HandOff.Name ??= HandOff.Choice == HandOffForm.Other ? Request.Order.Seller : null;
        if (HandOff.Choice.Length == 0)
        {
            Sellers = [new Choice("", "Choose the seller"), .. Sellers];
        }
    }
}
