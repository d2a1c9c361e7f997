using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Text;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Packets;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>What stands around a decision: signals, the checklist, who has it, the history, and typing that outlives a session.</summary>
public sealed class ReviewPageTests
{
    [Fact]
    public async Task Signals_OfARequestLikeAnother_ShowTheEvidenceAndLeadThere()
    {
        using var own = new MissingPackageApplication();
        var story = new Story { OrderNumber = "SAMPLE-77", Line1 = "12 Example Street", Line2 = "Apt 4B" };
        var first = await own.NewCustomer().BringToReviewAsync(story);
        var second = await own.NewCustomer().BringToReviewAsync(story with
        {
            OrderNumber = "sample 77",
            Line1 = "12 Example St.",
            Line2 = "#4b",
            Phone = "212.555.0123",
            Email = "SAMPLE@example.com",
            Name = "Other Customer",
        });
        var agent = await own.NewAgentAsync();
        await agent.ReviewAsync(second);

        var signals = agent.Page.All(".signals > ul > li > b");
        Assert.Equal(
            ["Same file.", "Same file.", "Same tracking number.", "Same order.", "Same email.", "Same phone.", "Same address."], signals);
        Assert.All(agent.Page.Document.QuerySelectorAll(".signals li li a"), link => Assert.Equal("/admin/requests/" + first, link.GetAttribute("href")));
        Assert.Contains("Order sample 77 is in another request too.", agent.Page.Text, StringComparison.Ordinal);

        // Erased documents leave their hash, and that is all that is compared.
        await own.AskAsync(async database =>
        {
            var request = await database.Requests.Include(r => r.Documents).SingleAsync(r => r.Customer.Name == "Sample Customer");
            request.EraseDocument(request.Documents[0].Id, "By a test", Actor.System, own.Now);
            return await database.SaveChangesAsync();
        });
        await agent.ReviewAsync(second);
        Assert.Equal(2, agent.Page.All(".signals > ul > li > b").Count(name => name == "Same file."));
        Assert.Equal(RequestStatus.ReadyForReview, (await own.RequestAsync(second)).Status);
    }

