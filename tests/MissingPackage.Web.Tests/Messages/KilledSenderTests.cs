using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data.Outbox;
using MissingPackage.Documents.Tests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Messages;

/// <summary>The process killed again and again while requests are opened and their messages leave: none is lost, and a repeat is recognisable.</summary>
public sealed class KilledSenderTests : IDisposable
{
    private const int Requests = 200;
    private const int Kills = 20;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Messages_WhenTheProcessIsKilled20TimesWhile200RequestsAreOpened_LeaveOnceOrAgainWithTheSameId()
    {
        await using var server = new SmtpServer { Thinks = TimeSpan.FromMilliseconds(20) };
        (string Key, string Value)[] settings =
        [
            ("Database:ConnectionString", $"Data Source={_folder["test.db"]}"), ("Documents:Folder", _folder["documents"]),
            ("Intake:PrivateFolder", _folder["intake"]), ("Site:PublicUrl", "http://localhost:5080"),
            ("Care:Phone", "(800) 555-0188"), ("Care:Hours", "Weekdays"), ("Care:Email", "care@example.com"), ("SampleData:Enabled", "false"),
            ("RateLimits:CostlyPerMinute", "100000"), ("RateLimits:OrdersPerMinute", "100000"), ("RateLimits:PostsPerMinute", "100000"), .. server.Settings,
            // Leases of ten seconds, so that what a killed process held is free again soon.
            ("Mail:Smtp:TimeoutSeconds", "2"),
        ];
        var waiting = new Queue<(CookieContainer Cookies, string Token)>(await ReportAllAsync(settings));

        var random = new Random(20261124);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var process = await RunningProcess.StartAsync(settings);
#pragma warning disable CA5394 // when to kill is no secret
            var killing = Task.Delay(random.Next(20, 900), BehindThePages.Cancellation).ContinueWith(_ => process.KillAsync(), TaskScheduler.Default).Unwrap();
#pragma warning restore CA5394
            await OpenSomeAsync(process, waiting, count: Requests / Kills);
            await killing;
        }

        await using (var last = await RunningProcess.StartAsync(settings))
        {
            while (waiting.Count > 0)
            {
                await OpenSomeAsync(last, waiting, waiting.Count);
            }

            await using var books = QuietApplication.And(settings);
            for (var attempt = 0; attempt < 1200 && await books.AskAsync(database => database.Outbox.AnyAsync(m => m.State != OutboxState.Sent)); attempt++)
            {
                await Task.Delay(100, BehindThePages.Cancellation);
            }

            var promised = await books.AskAsync(database => database.Outbox.AsNoTracking().ToListAsync());
            Assert.Equal(Requests, await books.AskAsync(database => database.Requests.CountAsync()));
            Assert.Equal(Requests, promised.Count(m => m.Kind == "request-opened"));
            Assert.All(promised, m => Assert.True(m.State == OutboxState.Sent, $"{m.Kind} {m.State} after {m.Attempts} attempts: {m.LastFailure}. {last.Output}"));
            var sent = server.Deliveries.GroupBy(d => d.Message.MessageId!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
            Assert.Equal(
                promised.Select(m => $"{m.Key:n}@example.com").Order(StringComparer.Ordinal).ToList(),
                sent.Keys.Order(StringComparer.Ordinal).ToList());

            // A process has one message in hand at most, so each kill makes one repeat at most.
            var repeats = sent.Values.Sum(count => count - 1);
            Assert.InRange(repeats, 0, Kills);
            TestContext.Current.TestOutputHelper?.WriteLine($"{promised.Count} messages, {repeats} of them twice, after {Kills} kills");
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    /// <summary>Customers at the last button of their report; nothing of theirs is sent yet.</summary>
    private static async Task<List<(CookieContainer Cookies, string Token)>> ReportAllAsync((string Key, string Value)[] settings)
    {
        await using var application = QuietApplication.And(settings);
        application.Time.SetUtcNow(TimeProvider.System.GetUtcNow()); // the processes live in real time
        var today = application.Now.AddDays(-1).ToString("M/d/yyyy", CultureInfo.InvariantCulture);
        var all = new List<(CookieContainer, string)>();
        for (var number = 0; number < Requests; number++)
        {
            var customer = application.NewCustomer();
            var page = await customer.ReportAsync(new Story { Expected = today, MarkedDelivered = today, Email = $"sample{number}@example.com" });
            var cookies = new CookieContainer();
            cookies.Add(customer.Cookies.GetAllCookies());
            all.Add((cookies, page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!));
        }

        return all;
    }

    /// <summary>Presses the last button for some; whoever gets no answer presses it again later, as a person would.</summary>
    private static async Task OpenSomeAsync(RunningProcess process, Queue<(CookieContainer Cookies, string Token)> waiting, int count)
    {
        for (var number = 0; number < count && waiting.TryDequeue(out var customer); number++)
        {
            using var browser = process.Browser(customer.Cookies);
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", customer.Token)]);
            try
            {
                using var answer = await browser.PostAsync("/report/check", form, BehindThePages.Cancellation);
                Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {process.Output}");
                Assert.Contains("/requests/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.OrdinalIgnoreCase);
            }
            catch (Exception dead) when (dead is HttpRequestException or IOException or System.Net.Sockets.SocketException)
            {
                waiting.Enqueue(customer);
            }
        }
    }
}
