using System.Net;
using System.Text.RegularExpressions;
using MimeKit;

namespace MissingPackage.Web.Tests.People;

/// <summary>What a seller does with a claim that was handed to them, step by step, as sentences.</summary>
public sealed partial class Seller(ISite application, CookieContainer cookies, string email) : Visitor(application, cookies)
{
    /// <summary>The address their claims go to.</summary>
    public string Email => email;

    /// <summary>The path of the hand-off they opened.</summary>
    public string ClaimPath { get; private set; } = "";

    /// <summary>The link of their last email that has one, as a path of the site.</summary>
    public async Task<string> LinkInMailAsync() => (await LettersAsync()).SelectMany(LinksOf).Last();

    /// <summary>The code of their last email that has one.</summary>
    public async Task<string> CodeInMailAsync() =>
        (await LettersAsync()).Select(letter => Code().Match(letter.TextBody!)).Last(found => found.Success).Groups["code"].Value;

    public Task<IReadOnlyList<MimeMessage>> LettersAsync() => Application.MailToAsync(email);

    /// <summary>Opens the link of the last email and asks for a code.</summary>
    public async Task<WebPage> AskForCodeAsync()
    {
        await OpenAsync(await LinkInMailAsync());
        return await SendCodeAsync("Send me a code");
    }

    /// <summary>Presses one of the buttons that send a code, a second after whatever was mailed before.</summary>
    public async Task<WebPage> SendCodeAsync(string button)
    {
        await Application.PassAsync(TimeSpan.FromSeconds(1));
        return await PressAsync(button);
    }

    public async Task<WebPage> TypeCodeAsync(string code)
    {
        Type("Code", code);
        var page = await PressAsync("Open the claim");
        ClaimPath = page.Address;
        return page;
    }

    /// <summary>Opens the link of the last email, has a code sent, and types it.</summary>
    public async Task<WebPage> ComeInAsync()
    {
        await AskForCodeAsync();
        return await TypeCodeAsync(await CodeInMailAsync());
    }

    public async Task<WebPage> RecordClaimAsync(string number, string filedOn = "today")
    {
        Type("Carrier’s claim number", number);
        Type("Filed on", filedOn);
        return await PressAsync("Record the claim");
    }

    public async Task<WebPage> SayStockAsync(bool inStock)
    {
        Tick(inStock ? "Yes, I send it again" : "No, I refund it");
        return await PressAsync("Continue");
    }

    public async Task<WebPage> RecordReplacementAsync(string tracking, string carrier = "UPS", string shippedOn = "today")
    {
        Tick(carrier);
        Type("Its tracking number", tracking);
        Type("Shipped on", shippedOn);
        return await PressAsync("Record the replacement");
    }

    public async Task<WebPage> RecordRefundAsync(string amount, string refundedOn = "today")
    {
        Type("Amount", amount);
        Type("Refunded on", refundedOn);
        return await PressAsync("Record the refund");
    }

    private IEnumerable<string> LinksOf(MimeMessage letter) =>
        letter.TextBody!.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(Application.PublicUrl + "seller/open/", StringComparison.Ordinal))
            .Select(line => new Uri(line).PathAndQuery);

    [GeneratedRegex(@"Your code is (?<code>\d{6})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
