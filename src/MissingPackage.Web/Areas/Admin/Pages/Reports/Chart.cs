using System.Globalization;

namespace MissingPackage.Web.Areas.Admin.Pages.Reports;

/// <summary>One row of a chart: bars one behind the other.</summary>
/// <param name="Label">Under or beside it.</param>
/// <param name="Values">One for each series, 0 or more.</param>
public sealed record ChartRow(string Label, IReadOnlyList<int> Values);

/// <summary>A chart, to be drawn as SVG; the table beneath it holds the same figures.</summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Description">What can be seen in it, for whoever can't see it.</param>
/// <param name="Series">Names of the series; at most six.</param>
/// <param name="Rows">The rows, in order.</param>
public sealed record Chart(string Id, string Title, string Description, IReadOnlyList<string> Series, IReadOnlyList<ChartRow> Rows)
{
    /// <summary>The drawing's width, in its own units.</summary>
    public const int Width = 360;

    /// <summary>The largest sum of a row, at least 1.</summary>
    public int LargestRow => Math.Max(1, Rows.Select(row => row.Values.Sum()).DefaultIfEmpty().Max());

    /// <summary>The largest single value, at least 1.</summary>
    public int LargestValue => Math.Max(1, Rows.SelectMany(row => row.Values).DefaultIfEmpty().Max());

    /// <summary>A coordinate as SVG reads it.</summary>
    public static string Point(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A label that fits beside a bar.</summary>
    public static string Fit(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var text = new StringInfo(label);
        return text.LengthInTextElements <= 22 ? label : text.SubstringByTextElements(0, 21) + "…";
    }
}
