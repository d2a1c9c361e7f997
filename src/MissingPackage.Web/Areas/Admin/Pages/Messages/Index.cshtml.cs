using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Messages;

/// <summary>A message that didn't leave.</summary>
public sealed record DeadLetter(long Id, string Kind, RequestReference? Reference, DateTime CreatedOn, DateTime? LastAttemptOn, int Attempts, string? LastFailure, bool CanResend);

/// <summary>What the outbox couldn't send, what it is about to send, and what each message looks like.</summary>
public sealed class IndexModel(MissingPackageContext database, TimeProvider time) : PageModel
{
    /// <summary>Dead letters shown at most; the count tells of the rest.</summary>
    public const int MaxShown = 50;

    public IReadOnlyList<DeadLetter> Dead { get; private set; } = [];

    public int DeadCount { get; private set; }

    public int WaitingCount { get; private set; }

    /// <summary>UTC; since when the oldest due message waits, or null.</summary>
    public DateTime? WaitingSince { get; private set; }

    /// <summary>Why the last attempt of a waiting message failed, or null.</summary>
    public string? Trouble { get; private set; }

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        var now = Now;
        DeadCount = await database.Outbox.CountAsync(m => m.State == OutboxState.Dead, cancellation);
        Dead = await database.Outbox.Where(m => m.State == OutboxState.Dead)
            .OrderByDescending(m => m.LastAttemptOn).ThenByDescending(m => m.Id).Take(MaxShown)
            .Select(m => new DeadLetter(
                m.Id, m.Kind, database.Requests.Where(r => r.Id == m.RequestId).Select(r => r.Reference).FirstOrDefault(),
                m.CreatedOn, m.LastAttemptOn, m.Attempts, m.LastFailure, m.Content != ""))
            .ToListAsync(cancellation);
        var waiting = database.Outbox.Where(m => m.State == OutboxState.Waiting);
        WaitingCount = await waiting.CountAsync(cancellation);
        WaitingSince = await waiting.Where(m => m.NextAttemptOn <= now || m.Attempts > 0).MinAsync(m => (DateTime?)m.CreatedOn, cancellation);
        Trouble = await waiting.Where(m => m.LastFailure != null).OrderByDescending(m => m.LastAttemptOn).Select(m => m.LastFailure).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Tries one dead letter again, or all of them.</summary>
    public async Task<IActionResult> OnPostResendAsync(long? id)
    {
        var now = Now;
        var dead = await database.Outbox
            .Where(m => m.State == OutboxState.Dead && m.Content != "" && (id == null || m.Id == id))
            .ToListAsync(HttpContext.RequestAborted);
        var sent = dead.Count(message => message.TryResend(now));
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        Done = sent switch
        {
            0 => "There is nothing to send again: its content has been erased, or somebody else was faster.",
            1 => "It is in the outbox again, and leaves within seconds.",
            _ => $"{sent} messages are in the outbox again.",
        };
        return RedirectToPage();
    }
}
