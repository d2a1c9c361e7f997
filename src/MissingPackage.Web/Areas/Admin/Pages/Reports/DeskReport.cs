using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Web.Areas.Admin.Pages.Reports;

/// <summary>Requests opened and first decided on one day, or in one week that begins on it.</summary>
public sealed record PeriodCount(DateOnly From, int Opened, int Decided);

/// <summary>How many ended in which way, for one carrier or seller.</summary>
/// <param name="Name">The carrier or seller.</param>
/// <param name="Ended">By outcome; one that isn't there has none.</param>
public sealed record OutcomeCount(string Name, IReadOnlyDictionary<RequestOutcome, int> Ended)
{
    /// <summary>All that ended.</summary>
    public int Total => Ended.Values.Sum();
}

/// <summary>Minutes from the complete documents to the first decision.</summary>
/// <param name="Median">Half took at most so long (nearest rank); null where nothing was decided.</param>
/// <param name="Ninetieth">Nine in ten took at most so long; null where nothing was decided.</param>
/// <param name="ByDays">How many took under one day, two, three, four, five, and more.</param>
public sealed record DecisionTimes(int? Median, int? Ninetieth, IReadOnlyList<int> ByDays);

/// <summary>What the care desk did in some days. Counts only: nothing of a person.</summary>
public sealed record DeskReport
{
    public required ReportRange Range { get; init; }

    /// <summary>By day; by week where the range is longer than <see cref="ReportQueries.MaxDaysByDay"/> days.</summary>
    public required IReadOnlyList<PeriodCount> Periods { get; init; }

    /// <summary>Whether <see cref="Periods"/> are weeks.</summary>
    public required bool ByWeek { get; init; }

    public required DecisionTimes Times { get; init; }

    /// <summary>Of the requests opened: documents complete by the deadline.</summary>
    public required int InTime { get; init; }

    /// <summary>Of the requests opened: complete after it, or not yet although it has passed.</summary>
    public required int NotInTime { get; init; }

    /// <summary>Of the requests opened: still in time, or ended before anything was due.</summary>
    public required int NotDue { get; init; }

    /// <summary>Found with the checklist, by place, most first.</summary>
    public required IReadOnlyList<(PlaceToLook Place, int Count)> Found { get; init; }

    /// <summary>Ended, by carrier; null is another carrier or not known.</summary>
    public required IReadOnlyList<OutcomeCount> ByCarrier { get; init; }

    /// <summary>Ended, by seller: those with the most, then all others together.</summary>
    public required IReadOnlyList<OutcomeCount> BySeller { get; init; }

    public int Opened => Periods.Sum(period => period.Opened);

    public int Decided => Periods.Sum(period => period.Decided);

    public int FoundTotal => Found.Sum(place => place.Count);

    /// <summary>Complete documents before the deadline, of those that were due; null where none was.</summary>
    public decimal? InTimeShare => Share(InTime, InTime + NotInTime);

    /// <summary>Found with the checklist, of all who began to look and found it or opened a request; null where nobody did.</summary>
    public decimal? FoundShare => Share(FoundTotal, FoundTotal + Opened);

    internal static decimal? Share(int part, int whole) => whole == 0 ? null : (decimal)part / whole;

    internal static string NameOf(CarrierCode? carrier) => carrier is { } code ? CarrierDirectory.Get(code).Name : "Another, or not known";
}
