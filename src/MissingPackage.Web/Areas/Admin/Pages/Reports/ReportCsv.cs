using System.Globalization;
using CsvHelper;

namespace MissingPackage.Web.Areas.Admin.Pages.Reports;

/// <summary>A report as CSV, one figure a line: section, group, figure, value.</summary>
internal static class ReportCsv
{
    /// <summary>Writes it; a cell that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
    public static async Task<byte[]> WriteAsync(DeskReport report, CancellationToken cancellation)
    {
        using var memory = new MemoryStream();
        // Without a byte order mark, Excel reads names in another encoding.
        var options = new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true };
        await using (var csv = CsvWriter.Create(memory, options, leaveOpen: true))
        {
            foreach (var (section, group, figure, value) in Lines(report).Prepend(("Section", "Group", "Figure", "Value")))
            {
                await csv.WriteRecordAsync([section, group, figure, value], cancellation);
            }
        }

        return memory.ToArray();
    }

    private static IEnumerable<(string Section, string Group, string Figure, string Value)> Lines(DeskReport report)
    {
        foreach (var period in report.Periods)
        {
            var day = ReportRange.Show(period.From);
            yield return (report.ByWeek ? "By week" : "By day", day, "Opened", Show(period.Opened));
            yield return (report.ByWeek ? "By week" : "By day", day, "First decision", Show(period.Decided));
        }

        yield return ("First decision", "", "Median minutes", Show(report.Times.Median));
        yield return ("First decision", "", "90th percentile minutes", Show(report.Times.Ninetieth));
        for (var i = 0; i < report.Times.ByDays.Count; i++)
        {
            yield return ("First decision", ReportWords.DecisionDays[i], "Requests", Show(report.Times.ByDays[i]));
        }

        yield return ("Documents", "", "Complete before the deadline", Show(report.InTime));
        yield return ("Documents", "", "Not complete before the deadline", Show(report.NotInTime));
        yield return ("Documents", "", "Not due yet", Show(report.NotDue));
        foreach (var (place, count) in report.Found)
        {
            yield return ("Found with the checklist", Domain.Searching.SearchChecklist.TitleOf(place), "Packages", Show(count));
        }

        foreach (var (section, rows) in new[] { ("Outcomes by carrier", report.ByCarrier), ("Outcomes by seller", report.BySeller) })
        {
            foreach (var row in rows)
            {
                foreach (var (outcome, count) in row.Ended.OrderBy(pair => pair.Key))
                {
                    yield return (section, row.Name, ReportWords.Of(outcome), Show(count));
                }
            }
        }
    }

    private static string Show(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
