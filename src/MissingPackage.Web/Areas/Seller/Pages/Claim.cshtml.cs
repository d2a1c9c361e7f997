using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Links;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Packets;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Site;
using MissingPackage.Data;
using MissingPackage.Data.Packets;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Areas.Seller.Pages.Forms;

namespace MissingPackage.Web.Areas.Seller.Pages;

/// <summary>The one claim that was handed over: what there is, what to do by when, and where to record it.</summary>
public sealed class ClaimModel(
    MissingPackageContext database, SellerAccess access, RequestMessages customer, CareMessages care, ClaimPackets packets, SettingsReader settings, TimeProvider time)
    : SellerPageModel(database)
{
    // The page looks again every second while a packet is being made, and comes back after each form.
    private static readonly TimeSpan OneLook = TimeSpan.FromMinutes(5);

    private const string Stale = "This claim changed while you were looking at it, so nothing was saved. What you typed is still here: look at the change, then send it again.";

    public FiledForm Filed { get; private set; } = new();

    public DecidedForm Decided { get; private set; } = new();

    public StockForm Stock { get; private set; } = new();

    public ShippedForm Shipped { get; private set; } = new();

    public RefundForm Refund { get; private set; } = new();

    public WriteForm Write { get; private set; } = new();

    /// <summary>How far the packet is, in each form.</summary>
    public IReadOnlyDictionary<PacketFormat, PacketStatus> Packets { get; private set; } = new Dictionary<PacketFormat, PacketStatus>();

    /// <summary>Whether one is being made.</summary>
    public bool IsMaking => Packets.Values.Any(status => status is PacketStatus.Making);

    /// <summary>What was just recorded, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>The carrier with its claim rules as edited; null where it isn't one of the four.</summary>
    public Carrier? Carrier => Request.Shipment.Carrier is { } code ? settings.Carrier(code) : null;

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Today at the delivery address.</summary>
    public DateOnly Today => Request.Zone.DateOf(Now);

    /// <summary>How a day may be typed.</summary>
    public string DayHint => $"Such as {TypedDate.Show(Today.AddDays(-1))}, “today” or “yesterday”.";

    /// <summary>What was written between the seller and us, oldest first.</summary>
    public IEnumerable<RequestEvent> Letters => Request.Events.Where(e => e.Kind is RequestEventKind.SellerWrote or RequestEventKind.WroteToSeller);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        await base.OnPageHandlerExecutionAsync(context, async () =>
        {
            var executed = await next();
            if (executed.Result is PageResult && Standing == Standing.Open)
            {
                await NoteLookAsync();
                var statuses = new Dictionary<PacketFormat, PacketStatus>();
                foreach (var format in Enum.GetValues<PacketFormat>())
                {
                    statuses[format] = await packets.StatusAsync(Request, format, HttpContext.RequestAborted);
                }

                Packets = statuses;
            }

            return executed;
        });

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostFiledAsync([FromForm(Name = nameof(Filed))] FiledForm form) => RecordAsync(Filed = form);

    public Task<IActionResult> OnPostDecidedAsync([FromForm(Name = nameof(Decided))] DecidedForm form) => RecordAsync(Decided = form);

    public Task<IActionResult> OnPostStockAsync([FromForm(Name = nameof(Stock))] StockForm form) => RecordAsync(Stock = form);

    public Task<IActionResult> OnPostShippedAsync([FromForm(Name = nameof(Shipped))] ShippedForm form) => RecordAsync(Shipped = form);

    public Task<IActionResult> OnPostRefundAsync([FromForm(Name = nameof(Refund))] RefundForm form) => RecordAsync(Refund = form);

    public Task<IActionResult> OnPostWriteAsync([FromForm(Name = nameof(Write))] WriteForm form) => RecordAsync(Write = form);

    /// <summary>Has the packet made, which takes a moment.</summary>
    public async Task<IActionResult> OnPostPacketAsync(PacketFormat format)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(format))
        {
            return BadRequest();
        }

        if (Standing == Standing.Open)
        {
            await packets.RequestAsync(Request, format, HttpContext.RequestAborted);
        }

        return Back("The packet is on its way.");
    }

    /// <summary>Ends the session on this device.</summary>
    public async Task<IActionResult> OnPostLeaveAsync()
    {
        await access.SignOutAsync(HandOff.Id, HttpContext.RequestAborted);
        return LocalRedirect("/seller");
    }

    /// <summary>
    /// Notes that the claim was shown, whatever asked for it: nothing that a browser sends says that it is no look. Several
    /// within <see cref="OneLook"/> are one.
    /// </summary>
    private async Task NoteLookAsync()
    {
        if (!HttpMethods.IsHead(HttpContext.Request.Method)
            && !Request.Events.Any(e => e.Kind == RequestEventKind.SellerViewed && e.ActorName == Me.Name && e.OccurredOn > Now - OneLook))
        {
            await Database.ChangeRequestAsync(Request.Id, request => request.NoteSellerView(Me, Now), HttpContext.RequestAborted);
            await LoadAsync();
        }
    }

    private async Task<IActionResult> RecordAsync(SellerForm form)
    {
        if (Standing != Standing.Open)
        {
            return Back(form.IsRecorded(Request) ? form.Done : null);
        }

        if (form.Version != Request.Version)
        {
            return form.IsRecorded(Request) ? Back(form.Done) : Say(Stale);
        }

        var facts = new SellerFacts(Request, Carrier?.Claim.DecisionDaysTo, Today, Now);
        foreach (var (field, problem) in ModelState.IsValid ? form.Problems(facts) : [])
        {
            ModelState.AddModelError($"{form.Name}.{field}", problem);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        try
        {
            form.Record(facts, Me);
            await TellAsync(form);
            await Database.SaveChangesAsync(HttpContext.RequestAborted);
            return Back(form.Done);
        }
        catch (RequestRuleException rule)
        {
            await LoadAsync();
            return Say(rule.Message);
        }
        catch (DbUpdateConcurrencyException)
        {
            await LoadAsync();
            return form.IsRecorded(Request) ? Back(form.Done) : Say(Stale);
        }
    }

    /// <summary>Tells the customer, and the agent whose request it is, in the same save.</summary>
    private async Task TellAsync(SellerForm form)
    {
        if (form.ForCustomer is { } kind)
        {
            customer.News(Request, kind);
        }

        if (form.ForCare is { } what)
        {
            var agent = await Database.Users.Where(a => a.Id == Request.AssignedTo).Select(a => a.Email).SingleOrDefaultAsync(HttpContext.RequestAborted);
            care.SellerTold(Request, what, agent);
        }
    }

    private LocalRedirectResult Back(string? done)
    {
        Done = done;
        return LocalRedirect(SellerLinks.PathOf(HandOff.Id));
    }

    private IActionResult Say(string problem)
    {
        // Whatever was wrong with it was wrong with another state.
        ModelState.Clear();
        if (Standing != Standing.Open)
        {
            return Back(null);
        }

        ModelState.AddModelError("", problem);
        return Page();
    }
}
