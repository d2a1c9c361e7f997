using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Links;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Packets;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Site;
using MissingPackage.Application.Statements;
using MissingPackage.Application.Uploads;
using MissingPackage.Data;
using MissingPackage.Data.Reviewing;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Signals;
using MissingPackage.Web.Access;
using MissingPackage.Web.Areas.Admin.Queue;
using MissingPackage.Web.Areas.Admin.Reviewing;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>
/// One request, for an agent to look at and decide. Decisions are in <c>Review.Decide.cs</c>, what goes between us and the
/// seller in <c>Review.Seller.cs</c>, everything else an agent does here in <c>Review.Work.cs</c>.
/// </summary>
[FreshSignIn("Erase")]
[FreshSignIn("HandOff", Field = "HandOff.Choice", Holds = HandOffForm.Other)] // to an address just typed
public sealed partial class ReviewModel(
    MissingPackageContext database, RequestMessages messages, SellerMessages sellers, SellerLinks sellerLinks, ClaimPackets packets, CareMessages team, MailComposer mail, DocumentReceiver receiver, RelatedRequests related,
    StatementPdfs statements, QueueNeighbours neighbours, TypedBeforeSignIn typed, SettingsReader settings, IOptions<CareOptions> care,
    TimeProvider time) : AgentRequestPageModel(database)
{
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Canned texts to choose from, by title.</summary>
    public IReadOnlyList<CannedText> Texts { get; private set; } = [];

    /// <summary>What was compared and found right in these documents.</summary>
    public IReadOnlyDictionary<ComparedItem, ReviewTick> Ticks { get; private set; } = new Dictionary<ComparedItem, ReviewTick>();

    /// <summary>The characters of the statement that no font could draw; usually none.</summary>
    public IReadOnlyList<string> MissingCharacters => statements.MissingCharacters(Request);

    public IReadOnlyList<Signal> Signals { get; private set; } = [];

    /// <summary>The agents that a request can be given to: id and name.</summary>
    public IReadOnlyList<(string Id, string Name)> Agents { get; private set; } = [];

    /// <summary>What others did since the agent opened the page; empty unless a decision came too late.</summary>
    public IReadOnlyList<RequestEvent> Since { get; private set; } = [];

    /// <summary>Which rows of the history are shown.</summary>
    public HistoryFilter History { get; private set; } = HistoryFilter.All;

    /// <summary>The addresses of the requests before and after this one in the queue it was opened from; each null at its end.</summary>
    public (string? Previous, string? Next) Beside { get; private set; }

    /// <summary>The queue it was opened from.</summary>
    public string QueueAddress => QueueFilter.Read(HttpContext.Request.Query).Address();

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>The decision that can still be taken back by this agent, or null.</summary>
    public Decision? Undoable => Request.StandingDecision is { } decision && decision.CanBeUndone(MyName, Now) ? decision : null;

    /// <summary>The last row of the history that the page shows.</summary>
    public int LastRow => Request.Events.Count == 0 ? 0 : Request.Events[^1].Sequence;

    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return base.OnPageHandlerExecutionAsync(context, async () =>
        {
            History = HistoryFilter.Read(HttpContext.Request.Query, Request.Events);
            Mailing.Day = Request.MailedDate is { } mailed ? TypedDate.Show(mailed) : null;
            Texts = await Database.CannedTexts.AsNoTracking().OrderBy(t => t.Title).ToListAsync(HttpContext.RequestAborted);
            var executed = await next();
            if (executed.Result is PageResult)
            {
                await LoadSurroundingsAsync();
            }

            return executed;
        });
    }

    public async Task OnGetAsync()
    {
        if (typed.Take(HttpContext) is { } fields)
        {
            await PutBackAsync(fields);
        }
    }

    /// <summary>The address of this page, with the queue's filters, so that previous and next keep them.</summary>
    public string Address(string? handler = null)
    {
        var query = QueryString.Create(HttpContext.Request.Query.Where(part => part.Key is not "handler"));
        return $"/admin/requests/{Request.Reference}{(handler is null ? query : query.Add("handler", handler))}";
    }

    /// <summary>The longest this carrier takes to decide, by its claim rules; null where it isn't one of ours.</summary>
    private int? CarrierDays => Request.Shipment.Carrier is { } carrier ? settings.Carrier(carrier).Claim.DecisionDaysTo : null;

    private LocalRedirectResult Back() => LocalRedirect(Address());

    /// <summary>Back to the page, which remembers where in the queue the request stood before a decision moved it.</summary>
    private LocalRedirectResult BackFrom(QueueCursor? place)
    {
        var address = Address();
        return LocalRedirect(place is null || HttpContext.Request.Query.ContainsKey(QueueNeighbours.Parameter)
            ? address
            : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{QueueNeighbours.Parameter}={neighbours.Write(place)}");
    }

    protected override async Task LoadedAsync()
    {
        var ticks = await Database.ReviewTicks.AsNoTracking().Where(t => t.RequestId == Request.Id).ToListAsync(HttpContext.RequestAborted);
        Ticks = ticks.Where(tick => tick.CountsFor(Request)).ToDictionary(tick => tick.Item);
    }

    private async Task LoadSurroundingsAsync()
    {
        if (neighbours.PlaceOf(Request, HttpContext.Request.Query) is { } place)
        {
            Beside = await neighbours.AroundAsync(place, HttpContext.Request.Query, User.FindFirstValue(ClaimTypes.NameIdentifier)!, HttpContext.RequestAborted);
        }

        await LoadSellerAsync();
        Signals = await related.SignalsOfAsync(Request, HttpContext.RequestAborted);
        Agents = [.. await Database.Users.AsNoTracking().WhoCanWork().Take(500).Select(a => ValueTuple.Create(a.Id, a.UserName!)).ToListAsync(HttpContext.RequestAborted)];
    }
}
