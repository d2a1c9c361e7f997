using System.Globalization;
using FluentValidation;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Application.Requests;

public sealed class DatesInput
{
    public string? Expected { get; set; }

    public string? MarkedDelivered { get; set; }

    /// <summary>"Yes, it was marked delivered before the day it was promised for."</summary>
    public bool CameEarly { get; set; }
}

internal sealed class DatesInputValidator : AbstractValidator<DatesInput>
{
    /// <summary>Days back that a request can reach; carriers take no claim after nine months.</summary>
    internal const int MaxDaysBack = 365;

    /// <summary>Days ahead that a promised day can lie, where the package was marked delivered early.</summary>
    internal const int MaxDaysAhead = 30;

    public DatesInputValidator(TimeProvider time)
    {
        RuleFor(i => i.Expected).Custom((typed, context) =>
        {
            var today = Today(time);
            if (Read("the day the package was expected", typed, today, context) is not { } date || date <= today)
            {
                return;
            }

            if (date > today.AddDays(MaxDaysAhead))
            {
                context.AddFailure($"{Show(date)} is more than {MaxDaysAhead} days ahead. Check the month and the year.");
            }
            else if (!context.InstanceToValidate.CameEarly)
            {
                context.AddFailure(
                    $"{Show(date)} is still to come. A package marked delivered too early often arrives by its day, so it may be worth the wait. "
                    + "If the day is right and you want to go on now, tick the box below.");
            }
        });
        RuleFor(i => i.MarkedDelivered).Custom((typed, context) =>
        {
            var today = Today(time);
            if (Read("the day the carrier marked it delivered", typed, today, context) is { } date && date > today)
            {
                context.AddFailure($"{Show(date)} is still to come. Enter the day on which the tracking page says “delivered”.");
            }
        });
    }

    /// <summary>Today where it is earliest in the United States' states: nobody's today is called the future.</summary>
    internal static DateOnly Today(TimeProvider time) => DeliveryTimeZone.ForState("GU").DateOf(time.GetUtcNow().UtcDateTime);

    private static DateOnly? Read(string what, string? typed, DateOnly today, ValidationContext<DatesInput> context)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            context.AddFailure($"Enter {what}.");
            return null;
        }

        var read = TypedDate.Read(typed, today);
        if (read.Date is null)
        {
            context.AddFailure(read.Problem);
        }
        else if (read.Date < today.AddDays(-MaxDaysBack))
        {
            context.AddFailure(
                $"{Show(read.Date.Value)} is more than a year ago. Check the year. Carriers take no claim that old; "
                + "if the day is right, please talk to us: see “Get help”.");
            return null;
        }

        return read.Date;
    }

    private static string Show(DateOnly date) => date.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture);
}
