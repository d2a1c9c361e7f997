using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MimeKit;
using MissingPackage.Application.Mail;
using MissingPackage.Web.Access;

namespace MissingPackage.Browser.Tests;

/// <summary>Agents' accounts in a real browser: passkeys, the authenticator app, invitations, and how their pages look.</summary>
public sealed partial class PeopleTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Passkey_is_added_signs_in_confirms_and_once_removed_does_neither()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page);
        await SignInAsync(page);
        await page.GotoAsync(Local("/admin/account"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByLabel("What to call it").FillAsync("Sample laptop");
        await LookAsync(page, "passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the passkey" }).ClickAsync();
        await page.GetByText("Added “Sample laptop”.").WaitForAsync();
        await LookAsync(page, "account-passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();

        await page.GotoAsync(Local("/admin/sign-in?returnTo=/admin/agents"));
        await LookAsync(page, "sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Agents", Exact = true }).WaitForAsync(); // the sign-in's address ends like this page's

        // The password alone leads halfway, to the passkey.
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GotoAsync(Local("/admin/sign-in?returnTo=/admin/agents"));
        await FillSignInAsync(page, Site.AgentEmail);
        await page.GetByRole(AriaRole.Heading, new() { Name = "One more step" }).WaitForAsync();
        await LookAsync(page, "one-more-step");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use your passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Agents", Exact = true }).WaitForAsync();

        site.Time.Advance(FreshLife);
        await page.GetByLabel("Email").FillAsync("passkey@example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the invitation" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Confirm that it’s you" }).WaitForAsync();
        await LookAsync(page, "confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.GetByText("Invited. The email is on its way").WaitForAsync();

        await page.GotoAsync(Local("/admin/account"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Sample laptop" }).ClickAsync();
        await page.GetByText("The passkey is removed.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.GetByText("That passkey isn’t known here.").First.WaitForAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Invited_agent_joins_and_signs_in_with_the_app_and_a_recovery_code(bool scripts)
    {
        await using var desk = await chromium.OpenAsync(site, phone: false, scripts);
        var administrator = await desk.NewPageAsync();
        await SignInAsync(administrator);
        var email = scripts ? "with.scripts@example.com" : "without.scripts@example.com";
        await administrator.GotoAsync(Local("/admin/agents"));
        await administrator.GetByLabel("Email").FillAsync(email);
        await administrator.GetByLabel("Supervisor").CheckAsync();
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Send the invitation" }).ClickAsync();
        await administrator.GetByText("Invited. The email is on its way").WaitForAsync();
        await LookAsync(administrator, "agents", scripts);
        await administrator.GetByRole(AriaRole.Link, new() { Name = email }).ClickAsync();
        await LookAsync(administrator, "agent", scripts);
        await administrator.GotoAsync(Local("/admin/agents/history"));
        await LookAsync(administrator, "agents-history", scripts);

        await using var context = await chromium.OpenAsync(site, phone: true, scripts);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Local(await InvitationAsync(email)));
        await LookAsync(page, "invitation", scripts);
        await page.GetByLabel("New password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await page.ArrivesAtAsync("/admin");

        await page.GotoAsync(Local("/admin/account/authenticator"));
        await LookAsync(page, "authenticator", scripts);
        var key = KeyOf((await page.Locator(".key").TextContentAsync())!);
        await page.GetByLabel("Then enter the code it shows").FillAsync(CodeNow(key));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await page.GetByText("Your recovery codes").WaitForAsync();
        await LookAsync(page, "account-codes", scripts);
        var recovery = await page.Locator(".codes li").First.InnerTextAsync();

        site.Time.Advance(TimeSpan.FromSeconds(30));
        foreach (var code in new[] { CodeNow(key), recovery })
        {
            await page.GotoAsync(Local("/admin/account"));
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
            await page.GetByText("You are signed out, on every device.").WaitForAsync();
            await FillSignInAsync(page, email);
            await page.GetByText("Enter your code").WaitForAsync();
            await LookAsync(page, "code", scripts);
            await page.GetByLabel("Code").FillAsync(code);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
            await page.ArrivesAtAsync("/admin");
        }
    }

    private static readonly TimeSpan FreshLife = TimeSpan.FromMinutes(11);

    // Passkeys belong to a name, not to a number.
    private string Local(string path) => site.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + path;

    private string CodeNow(byte[] key) => Totp.CodeAt(key, Totp.StepAt(site.Time.GetUtcNow()));

    private async Task SignInAsync(IPage page)
    {
        await page.GotoAsync(Local("/admin/sign-in"));
        await FillSignInAsync(page, Site.AgentEmail);
        await page.ArrivesAtAsync("/admin");
    }

    private static async Task FillSignInAsync(IPage page, string email)
    {
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>A device with a passkey store that always knows its owner.</summary>
    private static async Task AddAuthenticatorAsync(IBrowserContext context, IPage page)
    {
        var tools = await context.NewCDPSessionAsync(page);
        await tools.SendAsync("WebAuthn.enable");
        await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    /// <summary>Nothing sticks out at either width, axe finds nothing, and a picture is kept.</summary>
    private static async Task LookAsync(IPage page, string name, bool scripts = true)
    {
        var before = page.ViewportSize!;
        foreach (var (width, height) in new[] { (1280, 860), (390, 844) })
        {
            await page.SetViewportSizeAsync(width, height);
            await page.FitsAsync();
            await page.KeepAsync($"people-{name}-{width}{(scripts ? "" : "-plain")}");
            if (scripts)
            {
                Assert.Empty((await page.RunAxe()).Violations);
            }
        }

        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    private async Task<string> InvitationAsync(string email)
    {
        await site.Services.GetRequiredService<OutboxDispatcher>().DispatchAsync(CancellationToken.None);
        foreach (var file in Directory.GetFiles(site.MailFolder, "*.eml"))
        {
            using var letter = await MimeMessage.LoadAsync(file);
            if (letter.To.Mailboxes.Any(to => to.Address == email))
            {
                return InvitationLink().Match(letter.TextBody!).Value;
            }
        }

        throw new InvalidOperationException("The invitation didn’t leave.");
    }

    private static byte[] KeyOf(string shown)
    {
        const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(shown.Where(char.IsLetterOrDigit).Select(c => Convert.ToString(Base32.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }

    [GeneratedRegex(@"/admin/invitation/[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex InvitationLink();
}
