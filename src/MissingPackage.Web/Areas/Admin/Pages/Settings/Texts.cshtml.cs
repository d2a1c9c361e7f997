using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Data.Reviewing;
using MissingPackage.Data.Settings;
using MissingPackage.Web.Areas.Admin.Reviewing;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>A canned text as it is typed.</summary>
public sealed class TextInput
{
    /// <summary>Which text; null for a new one.</summary>
    public Guid? Id { get; set; }

    /// <summary>The version that was looked at.</summary>
    public int Version { get; set; }

    public CannedTextUse? Use { get; set; }

    public string? Title { get; set; }

    public string? Text { get; set; }
}

internal sealed class TextInputValidator : AbstractValidator<TextInput>
{
    public TextInputValidator()
    {
        RuleFor(i => i.Use).Must(use => use is { } known && Enum.IsDefined(known)).WithMessage("Choose where it is offered.");
        RuleFor(i => i.Title)
            .NotEmpty().WithMessage("Give it a title: agents choose it by that.")
            .MaximumLength(CannedText.MaxTitle).WithMessage($"At most {CannedText.MaxTitle} characters.");
        RuleFor(i => i.Text)
            .NotEmpty().WithMessage("Write what the customer reads.")
            .MaximumLength(CannedText.MaxText).WithMessage($"At most {CannedText.MaxText} characters.")
            .Custom((text, context) =>
            {
                if (Placeholders.ProblemOf(text) is { } problem)
                {
                    context.AddFailure(problem);
                }
            });
    }
}

/// <summary>The reasons and replies that agents choose from. A change counts for the next page anybody opens, on every node.</summary>
public sealed class TextsModel(MissingPackageContext database, SettingsEditor editor, TimeProvider time) : PageModel
{
    private const string KeyStart = "texts/";
    private const string TitleTaken = "There is a text of this title already. Change that one, or choose another title.";

    [BindProperty]
    public TextInput Input { get; set; } = new();

    public IReadOnlyList<CannedText> Texts { get; private set; } = [];

    /// <summary>The latest changes of any text, newest first.</summary>
    public IReadOnlyList<SettingChange> Latest { get; private set; } = [];

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>The text that is being changed, or null.</summary>
    public CannedText? Edited => Texts.FirstOrDefault(text => text.Id == Input.Id);

    public static string NameOf(CannedTextUse use) => use switch
    {
        CannedTextUse.AskAgain => "Asking for a document again",
        CannedTextUse.Decline => "Declining",
        _ => "Writing to the customer",
    };

    public async Task OnGetAsync(Guid? edit)
    {
        await LoadAsync();
        if (Texts.FirstOrDefault(text => text.Id == edit) is { } text)
        {
            Input = new TextInput { Id = text.Id, Version = text.Version, Use = text.Use, Title = text.Title, Text = text.Text };
        }
    }

    public async Task<IActionResult> OnPostSaveAsync()
    {
        await LoadAsync();
        var stored = Input.Id is null ? null : await database.CannedTexts.SingleOrDefaultAsync(t => t.Id == Input.Id, HttpContext.RequestAborted);
        if (Input.Id is not null && (stored is null || stored.Version != Input.Version))
        {
            return Changed(stored);
        }

        if (ModelState.IsValid && Texts.Any(text => text.Id != Input.Id && text.Use == Input.Use && string.Equals(text.Title, Input.Title!.Trim(), StringComparison.OrdinalIgnoreCase)))
        {
            ModelState.AddModelError("Input.Title", TitleTaken);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var before = stored is null ? null : Describe(stored);
        if (stored is null)
        {
            stored = CannedText.Write(Input.Use!.Value, Input.Title!.Trim(), Input.Text!.Trim());
            database.CannedTexts.Add(stored);
        }
        else
        {
            stored.Rewrite(Input.Title!.Trim(), Input.Text!.Trim());
        }

        try
        {
            if (await editor.SaveAsync(ChangeOf(stored, before, Describe(stored)), HttpContext.RequestAborted) == SaveOutcome.Stale)
            {
                await LoadAsync();
                return Changed(Edited);
            }
        }
        catch (DbUpdateException)
        {
            // Somebody wrote one of the same title at this moment.
            ModelState.AddModelError("Input.Title", TitleTaken);
            return Page();
        }

        Done = $"“{stored.Title}” is saved, and offered from now on.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id)
    {
        Done = "Removed. What was sent with it stays in the histories.";
        if (await database.CannedTexts.SingleOrDefaultAsync(text => text.Id == id, HttpContext.RequestAborted) is { } text)
        {
            database.CannedTexts.Remove(text);
            var change = SettingChange.Of(KeyOf(text), text.Version + 1, Describe(text), "null", User.Identity!.Name!, time.GetUtcNow().UtcDateTime);
            if (await editor.SaveAsync(change, HttpContext.RequestAborted) == SaveOutcome.Stale)
            {
                Done = "Somebody else changed this text at the same moment, so it was not removed. Look at it, then remove it again.";
            }
        }

        return RedirectToPage();
    }

    /// <summary>Somebody else changed or removed it first: what was typed stays, to be saved over it or as a new one.</summary>
    private PageResult Changed(CannedText? now)
    {
        ModelState.Clear();
        ModelState.AddModelError("", now is null
            ? "Somebody removed this text meanwhile. What you typed is still here: save it as a new one."
            : $"Somebody changed this text meanwhile. It says now: “{now.Text}”. What you typed is still here: save again to replace it.");
        Input.Id = now?.Id;
        Input.Version = now?.Version ?? 0;
        return Page();
    }

    private async Task LoadAsync()
    {
        Texts = await database.CannedTexts.AsNoTracking().OrderBy(text => text.Title).ToListAsync(HttpContext.RequestAborted);
        Latest = await database.SettingChanges.AsNoTracking().Where(change => change.Key.StartsWith(KeyStart))
            .OrderByDescending(change => change.Id).Take(10).ToListAsync(HttpContext.RequestAborted);
    }

    private SettingChange ChangeOf(CannedText text, string? before, string after) =>
        SettingChange.Of(KeyOf(text), text.Version, before, after, User.Identity!.Name!, time.GetUtcNow().UtcDateTime);

    private static string KeyOf(CannedText text) => $"{KeyStart}{text.Id:n}";

    private static string Describe(CannedText text) =>
        JsonSerializer.Serialize(new Description(NameOf(text.Use), text.Title, text.Text), SettingsReader.Json);

    private sealed record Description(string OfferedWhen, string Title, string Text);
}
