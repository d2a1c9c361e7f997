using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Requests;
using MissingPackage.Data.Reviewing;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Areas.Admin.Queue;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

public sealed partial class ReviewModel
{
    public NoteForm Note { get; private set; } = new();

    public MailingForm Mailing { get; private set; } = new();

    public EraseForm Erase { get; private set; } = new();

    public async Task<IActionResult> OnPostNoteAsync([FromForm(Name = nameof(Note))] NoteForm form)
    {
        Note = form;
        if (!ModelState.IsValid)
        {
            return Page();
        }

        Request.AddNote(Note.Text!.Trim(), Me, Now);
        await Database.SaveChangesAsync(HttpContext.RequestAborted);
        Done = "Note added.";
        return Back();
    }

    /// <summary>Keeps what was compared. Scripts post it with every tick and want no page back.</summary>
    public async Task<IActionResult> OnPostCompareAsync(List<ComparedItem> ticked)
    {
        ArgumentNullException.ThrowIfNull(ticked);
        try
        {
            await KeepTicksAsync(ticked);
        }
        catch (DbUpdateException)
        {
            // Another agent ticks the same at this moment: on top of theirs.
            await ReloadAsync();
            await KeepTicksAsync(ticked);
        }

        if (HttpContext.Request.Headers.XRequestedWith == "fetch")
        {
            return new NoContentResult();
        }

        Done = "Kept.";
        return Back();
    }

    /// <summary>Gives the request to an agent, or to nobody.</summary>
    public async Task<IActionResult> OnPostAssignAsync(int version, int lastRow, string? agent)
    {
        if (version != Request.Version)
        {
            Since = SinceRow(lastRow);
            ModelState.AddModelError("", Stale);
            return Page();
        }

        try
        {
            if (string.IsNullOrEmpty(agent))
            {
                Request.Unassign(Me, Now);
                Done = "Nobody has it now.";
            }
            else if (await Database.Users.WhoCanWork().SingleOrDefaultAsync(a => a.Id == agent, HttpContext.RequestAborted) is { UserName: { } name } chosen)
            {
                Request.Assign(agent, name, Me, Now);
                team.Assigned(Request, chosen, Me);
                Done = name == MyName ? "It is yours." : $"{name} has it now.";
            }
            else
            {
                ModelState.AddModelError("", "This agent can’t work on requests any more. Choose another one.");
                return Page();
            }

            await Database.SaveChangesAsync(HttpContext.RequestAborted);
            return Back();
        }
        catch (RequestRuleException rule)
        {
            ModelState.AddModelError("", rule.Message);
        }
        catch (DbUpdateConcurrencyException)
        {
            ModelState.AddModelError("", Stale);
        }

        Done = null;
        await ReloadAsync();
        Since = SinceRow(lastRow);
        return Page();
    }

    /// <summary>Notes the day from which the carrier may count.</summary>
    public async Task<IActionResult> OnPostMailingAsync([FromForm(Name = nameof(Mailing))] MailingForm form)
    {
        Mailing = form;
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (form.Version != Request.Version)
        {
            Since = SinceRow(form.LastRow);
            ModelState.AddModelError("", Stale);
            return Page();
        }

        try
        {
            DateOnly? mailed = ReportAnswers.HasText(form.Day) ? TypedDate.Read(form.Day, DatesInputValidator.Today(time)).Date : null;
            Done = Request.RecordMailing(mailed, Me, Now) ? "The mailing day is kept, and the carrier’s days are counted from it." : "That is the day we have already.";
            await Database.SaveChangesAsync(HttpContext.RequestAborted);
            return Back();
        }
        catch (RequestRuleException rule)
        {
            ModelState.AddModelError("Mailing.Day", rule.Message);
        }
        catch (DbUpdateConcurrencyException)
        {
            ModelState.AddModelError("", Stale);
        }

        Done = null;
        await ReloadAsync();
        Since = SinceRow(form.LastRow);
        return Page();
    }

    /// <summary>Erases a file at once, and asks the customer for another where the request is under review. It can't be undone.</summary>
    public async Task<IActionResult> OnPostEraseAsync([FromForm(Name = nameof(Erase))] EraseForm form)
    {
        Erase = form;
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (Request.Documents.SingleOrDefault(d => d.Id == Erase.Document && d.HasContent) is not { } file)
        {
            Since = SinceRow(0);
            ModelState.AddModelError("", Stale);
            return Page();
        }

        if (!Erase.Confirmed)
        {
            ErasePreview = file;
            return Page();
        }

        var (rule, sentence) = Erase.Words;
        await receiver.EraseAsync(Request.Id, file.Id, request =>
        {
            request.EraseDocument(file.Id, rule, Me, Now, sentence);
            if (request.Status == RequestStatus.MoreNeeded)
            {
                messages.News(request, "more-needed");
            }
        }, HttpContext.RequestAborted);
        Done = "Erased. Nothing of the file is stored any more.";
        return Back();
    }

    /// <summary>The file that the agent is asked about before it is erased, or null.</summary>
    public RequestDocument? ErasePreview { get; private set; }

    /// <summary>What was compared so far, in words; null while there is nothing to compare.</summary>
    private string? Compared()
    {
        var open = CompareWords.All.Where(item => !Ticks.ContainsKey(item.Key)).Select(item => item.Value.Short).ToList();
        return open.Count == 0 ? "Compared: everything on the list" : $"Not ticked: {string.Join(", ", open)}";
    }

    private async Task KeepTicksAsync(List<ComparedItem> ticked)
    {
        var stored = await Database.ReviewTicks.Where(t => t.RequestId == Request.Id).ToListAsync(HttpContext.RequestAborted);
        foreach (var item in Enum.GetValues<ComparedItem>())
        {
            var tick = stored.Find(t => t.Item == item);
            var documents = Comparison.KeyOf(Request, item);
            if (!ticked.Contains(item) || documents is null)
            {
                if (tick is not null)
                {
                    Database.ReviewTicks.Remove(tick);
                }
            }
            else if (tick is null)
            {
                Database.ReviewTicks.Add(ReviewTick.For(Request.Id, item, documents, MyName, Now));
            }
            else if (!tick.CountsFor(Request))
            {
                tick.TickAgain(documents, MyName, Now);
            }
        }

        await Database.SaveChangesAsync(HttpContext.RequestAborted);
    }
}
