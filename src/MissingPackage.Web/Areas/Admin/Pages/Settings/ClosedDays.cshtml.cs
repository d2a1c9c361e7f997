using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

public sealed class ClosedDayInput
{
    public string? Date { get; set; }

    public string? Name { get; set; }
}

internal sealed class ClosedDayInputValidator : AbstractValidator<ClosedDayInput>
{
    public ClosedDayInputValidator(TimeProvider time, SettingsReader settings)
    {
        RuleFor(i => i.Date).Custom((typed, context) =>
        {
            if (WhyNot(typed, CarrierInputValidator.TodayIn(time), settings.Get<ClosedDays>()) is { } problem)
            {
                context.AddFailure(problem);
            }
        });
        RuleFor(i => i.Name)
            .Must(ReportAnswers.HasText).WithMessage("Write what the day is called: customers read it beside their deadline.")
            .MaximumLength(Closure.MaxName).WithMessage($"At most {Closure.MaxName} characters.");
    }

    private static string? WhyNot(string? typed, DateOnly today, ClosedDays closed)
    {
        var read = TypedDate.Read(typed, today);
        return string.IsNullOrWhiteSpace(typed) ? "Enter the day to close."
            : read.Date is not { } date ? read.Problem
            : date < today.AddDays(-ClosedDays.MaxDaysBack) ? $"That is more than {ClosedDays.MaxDaysBack} days ago. Deadlines that have passed don’t move."
            : date > today.AddYears(ClosedDays.MaxYearsAhead) ? $"That is more than {ClosedDays.MaxYearsAhead} years ahead. Check the year."
            : date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? $"{Times.LongDay(date)} is on a weekend, which doesn’t count anyway."
            : UsFederalHolidays.NameOn(date) is { } holiday ? $"{Times.LongDay(date)} is {holiday}, which doesn’t count anyway."
            : closed.Days.Any(day => day.Date == date) ? $"{Times.LongDay(date)} is on the list already."
            : closed.Days.Count >= ClosedDays.MaxDays ? $"The list is full: it holds {ClosedDays.MaxDays} days. Remove some that have passed."
            : null;
    }
}

/// <summary>Holidays of the house's own, and closures.</summary>
public sealed class ClosedDaysModel(SettingsReader settings, SettingsEditor editor, DeadlineExtension deadlines, TimeProvider time)
    : SettingPageModel(editor)
{
    private const string Path = "/admin/settings/closed-days";

    [BindProperty]
    public ClosedDayInput Input { get; set; } = new();

    /// <summary>The list, soonest first.</summary>
    public IReadOnlyList<Closure> Days => settings.Get<ClosedDays>().Days;

    /// <summary>The federal holidays of the next twelve months.</summary>
    public IReadOnlyList<FederalHoliday> Holidays
    {
        get
        {
            var today = CarrierInputValidator.TodayIn(time);
            return [.. UsFederalHolidays.ObservedIn(today.Year).Concat(UsFederalHolidays.ObservedIn(today.Year + 1))
                .Where(holiday => holiday.ObservedDate >= today && holiday.ObservedDate < today.AddYears(1))];
        }
    }

    /// <summary>A day as forms and addresses write it.</summary>
    public static string Show(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void OnGet() => Version = settings.Read<ClosedDays>(ClosedDays.Key).Version;

    public async Task<IActionResult> OnPostAddAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var day = new Closure(TypedDate.Read(Input.Date, CarrierInputValidator.TodayIn(time)).Date!.Value, ReportAnswers.Tidy(Input.Name));
        var outcome = await Editor.ChangeAsync(ClosedDays.Key, Version, new ClosedDays([.. Days.Append(day).OrderBy(d => d.Date)]), Me, HttpContext.RequestAborted);
        // Not stopped by a closed tab: what was saved is carried through.
        var moved = outcome == SaveOutcome.Saved ? await deadlines.ExtendAsync(day.Date, CancellationToken.None) : 0;
        return await AnswerAsync(outcome, ClosedDays.Key, moved switch
        {
            0 => $"{Times.LongDay(day.Date)} is closed. No deadline that still runs had to move.",
            1 => $"{Times.LongDay(day.Date)} is closed. One deadline moved later.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{Times.LongDay(day.Date)} is closed. {moved:N0} deadlines moved later."),
        }, Path);
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? remove)
    {
        ModelState.Clear(); // the form above it sends nothing along
        var outcome = await Editor.ChangeAsync(
            ClosedDays.Key, Version, new ClosedDays([.. Days.Where(day => Show(day.Date) != remove)]), Me, HttpContext.RequestAborted);
        return await AnswerAsync(outcome, ClosedDays.Key, "Removed. Deadlines counted from now on include the day; those already promised stay.", Path);
    }
}
