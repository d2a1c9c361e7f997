using System.Text;
using AngleSharp.Dom;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Reports;

/// <summary>The reports page: figures, charts with their tables, a bookmarkable range, CSV.</summary>
public sealed class ReportPageTests : IDisposable
{
    private readonly MissingPackageApplication _application = new();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Get_WithoutARange_ShowsTheLast30Days()
    {
        var supervisor = await DecideOneAsync("Sample Seller");
        await supervisor.OpenAsync("/admin/reports");

        Assert.Equal(("2026-06-02", "2026-07-01"), (supervisor.Page.ValueOf("First day"), supervisor.Page.ValueOf("Last day")));
        Assert.Equal(("1", "1", "0 min", "100%"), (Figure(supervisor, "Opened"), Figure(supervisor, "First decided"), Figure(supervisor, "Median to first decision"), Figure(supervisor, "Documents in time")));
        Assert.Contains("UPS 0 0 1 0 0 0 1", supervisor.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Sample Seller 0 0 1 0 0 0 1", supervisor.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_AreDrawingsWithAName_AndNoStyleInThem()
    {
        var supervisor = await DecideOneAsync("Sample Seller");
        await supervisor.OpenAsync("/admin/reports");

        var charts = supervisor.Page.Document.QuerySelectorAll(".chart > svg").ToList();
        Assert.Equal(4, charts.Count);
        Assert.All(charts, chart =>
        {
            Assert.Equal("img", chart.GetAttribute("role"));
            var names = chart.GetAttribute("aria-labelledby")!.Split(' ').Select(id => supervisor.Page.Document.GetElementById(id)!).ToList();
            Assert.Equal("title desc", string.Join(' ', names.Select(name => name.LocalName)));
            Assert.All(names, name => Assert.NotEmpty(name.TextContent));
            Assert.NotEmpty(chart.QuerySelectorAll("rect"));
        });
        Assert.Empty(supervisor.Page.Document.QuerySelectorAll("[style], style"));
        Assert.DoesNotContain("NaN", supervisor.Page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=2026-06-30&to=2026-06-01", "Last day", "The last day can’t come before the first. Swap them.")]
    [InlineData("?from=2024-01-01&to=2026-06-01", "Last day", "A report covers at most 366 days. Choose a later first day, or an earlier last day.")]
    [InlineData("?from=2026-06-30&to=2026-12-01", "Last day", "The last day can’t be in the future.")]
    [InlineData("?from=1999-01-01&to=2026-06-01", "First day", "Reports begin in 2020. Check the year.")]
    [InlineData("?from=9999-12-31&to=9999-12-31", "First day", "Check the year.")]
    [InlineData("?from=2026-02-30&to=2026-06-01", "First day", "February 2026 has 28 days: there is no February 30.")]
    [InlineData("?from=%3Cscript%3E&to=2026-06-01", "First day", "Write the date as month, day and year, such as 11/20/2026 or Nov 20.")]
    [InlineData("?from=&to=", "First day", "Enter the first day.")]
    [InlineData("?to=2026-06-01", "First day", "Enter the first day.")]
    public async Task Get_WhenTheRangeIsEditedByHand_SaysWhatIsWrongAndKeepsIt(string query, string field, string error)
    {
        var supervisor = await _application.NewAgentAsync();
        foreach (var handler in new[] { "", "&handler=Csv" })
        {
            await supervisor.OpenAsync("/admin/reports" + query + handler);

            Assert.Equal(System.Net.HttpStatusCode.OK, supervisor.Page.Status);
            Assert.Equal(error, supervisor.Page.ErrorBeside(field));
            Assert.Empty(supervisor.Page.Document.QuerySelectorAll(".chart"));
            Assert.DoesNotContain("<script>", supervisor.Page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Csv_WhenASellerIsAFormula_MakesItText()
    {
        var supervisor = await DecideOneAsync("=HYPERLINK(\"http://example.com\",\"Sample, Inc.\")");
        await supervisor.OpenAsync("/admin/reports?from=2026-07-01&to=2026-07-01&handler=Csv");

        Assert.Equal("text/csv; charset=utf-8", supervisor.Page.Header("Content-Type"));
        Assert.Contains("report-2026-07-01-2026-07-01.csv", supervisor.Page.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Equal("no-store", supervisor.Page.Header("Cache-Control"));
        Assert.Equal([0xEF, 0xBB, 0xBF], supervisor.Page.Body[..3]);
        var lines = Encoding.UTF8.GetString(supervisor.Page.Body[3..]).Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Section,Group,Figure,Value", lines[0]);
        Assert.Contains("By day,2026-07-01,Opened,1", lines, StringComparer.Ordinal);
        Assert.Contains("Outcomes by carrier,UPS,Declined,1", lines, StringComparer.Ordinal);
        Assert.Contains("Outcomes by seller,\"'=HYPERLINK(\"\"http://example.com\"\",\"\"Sample, Inc.\"\")\",Declined,1", lines, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Get_WhenASellerIsHtml_ShowsItAsText()
    {
        var supervisor = await DecideOneAsync("<img src=x onerror=alert(1)>");
        await supervisor.OpenAsync("/admin/reports");

        Assert.DoesNotContain("<img src=x", supervisor.Page.Html, StringComparison.Ordinal);
        Assert.Contains("<img src=x onerror=alert(1)>", supervisor.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checklist_WhenMostWereFoundInOnePlace_PutsItFirstWithItsShare()
    {
        await FindAsync(30, PlaceToLook.Mailbox, HomeKind.House, CarrierCode.Ups);
        await FindAsync(20, PlaceToLook.SideYard, HomeKind.House, CarrierCode.Ups);
        await FindAsync(40, PlaceToLook.Garage, HomeKind.House, CarrierCode.Usps);
        await FindAsync(49, PlaceToLook.Hallway, HomeKind.Apartment, CarrierCode.Ups);
        var customer = _application.NewCustomer();
        await customer.OpenAsync("/where-to-look");
        Assert.Equal("Garage, shed or carport", customer.Page.All(".for-house .look b")[0]);
        Assert.Equal("44 in 100 found theirs here.", customer.Page.All(".for-house .look .share")[0]);

        customer.Type("Tracking number", "1Z5R89390357567127");
        await customer.PressAsync("Show my carrier’s number");

        Assert.Equal(["Your mailbox", "Side yard and shrubbery"],
            [customer.Page.All(".for-house .look b")[0], customer.Page.All(".for-house .looks:nth-of-type(2) .look b")[0]]);
        Assert.Equal(["60 in 100 found theirs here.", "40 in 100 found theirs here."], customer.Page.All(".for-house .look .share"));
        Assert.Equal("Hallways, stairs and your own door", customer.Page.All(".for-apartment .look b")[0]);
        Assert.Empty(customer.Page.All(".for-apartment .look .share"));
        Assert.Equal(18, customer.Page.All(".look b").Count);
    }

    [Fact]
    public async Task Checklist_WithFewFinds_KeepsItsOwnOrder()
    {
        await FindAsync(9, PlaceToLook.Mailbox, HomeKind.House, null);
        var customer = _application.NewCustomer();
        await customer.OpenAsync("/where-to-look");

        Assert.Equal("Front door and porch", customer.Page.All(".for-house .look b")[0]);
        Assert.Empty(customer.Page.All(".share"));
    }

    private static string Figure(Visitor visitor, string name) => visitor.Page.Fact(name);

    private async Task<Agent> DecideOneAsync(string seller)
    {
        var supervisor = await _application.NewAgentAsync();
        var reference = await _application.NewCustomer().BringToReviewAsync(new Story { Seller = seller });
        await supervisor.DeclineAsync(reference, "It was at the door.");
        return supervisor;
    }

    private Task<int> FindAsync(int count, PlaceToLook place, HomeKind home, CarrierCode? carrier) => _application.AskAsync(database =>
    {
        database.AddRange(Enumerable.Range(0, count).Select(_ => FoundPackage.Count(place, home, carrier, _application.Now)));
        return database.SaveChangesAsync();
    });
}
