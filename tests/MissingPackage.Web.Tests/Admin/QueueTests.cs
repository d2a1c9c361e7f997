using System.Net;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>The queue as an agent uses it: views, filters, search, taking, assigning, exporting.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task Get_ShowsWhatIsDueNextFirstAndEachViewItsOwn()
    {
        using var application = new MissingPackageApplication();
        var agent = await application.NewAgentAsync();
        Assert.Contains("Nothing here.", agent.Page.Text, StringComparison.Ordinal);

        var later = await application.NewCustomer().OpenRequestAsync(new Story { Name = "Later Sample", State = "Hawaii", Zip = "96813" });
        var late = await application.NewCustomer().OpenRequestAsync(new Story { Name = "Late Sample", Expected = "6/1/2026", MarkedDelivered = "6/1/2026" });
        var soon = await application.NewCustomer().OpenRequestAsync(new Story { Name = "Soon Sample", Expected = "6/29/2026", MarkedDelivered = "6/29/2026" });
        var review = await application.NewCustomer().BringToReviewAsync(new Story { Name = "Review Sample" });
        var declined = await application.NewCustomer().BringToReviewAsync(new Story { Name = "Declined Sample" });
        await agent.DeclineAsync(declined, "The names differ.");

        Assert.Equal([late, soon, review, later], await ListedAsync(agent, "/admin"));
        var rows = agent.Page.All(".queue tbody tr");
        Assert.Contains("Late Sample", rows[0], StringComparison.Ordinal);
        Assert.Contains("Late", agent.Page.All(".queue tbody tr:first-child .tag"), StringComparer.Ordinal);
        Assert.Contains("26 days late", rows[0], StringComparison.Ordinal);
        Assert.Contains("35 h", rows[1], StringComparison.Ordinal);
        Assert.Contains("Thu, Jul 2, 11:59 pm ET", rows[1], StringComparison.Ordinal);
        Assert.Equal(["Due next 4", "Mine 0", "Unassigned 4", "Waiting 3", "Closed 1"], agent.Page.All("nav[aria-label=Views] a"));

        Assert.Equal([late, soon, later], await ListedAsync(agent, "/admin?view=waiting"));
        Assert.Equal([late, soon, review, later], await ListedAsync(agent, "/admin?view=unassigned"));
        Assert.Empty(await ListedAsync(agent, "/admin?view=mine"));
        Assert.Equal([declined], await ListedAsync(agent, "/admin?view=closed"));
        Assert.Equal([review], await ListedAsync(agent, "/admin?status=review"));
        Assert.Equal([review], await ListedAsync(agent, "/admin?status=ours"));
        Assert.Equal([late], await ListedAsync(agent, "/admin?late=true"));
        Assert.Equal(4, (await ListedAsync(agent, "/admin?carrier=ups&from=2026-07-01&until=2026-07-01&seller=sample%20SELLER")).Count);
        Assert.Empty(await ListedAsync(agent, "/admin?carrier=fedex"));
        Assert.Empty(await ListedAsync(agent, "/admin?until=2026-06-30"));
        Assert.Contains("No request of this view fits the filter.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Equal("", agent.Page.ValueOf("Status"));
    }

    [Fact]
    public async Task Get_DueToday_CountsTheDayOfEachRequestsOwnZone()
    {
        using var application = new MissingPackageApplication();
        var agent = await application.NewAgentAsync();
        var york = await application.NewCustomer().OpenRequestAsync(new Story { Expected = "6/26/2026", MarkedDelivered = "6/26/2026" });
        var hawaii = await application.NewCustomer().OpenRequestAsync(new Story { State = "Hawaii", Zip = "96813", Expected = "6/26/2026", MarkedDelivered = "6/26/2026" });
        var guam = await application.NewCustomer().OpenRequestAsync(new Story { State = "Guam", Zip = "96910", Expected = "6/26/2026", MarkedDelivered = "6/26/2026" });
        await application.NewCustomer().OpenRequestAsync(new Story { State = "Guam", Zip = "96910", Expected = "6/29/2026", MarkedDelivered = "6/29/2026" });
        await application.NewCustomer().OpenRequestAsync(new Story { State = "Hawaii", Zip = "96813", Expected = "6/25/2026", MarkedDelivered = "6/25/2026" });

        Assert.Equal([guam, york, hawaii], await ListedAsync(agent, "/admin?today=true"));
    }

    [Theory]
    [InlineData("/admin?view=nonsense&sort=up&status=resolved", "the view, the order, the status")]
    [InlineData("/admin?carrier=%27%3B--&agent=&from=2026-02-30&until=x&late=yes", "the carrier, late, opened from, opened until")]
    [InlineData("/admin?view=mine&agent=somebody&today=1", "due today, assigned to")]
    public async Task Get_WhenTheAddressWasEditedByHand_LeavesOutWhatItCantReadAndSaysSo(string address, string named)
    {
        using var application = new MissingPackageApplication();
        var reference = await application.NewCustomer().OpenRequestAsync();
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync(address);

        Assert.Equal(HttpStatusCode.OK, agent.Page.Status);
        Assert.Equal([$"This address says something that the queue doesn’t know, so it is left out: {named}."], agent.Page.All(".note"));
        Assert.Equal(address.Contains("mine", StringComparison.Ordinal) ? [] : [reference], agent.Page.All(".queue tbody td:nth-child(2) .mono"));
    }

    [Fact]
    public async Task Get_PagesOfAnOrder_GoOnWhereTheyEndedAndNotInAnother()
    {
        using var application = new MissingPackageApplication();
        var agent = await application.NewAgentAsync();
        await application.AskAsync(async database =>
        {
            database.Requests.AddRange(Enumerable.Range(0, 120).Select(n => Data.SampleRequest.Short(value: 10 + n)));
            return await database.SaveChangesAsync();
        });
        foreach (var sort in new[] { "due", "opened", "value" })
        {
            var seen = new List<string>();
            await agent.OpenAsync("/admin?sort=" + sort);
            seen.AddRange(Listed(agent));
            while (agent.Page.Document.QuerySelector("a[rel=next]") is { } next)
            {
                await agent.OpenAsync(next.GetAttribute("href")!);
                seen.AddRange(Listed(agent));
            }

            Assert.Equal(120, seen.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(120, seen.Count);
            await agent.OpenAsync(agent.Page.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
            Assert.Equal(seen[50..100], Listed(agent));
            await agent.OpenAsync(agent.Page.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
            Assert.Equal(seen[..50], Listed(agent));
            Assert.Null(agent.Page.Document.QuerySelector("a[rel=prev]"));
        }

        var place = agent.Page.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!;
        foreach (var other in new[] { place.Replace("sort=value", "sort=opened", StringComparison.Ordinal), place + "x", "/admin?at=%25", "/admin?at=" + new string('a', 6000) })
        {
            await agent.OpenAsync(other);
            Assert.Equal(["The page in this address belongs to another order, so this is the first page."], agent.Page.All(".note"));
            Assert.Equal(50, Listed(agent).Count);
            Assert.Null(agent.Page.Document.QuerySelector("a[rel=prev]"));
        }
    }

    [Fact]
    public async Task Find_AnythingOfARequestAnyWayItIsTyped_LeadsToIt()
    {
        using var application = new MissingPackageApplication();
        var agent = await application.NewAgentAsync();
        var wanted = await application.NewCustomer().OpenRequestAsync(new Story
        {
            Name = "Łucja Marín-O’Brien",
            Email = "Lucja.Marin@example.com",
            OrderNumber = "#20-418 B",
            Tracking = "9400 1112 0620 6406 2607 87",
            Carrier = "USPS",
        });
        await application.NewCustomer().OpenRequestAsync(new Story { Name = "Lucas Sample", Email = "lucas@example.com", OrderNumber = "20-417" });

        foreach (var typed in new[] { wanted, wanted.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal), " " + wanted[3..].Replace('-', ' ').Replace('0', 'O').Replace('1', 'l') + " " })
        {
            await FindAsync(agent, typed);
            Assert.Equal("Łucja Marín-O’Brien", agent.Page.Heading);
        }

        foreach (var typed in new[]
        {
            "20418b", "#20418", "9400111206206406260787", "4207 8745 9400 1112 0620 6406 2607 87", "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787", "9400 1112", "LUCJA.marin@EXAMPLE.com", "lucja.m",
            "łuc marin", "obrien", "O'Brien", "marin lucja", "lucja", "MARÍN  o’br",
        })
        {
            await FindAsync(agent, typed);
            Assert.True(Listed(agent) is [var only] && only == wanted, $"{typed} finds {string.Join(", ", Listed(agent))}");
            // The name is in the page and not in its address.
            Assert.StartsWith("/admin?search=CfDJ8", agent.Page.Address, StringComparison.Ordinal);
            Assert.Equal(typed, agent.Page.Document.QuerySelector("#find")!.GetAttribute("value"));
        }

        await FindAsync(agent, "luc");
        Assert.Equal(2, Listed(agent).Count);
        foreach (var typed in new[] { "%", "_", "l_cja", "arin", "MP-0000-0001", "' OR 1=1 --", "\ud83d\udce6", "lucja sample" })
        {
            await FindAsync(agent, typed);
            Assert.Empty(Listed(agent));
            Assert.Contains($"Nothing found for “{typed}”.", agent.Page.Text, StringComparison.Ordinal);
        }

        await FindAsync(agent, "");
        Assert.Equal("/admin?view=due", agent.Page.Address);
        await FindAsync(agent, new string('a', 5_000));
        Assert.Equal(HttpStatusCode.OK, agent.Page.Status);
        Assert.Contains("At most 254 characters", agent.Page.Text, StringComparison.Ordinal);
        Assert.Equal(5_000, agent.Page.Document.QuerySelector("#find")!.GetAttribute("value")!.Length);
        await agent.OpenAsync("/admin?search=nonsense");
        Assert.Contains("This search can’t be read any more.", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_GivesTheMostUrgentReviewThatNobodyHas_ThenSaysThatThereIsNone()
    {
        using var application = new MissingPackageApplication();
        await application.MakeAgentAsync("second@example.com");
        var second = await application.NewCustomer().BringToReviewAsync(new Story { Name = "Second Sample", State = "Hawaii", Zip = "96813" });
        var first = await application.NewCustomer().BringToReviewAsync(new Story { Name = "First Sample" });
        await application.NewCustomer().OpenRequestAsync(new Story { Expected = "6/1/2026", MarkedDelivered = "6/1/2026" });

        var agent = await application.NewAgentAsync();
        await agent.PressAsync("Take the next one");
        Assert.Equal($"/admin/requests/{first}", agent.Page.Address);
        Assert.Contains("It’s yours now.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Assigned to", agent.Page.Text, StringComparison.Ordinal);
        var other = await application.NewAgentAsync("second@example.com");
        await other.PressAsync("Take the next one");
        Assert.Equal($"/admin/requests/{second}", other.Page.Address);
        await other.OpenAsync("/admin?view=mine");
        await other.PressAsync("Take the next one");
        Assert.Equal("/admin?view=mine", other.Page.Address);
        Assert.Contains("Nothing to take", other.Page.Text, StringComparison.Ordinal);
        Assert.Equal([second], Listed(other));
        Assert.Equal([first], await ListedAsync(agent, "/admin?view=mine"));

        var taken = await application.RequestAsync(first);
        Assert.Equal([(RequestEventKind.Assigned, MissingPackageApplication.AgentEmail, MissingPackageApplication.AgentEmail)],
            taken.Events.Where(e => e.Kind == RequestEventKind.Assigned).Select(e => (e.Kind, e.ActorName!, e.Detail!)));
    }

    [Fact]
    public async Task Assign_Several_LeavesAloneWhatChangedInTheMeantime()
    {
        using var application = new MissingPackageApplication();
        await application.MakeAgentAsync("second@example.com");
        var one = await application.NewCustomer().OpenRequestAsync(new Story { Name = "One Sample" });
        var two = await application.NewCustomer().OpenRequestAsync(new Story { Name = "Two Sample" });
        var three = await application.NewCustomer().BringToReviewAsync(new Story { Name = "Three Sample" });
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin?view=unassigned");
        await agent.PressAsync("Assign");
        Assert.Equal(["Error: Tick the requests first."], agent.Page.All(".err"));
        Tick(agent, one, two, three);
        await agent.PressAsync("Assign");
        Assert.Equal(["Error: Choose who gets them."], agent.Page.All(".err"));
        Assert.Equal(3, agent.Page.Document.QuerySelectorAll(".queue input[checked]").Length);

        var other = await application.NewAgentAsync("second@example.com");
        await other.PressAsync("Take the next one");
        agent.Choose("Ticked requests", "second@example.com");
        await agent.PressAsync("Assign");
        Assert.Equal($"2 requests assigned to second@example.com. Left alone, because they changed after you opened the list: {three}.", agent.Page.All(".done")[0]);
        Assert.Empty(Listed(agent));
        Assert.Equal(2, (await application.MailToAsync("second@example.com")).Count);
        Assert.Equal(3, (await ListedAsync(other, "/admin?view=mine")).Count);

        await agent.OpenAsync("/admin");
        Tick(agent, one);
        agent.Choose("Ticked requests", "Nobody");
        await agent.PressAsync("Assign");
        Assert.Equal("1 request without an agent now.", agent.Page.All(".done")[0]);
        Assert.Equal([one], await ListedAsync(agent, "/admin?agent=none"));
        Assert.Equal([RequestEventKind.Opened, RequestEventKind.Assigned, RequestEventKind.Unassigned],
            (await application.RequestAsync(one)).Events.Select(e => e.Kind).Where(kind => kind != RequestEventKind.LinkSent));

        // A customer never reads who works on it.
        await agent.PostByHandAsync("/admin?handler=Assign", ("Selection.Picked", "nonsense"), ("Selection.Picked", $"{Guid.NewGuid():n}.1"), ("Selection.Agent", "none"));
        Assert.Contains("0 requests without an agent now.", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_TheTicked_IsAFileThatRunsNoFormula()
    {
        using var application = new MissingPackageApplication();
        var evil = await application.NewCustomer().OpenRequestAsync(new Story { Name = "=HYPERLINK(A1)", Item = "+1, \"quoted\"\tand\u00a0more", Seller = "@SUM(A1)", OrderNumber = "-2+3" });
        var plain = await application.NewCustomer().OpenRequestAsync(new Story { Name = "Zoë Sample" });
        await application.NewCustomer().OpenRequestAsync(new Story { Name = "Left Out" });
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin");
        Tick(agent, evil, plain);
        await agent.PressAsync("Export as CSV");

        Assert.Equal("text/csv", agent.Page.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", agent.Page.Header("Cache-Control"));
        Assert.Contains("attachment", agent.Page.Header("Content-Disposition"), StringComparison.Ordinal);
        var text = System.Text.Encoding.UTF8.GetString(agent.Page.Body);
        Assert.StartsWith("\uFEFFReference,Status,Late,Opened,Due,", text, StringComparison.Ordinal);
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains(",\"'=HYPERLINK(A1)\",", text, StringComparison.Ordinal);
        Assert.Contains(",\"'-2+3\",\"'+1, \"\"quoted\"\"", text, StringComparison.Ordinal);
        Assert.Contains(",\"'@SUM(A1)\",", text, StringComparison.Ordinal);
        Assert.Contains("Zoë Sample", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Left Out", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sample@example.com", text, StringComparison.Ordinal);
        var exported = await application.RequestAsync(plain);
        Assert.Equal(RequestEventKind.Exported, exported.Events[^1].Kind);
        Assert.DoesNotContain((await application.RequestAsync(evil)).Events, e => e.Kind == RequestEventKind.Assigned);
    }

    private static async Task FindAsync(Agent agent, string typed)
    {
        await agent.OpenAsync("/admin");
        agent.Type("Find a request", typed);
        await agent.PressAsync("Find");
    }

    private static void Tick(Agent agent, params string[] references)
    {
        foreach (var reference in references)
        {
            agent.Tick("Tick " + reference);
        }
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(Agent agent, string address)
    {
        await agent.OpenAsync(address);
        return Listed(agent);
    }

    private static IReadOnlyList<string> Listed(Agent agent) => agent.Page.All(".queue tbody td:nth-child(2) .mono");
}
