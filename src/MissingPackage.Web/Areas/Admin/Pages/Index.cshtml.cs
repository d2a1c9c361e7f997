using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Areas.Admin.Queue;

namespace MissingPackage.Web.Areas.Admin.Pages;

/// <summary>What an agent looks for.</summary>
public sealed class FindInput
{
    public string? Text { get; set; }
}

internal sealed class FindInputValidator : AbstractValidator<FindInput>
{
    public FindInputValidator() => RuleFor(i => i.Text).MaximumLength(TypedSearch.MaxLength)
        .WithMessage($"At most {TypedSearch.MaxLength} characters: the beginning of a name, a number or an email is enough.");
}

/// <summary>What an agent does with the requests they ticked.</summary>
public sealed class SelectionInput
{
    /// <summary>Each as <see cref="QueuePick"/> writes it.</summary>
    public IList<string> Picked { get; } = [];

    /// <summary>An agent's id, or <see cref="QueueFilter.None"/> to take them from everybody.</summary>
    public string? Agent { get; set; }
}

/// <summary>The queue: views, filters, search, and what can be done with several requests at once.</summary>
[FreshSignIn("Export")]
public sealed class IndexModel(
    MissingPackageContext database, QueueReader queue, RequestSearch search, RequestAssignment assignment, QueueKeys keys,
    UserManager<Agent> accounts, CareMessages team, TimeProvider time) : PageModel
{
    /// <summary>Requests that one form may be about; a page shows fewer.</summary>
    public const int MaxPicked = 200;

    [BindProperty]
    public FindInput Find { get; set; } = new();

    [BindProperty]
    public SelectionInput Selection { get; set; } = new();

    /// <summary>What was done, in a sentence.</summary>
    [TempData]
    public string? Done { get; set; }

    public QueueFilter Filter { get; private set; } = new();

    /// <summary>The text that was searched for, or null where a view is shown.</summary>
    public string? Searched { get; private set; }

    /// <summary>What of the address couldn't be used, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    public QueuePage List { get; private set; } = new([], null, null);

    /// <summary>Requests to be taken out in a file, where the agent has just confirmed who they are.</summary>
    public IReadOnlyList<QueuePick> ToDownload { get; private set; } = [];

    public IReadOnlyDictionary<QueueTab, int> Counts { get; private set; } = new Dictionary<QueueTab, int>();

    /// <summary>Every agent's name by id, in the order of names.</summary>
    public IReadOnlyDictionary<string, string> Agents { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Those of them that requests can be given to.</summary>
    public IReadOnlyDictionary<string, string> CanTake { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string Me => accounts.GetUserId(User)!;

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public Task OnGetAsync() => ShowAsync();

    /// <summary>A search becomes an address without the text in it; a reference leads to its request at once.</summary>
    public async Task<IActionResult> OnPostFindAsync()
    {
        if (!ModelState.IsValid)
        {
            await ShowAsync();
            return Page();
        }

        if (string.IsNullOrWhiteSpace(Find.Text))
        {
            return RedirectToQueue();
        }

        return RequestReference.TryParse(Find.Text, out var reference)
            && await database.Requests.AnyAsync(r => r.Reference == reference, HttpContext.RequestAborted)
            ? RedirectToPage("/Requests/Review", new { reference = reference.Value })
            : Redirect(SearchAddress(Find.Text.Trim()));
    }

    public async Task<IActionResult> OnPostTakeAsync()
    {
        var agent = await accounts.GetUserAsync(User);
        if (agent is not null && await assignment.TakeNextAsync(agent, HttpContext.RequestAborted) is { } reference)
        {
            Done = "It’s yours now.";
            return RedirectToPage("/Requests/Review", new { reference = reference.Value });
        }

        Done = "Nothing to take: no request waits for a review without an agent.";
        return RedirectToQueue();
    }

    public async Task<IActionResult> OnPostAssignAsync()
    {
        var picks = Picks();
        var agent = Selection.Agent is { } id && id != QueueFilter.None ? await database.Users.WhoCanWork().SingleOrDefaultAsync(a => a.Id == id, HttpContext.RequestAborted) : null;
        if (picks.Count == 0 || (agent is null && Selection.Agent != QueueFilter.None))
        {
            ModelState.AddModelError("Selection.Agent", picks.Count == 0 ? "Tick the requests first." : "Choose who gets them.");
            await ShowAsync();
            return Page();
        }

        var (done, left) = await assignment.AssignAsync(picks, agent, Actor.Agent(User.Identity!.Name!), team, HttpContext.RequestAborted);
        Done = agent is null ? $"{Requests(done)} without an agent now." : $"{Requests(done)} assigned to {agent.UserName}.";
        if (left.Count > 0)
        {
            Done += $" Left alone, because they changed after you opened the list: {string.Join(", ", left)}.";
        }

        return RedirectToQueue();
    }

    public async Task<IActionResult> OnPostExportAsync()
    {
        var picks = Picks();
        if (picks.Count == 0)
        {
            ModelState.AddModelError("Selection.Agent", "Tick the requests first.");
            await ShowAsync();
            return Page();
        }

        if (!ConfirmAnswer.Read(Request.Form).IsEmpty)
        {
            // A file leaves the page before it on the screen, which here is the question: so it is fetched from the queue.
            ToDownload = picks;
            await ShowAsync();
            return Page();
        }

        var ids = picks.ConvertAll(pick => pick.Id);
        var found = await database.Requests.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, HttpContext.RequestAborted);
        var requests = ids.Where(found.ContainsKey).Select(id => found[id]).ToList();
        foreach (var request in requests)
        {
            request.NoteExport(Actor.Agent(User.Identity!.Name!), Now);
        }

        await database.SaveChangesAsync(HttpContext.RequestAborted);
        await LoadAgentsAsync();
        return new QueueCsv($"requests-{QueueReader.Zone.DateOf(Now).ToString("O", CultureInfo.InvariantCulture)}.csv", requests, Agents);
    }

    /// <summary>The address of this list, of one page of it, or of one of its forms.</summary>
    public string Address(string? at = null, string? handler = null) =>
        Searched is null ? Filter.Address(at, handler) : SearchAddress(Searched, at, handler);

    /// <summary>A tab's count, such as "18" or "1,000+".</summary>
    public string Count(QueueTab tab) => !Counts.TryGetValue(tab, out var count) ? ""
        : count > QueueReader.CountedUpTo ? QueueReader.CountedUpTo.ToString("N0", CultureInfo.InvariantCulture) + "+"
        : count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Requests(int count) => count == 1 ? "1 request" : string.Create(CultureInfo.InvariantCulture, $"{count} requests");

    private string SearchAddress(string typed, string? at = null, string? handler = null)
    {
        var parts = QueryString.Create("search", keys.WriteSearch(typed));
        parts = at is null ? parts : parts.Add("at", at);
        return "/admin" + (handler is null ? parts : parts.Add("handler", handler));
    }

    /// <summary>Back to the list, on its first page.</summary>
    private RedirectResult RedirectToQueue()
    {
        ReadAddress();
        return Redirect(Address());
    }

    private List<QueuePick> Picks() =>
        [.. Selection.Picked.Take(MaxPicked).Select(QueuePick.Read).OfType<QueuePick>().DistinctBy(pick => pick.Id)];

    private void ReadAddress()
    {
        Filter = QueueFilter.Read(Request.Query);
        Searched = keys.ReadSearch(Request.Query["search"]);
    }

    private async Task ShowAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        ReadAddress();
        var notes = new List<string>();
        if (Filter.Ignored.Count > 0)
        {
            notes.Add($"This address says something that the queue doesn’t know, so it is left out: {string.Join(", ", Filter.Ignored)}.");
        }

        if (Searched is null && Request.Query.ContainsKey("search"))
        {
            notes.Add("This search can’t be read any more. Please type it again.");
        }

        var at = Request.Query["at"].ToString();
        var place = at.Length == 0 ? null : keys.ReadPlace(at, Searched is null ? QueueOrder.Of(Filter).Name : RequestSearch.Order);
        if (at.Length > 0 && place is null)
        {
            notes.Add("The page in this address belongs to another order, so this is the first page.");
        }

        Notes = notes;
        Find.Text ??= Searched;
        await LoadAgentsAsync();
        Counts = await queue.CountAsync(Me, cancellation);
        List = Searched is null ? await queue.ReadAsync(Filter, Me, place, cancellation) : await search.ReadAsync(Searched, place, cancellation);
    }

    private async Task LoadAgentsAsync()
    {
        var agents = await database.Users.AsNoTracking().OrderBy(agent => agent.NormalizedUserName)
            .Select(agent => new { agent.Id, agent.UserName, agent.LockoutEnd, agent.EmailConfirmed }).ToListAsync(HttpContext.RequestAborted);
        Agents = new OrderedDictionary<string, string>(agents.Select(a => KeyValuePair.Create(a.Id, a.UserName!)), StringComparer.Ordinal);
        CanTake = new OrderedDictionary<string, string>(
            agents.Where(a => a.LockoutEnd is null && a.EmailConfirmed).Select(a => KeyValuePair.Create(a.Id, a.UserName!)), StringComparer.Ordinal);
    }
}
