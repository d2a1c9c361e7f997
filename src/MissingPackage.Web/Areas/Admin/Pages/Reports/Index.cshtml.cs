using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Reports;

/// <summary>What the desk did in some days, as figures, charts and tables, and as CSV.</summary>
[FreshSignIn("Csv")]
public sealed class IndexModel(ReportQueries queries, IValidator<RangeInput> validator, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>Null where the range doesn't hold.</summary>
    public DeskReport? Report { get; private set; }

    /// <summary>Opened and decided, over time.</summary>
    public Chart Periods => new("periods", $"Requests opened and first decided, by {(Report!.ByWeek ? "week" : "day")}",
        $"{ReportWords.Show(Report.Opened)} opened and {ReportWords.Show(Report.Decided)} decided. The table below has each {(Report.ByWeek ? "week" : "day")}.",
        ["Opened", "First decided"],
        [.. Report.Periods.Select(period => new ChartRow(ReportWords.Day(period.From), [period.Opened, period.Decided]))]);

    /// <summary>How long first decisions took.</summary>
    public Chart Times => new("times", "First decisions, by the days they took",
        $"The median is {ReportWords.Duration(Report!.Times.Median)}, the 90th percentile {ReportWords.Duration(Report.Times.Ninetieth)}.",
        ["Requests"], [.. Report.Times.ByDays.Select((count, i) => new ChartRow(ReportWords.DecisionDays[i], [count]))]);

    /// <summary>Places of finds.</summary>
    public Chart Places => new("places", "Packages found with the checklist, by place",
        Report!.Found.Count == 0 ? "None was found." : $"Most were found here: {SearchChecklist.TitleOf(Report.Found[0].Place)}.",
        ["Packages"], [.. Report.Found.Select(found => new ChartRow(SearchChecklist.TitleOf(found.Place), [found.Count]))]);

    /// <summary>Outcomes of carriers or sellers.</summary>
    public static Chart Outcomes(string what, IReadOnlyList<OutcomeCount> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new("outcomes-" + what, $"How requests ended, by {what}", $"{ReportWords.Show(rows.Sum(row => row.Total))} ended. The table below has each {what}.",
            [.. Enum.GetValues<RequestOutcome>().Select(ReportWords.Of)],
            [.. rows.Select(row => new ChartRow(row.Name, [.. Enum.GetValues<RequestOutcome>().Select(outcome => row.Ended.GetValueOrDefault(outcome))]))]);
    }

    public async Task OnGetAsync() => await LoadAsync();

    public async Task<IActionResult> OnGetCsvAsync()
    {
        await LoadAsync();
        return Report is null ? Page()
            : File(await ReportCsv.WriteAsync(Report, HttpContext.RequestAborted), "text/csv; charset=utf-8", $"report-{ReportRange.Show(Report.Range.From)}-{ReportRange.Show(Report.Range.To)}.csv");
    }

    private async Task LoadAsync()
    {
        var today = ReportRange.Today(time);
        if (!Request.Query.ContainsKey(nameof(From)) && !Request.Query.ContainsKey(nameof(To)))
        {
            var latest = ReportRange.Latest(today);
            (From, To) = (ReportRange.Show(latest.From), ReportRange.Show(latest.To));
        }

        var input = new RangeInput { From = From, To = To };
        foreach (var error in (await validator.ValidateAsync(input, HttpContext.RequestAborted)).Errors)
        {
            ModelState.AddModelError(error.PropertyName, error.ErrorMessage);
        }

        if (ModelState.IsValid)
        {
            Report = await queries.RunAsync(ReportRange.Read(input, today)!, HttpContext.RequestAborted);
        }
    }
}
