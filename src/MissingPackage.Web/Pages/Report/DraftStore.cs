using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Requests;
using MissingPackage.Data;
using MissingPackage.Data.Drafts;

namespace MissingPackage.Web.Pages.Report;

/// <summary>
/// Keeps what a customer types, encrypted, until some days after the last answer. The browser holds only what opens the
/// draft, in a cookie.
/// </summary>
public sealed class DraftStore(
    MissingPackageContext database, IDataProtectionProvider protection, IHttpContextAccessor accessor,
    DraftCookie cookie, TimeProvider time)
{
    /// <summary>The field in which a form's script sends the number it gave the form; see keep.js.</summary>
    public const string FormField = "form";

    private const int MaxFormNumber = 60;
    private const int MaxSentForms = 20;
    private const int MaxTries = 10;

    private readonly IDataProtector _contents = protection.CreateProtector("MissingPackage.Draft.Content.v1");

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private string? FormNumber =>
        Http.Request.HasFormContentType && Http.Request.Form[FormField] is [{ Length: > 0 and <= MaxFormNumber } number] ? number : null;

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("A draft belongs to a request of a browser.");

    /// <summary>This browser's draft id, or null if it has none.</summary>
    public Guid? CurrentId => cookie.Read(Http) is { } token ? DraftCookie.IdOf(token) : null;

    /// <summary>Whether anything was typed.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellation) => CurrentId is { } id && await FindAsync(id, cancellation) is not null;

    /// <summary>What was typed so far; empty answers where there is nothing.</summary>
    public async Task<ReportAnswers> LoadAsync(CancellationToken cancellation) =>
        CurrentId is { } id && await FindAsync(id, cancellation) is { } draft ? Read(draft) : new ReportAnswers();

    /// <inheritdoc cref="DraftCookie.Prepare"/>
    public void Prepare() => cookie.Prepare(Http);

    /// <summary>Changes the draft by a form that was sent, and saves it, making one if there is none.</summary>
    /// <param name="change">What to change; again from the start if another answer was saved in between.</param>
    /// <param name="cancellation">Stops the save.</param>
    /// <returns>The answers after the change.</returns>
    public Task<ReportAnswers> SendAsync(Action<ReportAnswers> change, CancellationToken cancellation) => ChangeAsync((answers, used) =>
    {
        change(answers);
        if (FormNumber is { } number && !answers.SentForms.Contains(number))
        {
            answers.SentForms = [.. answers.SentForms.TakeLast(MaxSentForms - 1), number];
        }

        return true;
    }, cancellation);

    /// <summary>
    /// Keeps what a form holds while the person is still at it. Where the form was sent meanwhile, or the whole report,
    /// nothing is changed: what was sent is newer, however late this arrives.
    /// </summary>
    /// <param name="change">What to change; again from the start if another answer was saved in between.</param>
    /// <param name="cancellation">Stops the save.</param>
    public Task KeepAsync(Action<ReportAnswers> change, CancellationToken cancellation) => ChangeAsync((answers, used) =>
    {
        if (used || FormNumber is { } number && answers.SentForms.Contains(number))
        {
            return false;
        }

        change(answers);
        return true;
    }, cancellation);

    /// <param name="change">Changes the answers. Told whether a request was made of the draft meanwhile; returns whether to save.</param>
    /// <param name="cancellation">Stops the save.</param>
    private async Task<ReportAnswers> ChangeAsync(Func<ReportAnswers, bool, bool> change, CancellationToken cancellation)
    {
        var (token, now) = (cookie.Read(Http) ?? DraftCookie.NewToken(), Now);
        for (var attempt = 1; ; attempt++)
        {
            var id = DraftCookie.IdOf(token);
            var draft = await FindAsync(id, cancellation);
            var answers = draft is null ? new ReportAnswers() : Read(draft);
            var used = draft is null && await database.Requests.AnyAsync(r => r.SubmissionId == id, cancellation);
            if (!change(answers, used))
            {
                return answers;
            }

            if (used)
            {
                token = DraftCookie.NewToken(); // a new report
                id = DraftCookie.IdOf(token);
            }

            if (draft is null)
            {
                // One whose time is over is as good as none.
                await database.ReportDrafts.Where(d => d.Id == id && d.ExpiresOn <= now).ExecuteDeleteAsync(cancellation);
                draft = ReportDraft.Begin(id);
                database.ReportDrafts.Add(draft);
            }

            draft.Keep(_contents.Protect(JsonSerializer.Serialize(answers)), now, cookie.Life);
            try
            {
                await database.SaveChangesAsync(cancellation);
                cookie.Write(Http, token);
                return answers;
            }
            catch (DbUpdateException) when (attempt < MaxTries)
            {
                // Another answer of the same browser was saved in between.
                database.Entry(draft).State = EntityState.Detached;
            }
        }
    }

    /// <summary>Marks the draft for deletion, for the save of the caller, and takes the cookie away.</summary>
    public async Task DiscardAsync(CancellationToken cancellation)
    {
        if (CurrentId is { } id && await database.ReportDrafts.FindAsync([id], cancellation) is { } draft)
        {
            database.ReportDrafts.Remove(draft);
        }

        cookie.Delete(Http);
    }

    private async Task<ReportDraft?> FindAsync(Guid id, CancellationToken cancellation)
    {
        var now = Now;
        return await database.ReportDrafts.SingleOrDefaultAsync(d => d.Id == id && d.ExpiresOn > now, cancellation);
    }

    private ReportAnswers Read(ReportDraft draft)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportAnswers>(_contents.Unprotect(draft.Content)) ?? new ReportAnswers();
        }
        catch (Exception broken) when (broken is CryptographicException or JsonException)
        {
            return new ReportAnswers();
        }
    }
}
