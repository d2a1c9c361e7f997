using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Application.Settings;
using MissingPackage.Data.Settings;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>A page that changes one setting: what every one of them says after a save.</summary>
public abstract class SettingPageModel(SettingsEditor editor) : PageModel
{
    /// <summary>The version that was on the page when it was typed into.</summary>
    [BindProperty]
    public int Version { get; set; }

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>What others changed since the page was opened; empty unless a save came too late.</summary>
    public IReadOnlyList<SettingChange> Since { get; private set; } = [];

    protected SettingsEditor Editor => editor;

    protected string Me => User.Identity!.Name!;

    /// <summary>Answers a save.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="key">Which setting.</param>
    /// <param name="done">What to say when it holds.</param>
    /// <param name="next">Where to go then.</param>
    protected async Task<IActionResult> AnswerAsync(SaveOutcome outcome, string key, string done, string next)
    {
        if (outcome != SaveOutcome.Stale)
        {
            Done = outcome == SaveOutcome.Saved ? done : "Nothing to save: it is like that already.";
            return LocalRedirect(next);
        }

        Since = await editor.SinceAsync(key, Version, HttpContext.RequestAborted);
        Version = Since.Count == 0 ? Version : Since[^1].Version;
        ModelState.Remove(nameof(Version));
        ModelState.AddModelError("", "Somebody else changed this while you were typing, so nothing was saved. What you typed is still here: look at the change, then save again.");
        return Page();
    }
}
