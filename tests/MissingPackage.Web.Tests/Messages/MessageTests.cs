using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;

namespace MissingPackage.Web.Tests.Messages;

/// <summary>What every message has in common, whatever it says; and the previews of all of them.</summary>
public sealed class MessageTests(MissingPackageApplication application)
{
    public static TheoryData<string> Samples { get; } = new(SampleMessages.All.Select(sample => sample.Key));

    [Fact]
    public void Samples_ShowEveryMessageThereIs() => Assert.Equal(
        typeof(Message).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Message)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal).ToList(),
        SampleMessages.All.Select(sample => sample.Letter.Message.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList());

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Message_Always_HasOneActionInBothFormsAndNothingThatLoads(string key)
    {
        var (html, text) = await RenderAsync(key);
        var document = await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);

        var action = Assert.Single(document.QuerySelectorAll("a.btn"));
        Assert.Equal(text.Split('\n').Single(line => line == action.GetAttribute("href")), action.GetAttribute("href"));
        Assert.Contains(action.TextContent + ":\n" + action.GetAttribute("href"), text, StringComparison.Ordinal);
        Assert.Single(document.QuerySelectorAll("h1"));
        Assert.Equal("en", document.DocumentElement.GetAttribute("lang"));
        Assert.Empty(document.QuerySelectorAll("img, script, link, iframe, object, svg, [background], [src], [srcset]"));
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Message_AsPlainText_SaysWhatTheHtmlSays(string key)
    {
        var (html, text) = await RenderAsync(key);
        var document = await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);

        var lines = text.Split('\n').Where(line => !IsAddress(line)).Select(line => line.TrimStart('>', '-', ' '));
        Assert.Equal(Letters(document.Body!.TextContent), Letters(string.Concat(lines)));
        Assert.DoesNotContain("&#", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));

        // A link's own line is left out, not an address within a sentence; the colon before it is no letter.
        static bool IsAddress(string line) => line.StartsWith("http", StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal);
        static string Letters(string from) => string.Concat(from.Where(letter => !char.IsWhiteSpace(letter) && letter != ':'));
    }

    [Fact]
    public async Task Message_WithMarkupInWhatSomebodyTyped_ShowsItAsText()
    {
        var about = new About("MP-7K4M-29QX", "<b>Sample</b> & Co", "</p><a href=\"https://example.com\">Shoes</a>", new Uri("https://missing.example.com/open/x"));
        var (html, text) = await RenderAsync(new MoreNeeded(about, "your photo ID", "First line.\nSecond <script>alert(1)</script>", "Tuesday, July 7"));
        var document = await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);

        Assert.Empty(document.QuerySelectorAll("script, b"));
        Assert.DoesNotContain(document.Links, link => link.GetAttribute("href")!.Contains("//example.com", StringComparison.Ordinal));
        Assert.Contains("Hello <b>Sample</b> & Co,", text, StringComparison.Ordinal);
        Assert.Contains("</p><a href=\"https://example.com\">Shoes</a>", text, StringComparison.Ordinal);
        Assert.Contains("> First line.\n", text, StringComparison.Ordinal);
        Assert.Contains("> Second <script>alert(1)</script>\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Previews_ShowEachMessageToAgentsOnly()
    {
        var stranger = application.NewStranger();
        foreach (var path in new[] { "/admin/messages", "/admin/messages/declined", "/admin/messages/declined/html", "/admin/jobs" })
        {
            Assert.StartsWith("/admin/sign-in", (await stranger.OpenAsync(path)).Address, StringComparison.Ordinal);
        }

        var agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin/messages");
        foreach (var sample in SampleMessages.All)
        {
            Assert.Contains(sample.Title, agent.Page.Text, StringComparison.Ordinal);
        }

        foreach (var sample in SampleMessages.All)
        {
            await agent.OpenAsync("/admin/messages/" + sample.Key);
            Assert.Equal(sample.Title, agent.Page.Heading);
            Assert.Contains(sample.Letter.Message.Subject, agent.Page.Text, StringComparison.Ordinal);
            await agent.OpenAsync($"/admin/messages/{sample.Key}/html");
            Assert.Contains("sandbox", agent.Page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", agent.Page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        }

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await agent.OpenAsync("/admin/messages/nothing")).Status);
    }

    private Task<(string Html, string Text)> RenderAsync(string key) => RenderAsync(SampleMessages.All.Single(sample => sample.Key == key).Letter.Message);

    private async Task<(string Html, string Text)> RenderAsync(Message message)
    {
        await using var scope = application.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MailComposer>().RenderAsync(message);
    }
}
