using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Settings;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

public sealed class RetentionInput
{
    public string? DocumentDays { get; set; }

    public string? DraftDays { get; set; }

    public string? AbandonedDays { get; set; }

    public string? OrderDays { get; set; }

    /// <summary>"Yes, erase what is older than that now."</summary>
    public bool Erases { get; set; }
}

internal sealed class RetentionInputValidator : AbstractValidator<RetentionInput>
{
    public RetentionInputValidator()
    {
        RuleFor(i => i.DocumentDays).WholeNumber(0, 3650);
        RuleFor(i => i.DraftDays).WholeNumber(1, 365);
        RuleFor(i => i.AbandonedDays).WholeNumber(1, 3650);
        RuleFor(i => i.OrderDays).WholeNumber(1, 3650);
    }
}

/// <summary>How long things are kept. What stands in the configuration holds until it is changed here.</summary>
[FreshSignIn]
public sealed class RetentionModel(SettingsReader settings, SettingsEditor editor) : SettingPageModel(editor)
{
    [BindProperty]
    public RetentionInput Input { get; set; } = new();

    /// <summary>Whether a time that was typed is shorter than the one that holds.</summary>
    public bool IsShorter => settings.Get<RetentionOptions>() is var now
        && (Shorter(Input.DocumentDays, now.DocumentDays) || Shorter(Input.DraftDays, now.DraftDays)
            || Shorter(Input.AbandonedDays, now.AbandonedDays) || Shorter(Input.OrderDays, now.OrderDays));

    public void OnGet()
    {
        var (now, version) = settings.Read<RetentionOptions>(RetentionOptions.Key);
        Version = version;
        Input = new RetentionInput
        {
            DocumentDays = Show(now.DocumentDays),
            DraftDays = Show(now.DraftDays),
            AbandonedDays = Show(now.AbandonedDays),
            OrderDays = Show(now.OrderDays),
        };
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (ModelState.IsValid && IsShorter && !Input.Erases)
        {
            ModelState.AddModelError("Input.Erases", "A shorter time erases for good what is older. If you mean it, tick the box.");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var rules = settings.Get<RetentionOptions>() with
        {
            DocumentDays = TypedNumber.Read(Input.DocumentDays)!.Value,
            DraftDays = TypedNumber.Read(Input.DraftDays)!.Value,
            AbandonedDays = TypedNumber.Read(Input.AbandonedDays)!.Value,
            OrderDays = TypedNumber.Read(Input.OrderDays)!.Value,
        };
        var outcome = await Editor.ChangeAsync(RetentionOptions.Key, Version, rules, Me, HttpContext.RequestAborted);
        return await AnswerAsync(outcome, RetentionOptions.Key, "Saved. The next erasure, within the hour, goes by it.", "/admin/settings/retention");
    }

    private static bool Shorter(string? typed, int now) => TypedNumber.Read(typed) < now;

    private static string Show(int days) => days.ToString(CultureInfo.InvariantCulture);
}
