using System.Globalization;
using CsCheck;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Tests.Deadlines;

public class DocumentReminderTests
{
    private static readonly Gen<(DeliveryTimeZone Zone, DateTime Asked, int Days)> Deadlines =
        Gen.Select(Gen.Int[0, DeliveryTimeZone.All.Count - 1], Gen.Int[0, 5 * 365 * 24 * 60], Gen.Int[0, 6], (zone, minutes, days) =>
            (DeliveryTimeZone.All.ElementAt(zone), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minutes), days));

    [Fact]
    public void For_AnyDeadline_FallsBetweenTheQuestionAndTheDeadlineByDay() => Deadlines.Sample(told =>
    {
        var due = DueAfter(told);
        var reminders = DocumentReminder.For(told.Asked, due, told.Zone);

        return reminders.All(r => r.On > told.Asked && r.On < due && WakingHours.Hold(r.On, told.Zone))
            && reminders.Select(r => r.Kind).SequenceEqual(reminders.Select(r => r.Kind).Distinct().Order())
            && reminders.Zip(reminders.Skip(1)).All(pair => pair.First.On < pair.Second.On)
            // 24 hours before, and at most a night earlier.
            && reminders.Where(r => r.Kind == DocumentReminderKind.LastDay).All(r => due - r.On >= TimeSpan.FromHours(24) && due - r.On <= TimeSpan.FromHours(39));
    });

    [Fact]
    public void DueAt_MinuteByMinute_NamesEachReminderFromItsTimeUntilTheNext() => Deadlines.Sample(told =>
    {
        var due = DueAfter(told);
        var reminders = DocumentReminder.For(told.Asked, due, told.Zone);

        return reminders.All(r => DocumentReminder.DueAt(told.Asked, due, told.Zone, r.On) == r
                && DocumentReminder.DueAt(told.Asked, due, told.Zone, r.On.AddTicks(-1)) != r)
            && DocumentReminder.DueAt(told.Asked, due, told.Zone, due) is null
            && DocumentReminder.DueAt(told.Asked, due, told.Zone, due.AddTicks(-1)) == (reminders.Count == 0 ? null : reminders[^1]);
    });

    [Theory]
    [InlineData("2026-07-01 12:00", "2026-07-01 12:00", "2026-07-01 12:00")]
    [InlineData("2026-07-01 11:59", "2026-07-01 12:00", "2026-06-30 23:00")] // 7:59 am in New York
    [InlineData("2026-07-02 00:00", "2026-07-02 12:00", "2026-07-01 23:00")] // 8 pm
    [InlineData("2026-03-08 07:30", "2026-03-08 12:00", "2026-03-08 00:00")] // in the night that loses an hour
    [InlineData("2026-11-01 06:30", "2026-11-01 13:00", "2026-10-31 23:00")] // in the night that has one twice
    public void WakingHours_AtNight_AreTheNextMorningAndTheLastEvening(string at, string from, string before)
    {
        var zone = DeliveryTimeZone.ForState("NY");

        Assert.Equal(Utc(from), WakingHours.From(Utc(at), zone));
        Assert.Equal(Utc(before), WakingHours.Before(Utc(at), zone));
    }

    private static DateTime DueAfter((DeliveryTimeZone Zone, DateTime Asked, int Days) told) =>
        BusinessDeadline.After(told.Zone.DateOf(told.Asked), told.Days, told.Zone, BusinessCalendar.UnitedStates).DueOn;

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
