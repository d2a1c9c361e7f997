using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Composition;

/// <summary>
/// What the application writes about people's visits, with every property of every entry. Request lines go to the logger
/// of the process, so these tests run alone.
/// </summary>
[Collection(nameof(LogsTests))]
[CollectionDefinition(nameof(LogsTests), DisableParallelization = true)]
public sealed class LogsTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"missingpackage-{Guid.NewGuid():n}.log");
    private readonly Dictionary<string, string> _sink;

    /// <summary>Adds a file that holds every property, as whoever runs the application may do by its settings.</summary>
    public LogsTests()
    {
        _sink = new(StringComparer.Ordinal)
        {
            ["Serilog__Using__0"] = "Serilog.Sinks.File",
            ["Serilog__WriteTo__0__Name"] = "File",
            ["Serilog__WriteTo__0__Args__path"] = _file,
            ["Serilog__WriteTo__0__Args__formatter"] = "Serilog.Formatting.Compact.CompactJsonFormatter, Serilog.Formatting.Compact",
        };
        foreach (var (key, value) in _sink)
        {
            Environment.SetEnvironmentVariable(key, value);
        }
    }

    public void Dispose()
    {
        foreach (var key in _sink.Keys)
        {
            Environment.SetEnvironmentVariable(key, null);
        }

        File.Delete(_file);
    }

    private static MissingPackageApplication Logging() => MissingPackageApplication.With(
        ("Serilog:MinimumLevel:Default", "Information"),
        ("Serilog:MinimumLevel:Override:Microsoft", "Warning"),
        ("Serilog:MinimumLevel:Override:System", "Warning"));

    [Fact]
    public async Task Journey_LeavesNothingOfThePersonInTheLog()
    {
        using var application = Logging();
        var customer = application.NewCustomer();
        var story = new Story
        {
            Name = "Findme Personname",
            Email = "findme@mail.example.com",
            Phone = "(646) 555-0177",
            Line1 = "987 Findme Street",
            City = "Findme City",
            Zip = "10987",
            OrderNumber = "FINDME-ORDER-1",
            Item = "Findme shoes",
        };
        await customer.OpenAsync("/where-to-look");
        customer.Type("Tracking number", story.Tracking);
        await customer.PressAsync("Still missing");
        await customer.AnswerContactAsync(story with { Email = "findme@mail" });
        var reference = await customer.BringToReviewAsync(story);
        var link = await customer.LinkInMailAsync(story.Email);
        await application.NewStranger().OpenAsync(link);
        await application.NewStranger().OpenAsync(link + "x");
        var back = application.NewStranger();
        await back.OpenAsync("/return");
        back.Type("Reference", reference);
        back.Type("Email", story.Email);
        await back.PressAsync("Email me a link");
        await back.OpenAsync("/return?email=" + story.Email);
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin?find=" + reference);
        await agent.AskAgainAsync(reference, "Findme reason", "Photo ID");
        await customer.SendPhotoIdAsync(new Photo("findme-personname.jpg", Pictures.Colored(5).Bytes), new Photo("findme.txt", "no"u8.ToArray()));
        await agent.AcceptAsync(reference);
        await customer.OpenAsync(customer.DocumentsPath);
        await customer.LookAtStatusAsync();
        await application.MailToAsync(story.Email);

        var log = await ReadAsync();
        Assert.Contains(reference, log, StringComparison.Ordinal);
        Assert.Contains("/requests/{reference}/documents/upload", log, StringComparison.Ordinal);
        Assert.Contains("/open/{token}", log, StringComparison.Ordinal);
        foreach (var secret in new[]
        {
            "findme", "personname", "mail.example.com", "555-0177", "5550177", "987", "10987", link["/open/".Length..], story.Tracking,
            customer.Cookies.GetAllCookies()["mp-access"]!.Value,
        })
        {
            // Of the numbers, times and ids of the log itself may hold the same digits: only the words around them count.
            var hit = Lines(log).FirstOrDefault(line => Texts(line).Exists(text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));
            Assert.True(hit is null, $"“{secret}” is in the log: {hit}");
        }
    }

    [Fact]
    public async Task Form_ThatCannotBeRead_FillsNoLog()
    {
        using var application = Logging();
        using var form = new HttpRequestMessage(HttpMethod.Post, "/where-to-look")
        {
            Content = new FormUrlEncodedContent(Enumerable.Range(0, 1_100).Select(n => KeyValuePair.Create($"k{n}", ""))),
        };
        form.Headers.Add("Sec-Fetch-Site", "same-origin");

        Assert.Equal(HttpStatusCode.BadRequest, (await application.NewStranger().SendAsync(form)).Status);

        var log = await ReadAsync();
        Assert.Contains("/where-to-look", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", log, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Error\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_ShowsAReferenceThatTheLogKnowsAndNoStackTrace()
    {
        using var application = Logging();
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story { Name = "Findme Personname", Email = "findme@mail.example.com" });
        var link = await customer.LinkInMailAsync("findme@mail.example.com");
        await customer.AnswerOrderAsync(new Story());
        await application.AskAsync(database => database.Database.ExecuteSqlRawAsync("DROP TABLE ReportDrafts"));
        await customer.OpenAsync("/report/order");

        Assert.Equal(HttpStatusCode.InternalServerError, customer.Page.Status);
        Assert.Equal("Something went wrong on our side", customer.Page.Heading);
        Assert.Contains("(800) 555-0188", customer.Page.Text, StringComparison.Ordinal);
        foreach (var inner in new[] { "Sqlite", "Exception", "ReportDrafts", " at MissingPackage", ".cs:" })
        {
            Assert.DoesNotContain(inner, customer.Page.Html, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("no-store", customer.Page.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", customer.Page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        var shown = Assert.Single(customer.Page.All("main .mono"));
        Assert.True(shown.Length >= 16);
        var log = await ReadAsync();
        Assert.Contains(Lines(log), line =>
            line.Contains(shown, StringComparison.Ordinal) && line.Contains("ReportDrafts", StringComparison.Ordinal) && line.Contains("\"@x\"", StringComparison.Ordinal) && line.Contains("/report/order", StringComparison.Ordinal));

        // A private link that fails doesn't write its token down either.
        await application.AskAsync(database => database.Database.ExecuteSqlRawAsync("DROP TABLE CustomerGrants"));
        await customer.OpenAsync(link);
        Assert.Equal(HttpStatusCode.InternalServerError, customer.Page.Status);
        Assert.DoesNotContain(link["/open/".Length..], await ReadAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("findme", await ReadAsync(), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> ReadAsync()
    {
        await using var file = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static string[] Lines(string log) => log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every text of one entry but its time, trace and generated ids.</summary>
    private static List<string> Texts(string line)
    {
        using var entry = JsonDocument.Parse(line);
        return entry.RootElement.EnumerateObject()
            .Where(property => property.Name is not ("@t" or "@tr" or "@sp" or "@i" or "RequestId" or "ConnectionId" or "Elapsed" or "MessageId" or "Next"))
            .Select(property => property.Value.ToString()).ToList();
    }
}
