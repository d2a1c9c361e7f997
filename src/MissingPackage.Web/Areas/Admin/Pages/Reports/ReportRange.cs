using System.Globalization;
using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Web.Areas.Admin.Pages.Reports;

/// <summary>The days of a report as typed, or as they stand in a bookmarked address.</summary>
public sealed class RangeInput
{
    public string? From { get; set; }

    public string? To { get; set; }
}

internal sealed class RangeInputValidator : AbstractValidator<RangeInput>
{
    public RangeInputValidator(TimeProvider time)
    {
        RuleFor(i => i.From).Custom((typed, context) => Judge("first", typed, ReportRange.Today(time), context));
        RuleFor(i => i.To).Custom((typed, context) => Judge("last", typed, ReportRange.Today(time), context));
        RuleFor(i => i).Custom((input, context) =>
        {
            if (ReportRange.Read(input, ReportRange.Today(time)) is not { } range)
            {
                return;
            }

            if (range.To < range.From)
            {
                context.AddFailure(nameof(RangeInput.To), "The last day can’t come before the first. Swap them.");
            }
            else if (range.Days > ReportRange.MaxDays)
            {
                context.AddFailure(nameof(RangeInput.To), $"A report covers at most {ReportRange.MaxDays} days. Choose a later first day, or an earlier last day.");
            }
        });
    }

    private static void Judge(string which, string? typed, DateOnly today, ValidationContext<RangeInput> context)
    {
        var read = TypedDate.Read(typed, today);
        if (read.Date is null)
        {
            context.AddFailure(string.IsNullOrWhiteSpace(typed) ? $"Enter the {which} day." : read.Problem);
        }
        else if (read.Date > today)
        {
            context.AddFailure($"The {which} day can’t be in the future.");
        }
        else if (read.Date.Value.Year < ReportRange.MinYear)
        {
            context.AddFailure($"Reports begin in {ReportRange.MinYear}. Check the year.");
        }
    }
}

/// <summary>The days of a report, in Eastern time, both included.</summary>
public sealed record ReportRange(DateOnly From, DateOnly To)
{
    /// <summary>The longest range: what keeps a report's queries, its sorting above all, within bounds.</summary>
    public const int MaxDays = 366;

    /// <summary>The first year of which there can be anything.</summary>
    public const int MinYear = 2020;

    /// <summary>The desk's time.</summary>
    public static DeliveryTimeZone Zone { get; } = DeliveryTimeZone.ForState("NY");

    /// <summary>How many days.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>UTC; the first moment.</summary>
    public DateTime Start => Zone.ToUtc(From.ToDateTime(TimeOnly.MinValue));

    /// <summary>UTC; the first moment after it.</summary>
    public DateTime End => Zone.ToUtc(To.AddDays(1).ToDateTime(TimeOnly.MinValue));

    /// <summary>Today at the desk.</summary>
    public static DateOnly Today(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Zone.DateOf(time.GetUtcNow().UtcDateTime);
    }

    /// <summary>The last 30 days.</summary>
    public static ReportRange Latest(DateOnly today) => new(today.AddDays(-29), today);

    /// <summary>Reads what was typed; null where one of the days can't be read.</summary>
    public static ReportRange? Read(RangeInput input, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(input);
        return TypedDate.Read(input.From, today).Date is { } from && TypedDate.Read(input.To, today).Date is { } to ? new(from, to) : null;
    }

    /// <summary>A day as the form and the address write it.</summary>
    public static string Show(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