    [Fact]
    public async Task Signals_OfFourRequestsAtOneAddress_SaySo()
    {
        using var own = new MissingPackageApplication();
        var reference = "";
        foreach (var number in new[] { 1, 2, 3, 4 })
        {
            reference = await own.NewCustomer().OpenRequestAsync(new Story
            {
                Line1 = "9 Example Avenue",
                Email = $"many{number}@example.com",
                Phone = "",
                Tracking = "",
                Carrier = "Another carrier, or I don’t know",
            });
        }

        var agent = await own.NewAgentAsync();
        await agent.ReviewAsync(reference);
        Assert.Equal(["Same address.", "Many requests from one address."], agent.Page.All(".signals > ul > li > b"));
        Assert.Contains("4 requests about this address within 180 days.", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signals_Lookups_UseIndexes()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        await customer.OpenRequestAsync();
        Assert.SkipUnless(await own.AskAsync(database => Task.FromResult(database.Database.IsSqlite())), "Query plans are read in SQLite's words.");
        var queries = await own.AskAsync(database =>
        {
            var related = new MissingPackage.Web.Areas.Admin.Reviewing.RelatedRequests(database);
            return Task.FromResult(new[]
            {
                related.WithTerm(Guid.NewGuid(), RequestSearchTerm.Email("sample@example.com")).Select(r => r.Reference).ToQueryString(),
                related.WithBytes(Guid.NewGuid(), [new string('a', 64)]).Select(d => d.RequestId).ToQueryString(),
            });
        });
        foreach (var query in queries)
        {
            var plan = await own.AskAsync(database => PlanAsync(database, query));
            // A subquery's few rows are walked, never a table.
            Assert.DoesNotContain(plan, line => line.StartsWith("SCAN ", StringComparison.Ordinal) && (line.Contains("Request", StringComparison.Ordinal) || line is "SCAN r" or "SCAN d"));
            Assert.Contains(plan, line => line.StartsWith("SEARCH r USING", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Compare_TicksAreKeptUntilTheDocumentsChange()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Tick("Name matches");
        agent.Tick("ID is in date");
        await agent.PressAsync("Keep the checklist");
        Assert.Equal(["checked", "", "checked", "", ""], Ticks(agent));
        Assert.Equal(["checked", "", "checked", "", ""], Ticks(await AnotherAgentAsync(own, reference)));
        await agent.PressAsync("Accept documents");
        Assert.Contains("Not ticked: address, readable, signature", Assert.Single(agent.Page.All(".confirm")), StringComparison.Ordinal);

        // Another page of the statement: the ID's date was compared with the ID alone.
        await customer.SendStatementAsync(Pictures.Colored(7));
        await agent.ReviewAsync(reference);
        Assert.Equal(["", "", "checked", "", ""], Ticks(agent));

        agent.Untick("ID is in date");
        await agent.PressAsync("Keep the checklist");
        Assert.Equal(["", "", "", "", ""], Ticks(agent));
        foreach (var label in Labels)
        {
            agent.Tick(label);
        }

        await agent.PressAsync("Keep the checklist");
        await agent.AcceptAsync(reference);
        Assert.Equal("Compared: everything on the list", (await own.RequestAsync(reference)).Events.Single(e => e.Kind == RequestEventKind.DocumentsAccepted).Detail);
        Assert.Equal(5, await own.AskAsync(database => database.ReviewTicks.CountAsync()));
    }

    [Fact]
    public async Task Assign_GivesItToAnAgentOrToNobody()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await own.MakeAgentAsync("other@example.com");
        await agent.ReviewAsync(reference);
        await agent.PressAsync("Assign");
        Assert.Contains("It is yours.", agent.Page.Text, StringComparison.Ordinal);
        agent.Choose("Assign to", "other@example.com");
        await agent.PressAsync("Assign");
        Assert.Contains("other@example.com has it now.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains(reference, Assert.Single(await own.MailToAsync("other@example.com")).Subject, StringComparison.Ordinal);
        agent.Choose("Assign to", "Nobody");
        var stale = agent.Submission("Assign");
        await agent.SendAsync(agent.Submission("Assign"));
        Assert.Contains("Nobody has it now.", agent.Page.Text, StringComparison.Ordinal);
        await agent.SendAsync(stale);
        Assert.StartsWith("This request changed while you were looking at it", Assert.Single(agent.Page.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assign_ToAnAgentWhoIsLocked_IsNotOfferedAndRefused()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await own.MakeAgentAsync("locked@example.com");
        await agent.ReviewAsync(reference);
        agent.Choose("Assign to", "locked@example.com");
        var late = agent.Submission("Assign");
        await own.AskAsync(database => database.Users.Where(a => a.Email == "locked@example.com")
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, DateTimeOffset.MaxValue)));
        await agent.SendAsync(late);
        Assert.Equal(["This agent can’t work on requests any more. Choose another one."], agent.Page.Errors);
        Assert.DoesNotContain(agent.Page.All("option"), option => option == "locked@example.com");
        await agent.OpenAsync("/admin");
        Assert.DoesNotContain(agent.Page.Document.QuerySelectorAll("[name='Selection.Agent'] option"), option => option.TextContent == "locked@example.com");
    }

    [Fact]
    public async Task History_IsFilteredByTheAddress()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.AcceptAsync(reference);
        Assert.Equal(["Accepted the documents"], (await agent.OpenAsync($"/admin/requests/{reference}?history=decisions")).All(".history b"));
        Assert.Contains("each chained to the one before", agent.Page.Text, StringComparison.Ordinal);
        await agent.ReviewAsync(reference);
        var person = agent.Page.Document.QuerySelectorAll("#history-filter option").Single(option => option.TextContent == "By " + MissingPackageApplication.AgentEmail).GetAttribute("value")!;
        Assert.DoesNotContain("@", person, StringComparison.Ordinal);
        Assert.Contains("Accepted the documents", (await agent.OpenAsync($"/admin/requests/{reference}?history={person}")).All(".history b"), StringComparer.Ordinal);
        Assert.DoesNotContain("Opened the request", agent.Page.All(".history b"), StringComparer.Ordinal);
        var all = (await agent.OpenAsync($"/admin/requests/{reference}?history=nonsense")).All(".history b").Count;
        Assert.Equal((await own.RequestAsync(reference)).Events.Count, all);
    }

    [Fact]
    public async Task Decline_WhenTheSessionHasEnded_KeepsWhatWasTypedThroughTheSignIn()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.OpenAsync($"/admin/requests/{reference}?view=unassigned");
        var words = string.Concat(Enumerable.Repeat("Näme ≠ Örder 名前。", 60));
        agent.Type("Why, and what the customer can do", words);
        Expire(agent, "mp-desk");
        await agent.PressAsync("Decline the request");
        Assert.Equal("Sign in to the care desk", agent.Page.Heading);
        Assert.DoesNotContain("rder", agent.Page.Address, StringComparison.Ordinal);
        Assert.Contains("You were signed out. Sign in to go on: what you typed is kept.", agent.Page.Text, StringComparison.Ordinal);

        await SignInAgainAsync(agent);
        Assert.Equal($"/admin/requests/{reference}?view=unassigned", agent.Page.Address);
        Assert.Contains("You were signed out before this was sent, so nothing was saved.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Equal(words, agent.Page.ValueOf("Why, and what the customer can do"));
        Assert.Empty(agent.Page.Errors);
        Assert.Equal(RequestStatus.ReadyForReview, (await own.RequestAsync(reference)).Status);

        // Once: the next look at the page is an ordinary one.
        await agent.OpenAsync($"/admin/requests/{reference}");
        Assert.Equal("", agent.Page.ValueOf("Why, and what the customer can do"));
    }

    [Fact]
    public async Task Post_OfAnyForm_WhenTheSessionHasEnded_BringsBackWhatWasFilledIn()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Type("Day it was handed to the carrier", "6/29/2026");
        await PressSignedOutAsync(agent, "Save the mailing day");
        Assert.Equal("6/29/2026", agent.Page.ValueOf("Day it was handed to the carrier"));
        Assert.True(agent.Page.Control("Day it was handed to the carrier").Closest("details")!.HasAttribute("open"));

        agent.Tick("Military or other federal ID");
        await PressSignedOutAsync(agent, "Erase it now");
        Assert.Equal("checked", agent.Page.ValueOf("Military or other federal ID"));
        Assert.Single(agent.Page.Document.QuerySelectorAll(".erase[open]"));

        // Nothing was filled in: what was pressed has to be pressed again.
        await PressSignedOutAsync(agent, "Accept documents");
        Assert.Contains("nothing was saved. Press the button again.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Empty(agent.Page.All(".confirm"));

        // As scripts send it: with the note that was half typed beside.
        var version = (await own.RequestAsync(reference)).Version;
        Expire(agent, "mp-desk");
        await agent.PostByHandAsync($"/admin/requests/{reference}?handler=Decline",
            ("Decline.Version", $"{version}"), ("Decline.Line", "Please call us."), ("Message.Line", "Half a mess"), ("Note.Text", "Half a note"));
        await SignInAgainAsync(agent);
        Assert.Equal("Please call us.", agent.Page.ValueOf("Why, and what the customer can do"));
        Assert.Equal("Half a mess", agent.Page.ValueOf("Message"));
        Assert.Equal("Half a note", agent.Page.ValueOf("Note"));
        Assert.True(agent.Page.Control("Message").Closest("details")!.HasAttribute("open"));

        await agent.AcceptAsync(reference);
        await agent.MaskAsync(reference);
        await agent.ReviewAsync(reference);
        agent.Type("Another seller’s name", "Other Shop");
        agent.Type("Another seller’s email", "other@example.com");
        await PressSignedOutAsync(agent, "Look at it first");
        Assert.Equal("other@example.com", agent.Page.ValueOf("Another seller’s email"));
        Assert.Equal(RequestStatus.WithSeller, (await own.RequestAsync(reference)).Status);
    }

    [Fact]
    public async Task Post_ElsewhereWhenTheSessionHasEnded_DoesntPromiseThatItIsKept()
    {
        using var own = new MissingPackageApplication();
        await own.NewCustomer().OpenRequestAsync();
        var agent = await own.NewAgentAsync();
        await agent.OpenAsync("/admin");
        Expire(agent, "mp-desk");
        await agent.PressAsync("Assign");
        Assert.Contains("You were signed out. Nothing was saved: sign in, then do it again.", agent.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(agent.Cookies.GetAllCookies(), cookie => cookie.Name.StartsWith("mp-typed", StringComparison.Ordinal));
        Assert.DoesNotContain("signed out", (await agent.OpenAsync("/admin/sign-in")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandOff_ToAnAddressThatIsTyped_NeedsNoOtherChoice_AndNotYetKeepsIt()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.AcceptAsync(reference);
        await agent.MaskAsync(reference);
        var version = (await own.RequestAsync(reference)).Version;
        await agent.ReviewAsync(reference);
        await agent.PostByHandAsync($"/admin/requests/{reference}?handler=HandOff",
            ("HandOff.Version", $"{version}"), ("HandOff.Choice", ""), ("HandOff.Name", "Other Shop"), ("HandOff.Email", "other@example.com"));
        Assert.Contains("Hand it to Other Shop?", Assert.Single(agent.Page.All(".confirm")), StringComparison.Ordinal);
        await agent.PressAsync("Not yet");
        Assert.Empty(agent.Page.All(".confirm"));
        Assert.Equal("other@example.com", agent.Page.ValueOf("Another seller’s email"));
        Assert.Equal(version, (await own.RequestAsync(reference)).Version);

        // What is wrong with a form is said together.
        await agent.PostByHandAsync($"/admin/requests/{reference}?handler=HandOff", ("HandOff.Version", $"{version}"), ("HandOff.Choice", ""), ("HandOff.Name", " "), ("HandOff.Email", "nobody"));
        Assert.Equal(["Enter an email address, such as claims@example.com.", "Write the seller’s name."], agent.Page.Errors.Order(StringComparer.Ordinal).ToArray());
        await agent.PostByHandAsync($"/admin/requests/{reference}?handler=Refunded", ("Refunded.Version", $"{version}"), ("Refunded.Amount", "much"), ("Refunded.On", "someday"));
        Assert.Equal(3, agent.Page.Errors.Count);
    }

    [Fact]
    public async Task Post_OfNoiseFromAnotherSite_LeavesTheBrowserRoomForItsCookies()
    {
        using var own = new MissingPackageApplication();
        var agent = own.NewStranger();
        await agent.OpenAsync("/return");
        var noise = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(5_900));
        await agent.PostByHandAsync("/admin/requests/MP-0000-0000?handler=Decline", ("Decline.Line", noise));
        Assert.Equal("Sign in to the care desk", agent.Page.Heading);
        Assert.DoesNotContain(agent.Cookies.GetAllCookies(), cookie => cookie.Name.StartsWith("mp-typed", StringComparison.Ordinal));

        await agent.PostByHandAsync("/admin/requests/MP-0000-0000?handler=Decline", ("Decline.Line", new string('x', 7_000)));
        Assert.Contains(agent.Cookies.GetAllCookies(), cookie => cookie.Name.StartsWith("mp-typed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cross-site", false)]
    [InlineData("same-site", false)]
    [InlineData("same-origin", true)]
    public async Task Post_OfAnotherSitesForm_IsNotShownAsTypedByTheAgent(string from, bool kept)
    {
        using var own = new MissingPackageApplication();
        var stranger = own.NewStranger();
        using var form = new HttpRequestMessage(HttpMethod.Post, "/admin/requests/MP-0000-0000?handler=Decline")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("Decline.Line", "Words of somebody else.")]),
        };
        form.Headers.Add("Sec-Fetch-Site", from);

        await stranger.SendAsync(form);

        Assert.Equal("Sign in to the care desk", stranger.Page.Heading);
        Assert.Equal(kept, stranger.Cookies.GetAllCookies().Any(cookie => cookie.Name.StartsWith("mp-typed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task NextAndPrevious_KeepTheQueuesOrderAndFilters_AlsoAfterADecision()
    {
        using var own = new MissingPackageApplication();
        var references = new List<string>();
        foreach (var day in new[] { "6/26/2026", "6/29/2026", "6/30/2026", "7/1/2026" })
        {
            references.Add(await own.NewCustomer().OpenRequestAsync(new Story { Expected = day, MarkedDelivered = day, Seller = day == "6/29/2026" ? "Another Seller" : "Sample Seller" }));
        }

        var agent = await own.NewAgentAsync();
        await agent.OpenAsync($"/admin/requests/{references[0]}?view=due&seller=Sample+Seller");
        Assert.Null(agent.Page.Document.QuerySelector("[data-previous]"));
        await agent.OpenAsync(Link(agent, "[data-next]"));
        Assert.StartsWith($"/admin/requests/{references[2]}?", agent.Page.Address, StringComparison.Ordinal);
        Assert.Contains("seller=Sample%20Seller", agent.Page.Address, StringComparison.Ordinal);
        Assert.StartsWith($"/admin/requests/{references[0]}?", Link(agent, "[data-previous]"), StringComparison.Ordinal);

        // Closed, it is no longer in the queue: the next one is the one that would have been next.
        await agent.PressAsync("Close as found");
        await agent.ConfirmAsync();
        Assert.StartsWith($"/admin/requests/{references[3]}?", Link(agent, "[data-next]"), StringComparison.Ordinal);
        Assert.StartsWith($"/admin/requests/{references[0]}?", Link(agent, "[data-previous]"), StringComparison.Ordinal);
        await agent.OpenAsync($"/admin/requests/{references[3]}?view=nonsense&at=nonsense&sort=%27");
        Assert.NotNull(agent.Page.Document.QuerySelector("[data-previous]"));
    }

    [Fact]
    public async Task Erase_IsConfirmedFirst()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Tick("Military or other federal ID");
        await agent.PressAsync("Erase it now");
        Assert.Contains("Copying one is against the law, so we have deleted it.", Assert.Single(agent.Page.All(".confirm")), StringComparison.Ordinal);
        Assert.All((await own.RequestAsync(reference)).Documents, d => Assert.True(d.HasContent));
        await agent.PressAsync("Erase it for good");
        Assert.Single((await own.RequestAsync(reference)).Documents, d => d.State == DocumentState.Erased);
        Assert.False(agent.Page.Offers("Undo"));
    }

    private static readonly string[] Labels = ["Name matches", "Address matches or is explained", "ID is in date", "Everything is readable", "Signature looks consistent"];

    private static string[] Ticks(Agent agent) => [.. Labels.Select(label => agent.Page.ValueOf(label))];

    private static string Link(Agent agent, string selector) => agent.Page.Document.QuerySelector(selector)!.GetAttribute("href")!;

    private static async Task<Agent> AnotherAgentAsync(MissingPackageApplication application, string reference)
    {
        await application.MakeAgentAsync("second@example.com");
        var agent = await application.NewAgentAsync("second@example.com");
        await agent.ReviewAsync(reference);
        return agent;
    }

    private static async Task PressSignedOutAsync(Agent agent, string button)
    {
        Expire(agent, "mp-desk");
        await agent.PressAsync(button);
        await SignInAgainAsync(agent);
        Assert.Contains("You were signed out before this was sent, so nothing was saved.", agent.Page.Text, StringComparison.Ordinal);
    }

    private static async Task SignInAgainAsync(Agent agent)
    {
        agent.Type("Email", MissingPackageApplication.AgentEmail);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");
    }

    private static void Expire(Agent agent, string cookie)
    {
        foreach (var kept in agent.Cookies.GetAllCookies().Where(c => c.Name == cookie))
        {
            kept.Expired = true;
        }
    }

    private static async Task<List<string>> PlanAsync(MissingPackage.Data.MissingPackageContext database, string query)
    {
        await database.Database.OpenConnectionAsync();
        using var command = database.Database.GetDbConnection().CreateCommand();
        // The parameters of the query string become literals.
        var lines = query.Split('\n');
        var sql = string.Join('\n', lines.Where(line => !line.StartsWith(".param", StringComparison.Ordinal) && !line.StartsWith("This LINQ query", StringComparison.Ordinal)));
        foreach (var parameter in lines.Where(line => line.StartsWith(".param set ", StringComparison.Ordinal)))
        {
            var parts = parameter.Trim()[".param set ".Length..].Split(' ', 2);
            sql = sql.Replace(parts[0], parts[1], StringComparison.Ordinal);
        }

        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(3));
        }

        return plan;
    }
}
