using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Links;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.Packets;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Sellers;

/// <summary>The way in for a seller: a link that shows nothing, a code that goes to their address alone, a session for one claim.</summary>
public sealed class SellerLinkTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>
{
    private const string Closed = "Please open the link in our email";

    [Fact]
    public async Task Link_WhenOpenedByAScanner_ShowsNothingAndUsesNothingUp()
    {
        var (customer, seller, _) = await application.HandOffAsync();
        var link = await seller.LinkInMailAsync();
        for (var i = 0; i < 3; i++)
        {
            var scanner = application.NewStranger();
            var page = await scanner.OpenAsync(link);
            Assert.Equal("Confirm that it’s you", page.Heading);
            Assert.DoesNotContain(customer.Reference, page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("Sample Customer", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain(seller.Email, page.Html, StringComparison.Ordinal); // masked
            Assert.DoesNotContain(link.Split('/')[^1], page.Address, StringComparison.Ordinal);
        }

        await seller.ComeInAsync();
        Assert.StartsWith("Claim for order SAMPLE-", seller.Page.Heading, StringComparison.Ordinal);
        Assert.Equal("Sample Customer", seller.Page.Fact("Customer"));
        Assert.DoesNotContain("(212) 555-0123", seller.Page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_ToTheSeller_SaysWhatToDoAndNothingOfTheCustomer()
    {
        var (_, seller, _) = await application.HandOffAsync();
        var letter = Assert.Single(await seller.LettersAsync());
        Assert.Contains("please file a claim with UPS", letter.Subject, StringComparison.Ordinal);
        Assert.Contains("Sunday, August 30, 2026", letter.TextBody, StringComparison.Ordinal);
        foreach (var personal in new[] { "Sample Customer", "101 Example Street", "555-0123", "Running shoes" })
        {
            Assert.DoesNotContain(personal, letter.TextBody, StringComparison.Ordinal);
            Assert.DoesNotContain(personal, letter.HtmlBody, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Link_WhenForwarded_SendsTheCodeToTheSellerAlone()
    {
        var (_, seller, _) = await application.HandOffAsync();
        var stranger = application.NewStranger();
        await stranger.OpenAsync(await seller.LinkInMailAsync());
        await stranger.PressAsync("Send me a code");
        Assert.Equal("Type the code", stranger.Page.Heading);

        // The code arrives with the seller; in the stranger's browser the claim stays shut.
        var code = await seller.CodeInMailAsync();
        var path = stranger.Page.Address.Replace("/code", "", StringComparison.Ordinal);
        await stranger.OpenAsync(path);
        Assert.Equal(Closed, stranger.Page.Heading);

        // A code doesn't travel without the link either.
        var other = application.NewStranger();
        Assert.Equal(Closed, (await other.OpenAsync(path + "/code")).Heading);
        await other.OpenAsync("/return");
        await other.PostByHandAsync(path + "/code?handler=Try", ("Input.Code", code));
        Assert.Equal(Closed, other.Page.Heading);
    }

    [Fact]
    public async Task Code_AfterFiveWrongOnes_IsLockedForAWhile()
    {
        var (_, seller, _) = await application.HandOffAsync();
        await seller.AskForCodeAsync();
        var right = await seller.CodeInMailAsync();
        var wrong = right == "000000" ? "111111" : "000000";
        for (var i = 1; i < SellerLinks.MaxTries; i++)
        {
            await seller.TypeCodeAsync(wrong);
            Assert.Equal("That isn’t the code we sent last. Look at the latest email and type it again.", seller.Page.ErrorBeside("Code"));
        }

        await seller.TypeCodeAsync(wrong);
        Assert.Equal(["Too many wrong codes. For 15 minutes no code is taken; then have a new one sent."], seller.Page.Errors);
        var path = seller.Page.Address.Split('?')[0];

        await seller.PostByHandAsync(path + "?handler=Try", ("Input.Code", right));
        Assert.Equal(["Too many wrong codes. For 15 minutes no code is taken; then have a new one sent."], seller.Page.Errors);
        await seller.SendCodeAsync("Send me a code");
        Assert.Equal(["Too many wrong codes. For 15 minutes no code is taken; then have a new one sent."], seller.Page.Errors);

        application.Time.Advance(SellerLinks.LockTime);
        await seller.SendCodeAsync("Send me a code");
        await seller.TypeCodeAsync(await seller.CodeInMailAsync());
        Assert.StartsWith("Claim for order", seller.Page.Heading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_WhenUsedOrTooOld_CountsNoMore()
    {
        var (_, seller, _) = await application.HandOffAsync();
        await seller.ComeInAsync();
        var used = await seller.CodeInMailAsync();
        var link = await seller.LinkInMailAsync();

        var second = application.NewSeller(seller.Email);
        await second.OpenAsync(link);
        await second.PostByHandAsync(second.Page.Address + "?handler=Try", ("Input.Code", used));
        Assert.Equal(["That code no longer counts. Have another one sent."], second.Page.Errors);

        await second.AskForCodeAsync();
        var old = await second.CodeInMailAsync();
        application.Time.Advance(SellerLinks.CodeLife);
        await second.TypeCodeAsync(old);
        Assert.Equal(["That code no longer counts. Have another one sent."], second.Page.Errors);
    }

    [Fact]
    public async Task Code_ManyTriesAtOnce_AreNoMoreThanFive()
    {
        var (_, seller, _) = await application.HandOffAsync();
        await seller.AskForCodeAsync();
        var right = await seller.CodeInMailAsync();
        var wrong = right == "000000" ? "111111" : "000000";
        var id = Guid.Parse(seller.Page.Address.Split('/')[2]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var scope = application.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<SellerLinks>().TryCodeAsync(id, wrong, CancellationToken.None);
        }));

        Assert.DoesNotContain(CodeAnswer.Right, answers);
        Assert.InRange(answers.Count(answer => answer == CodeAnswer.Wrong), 0, SellerLinks.MaxTries - 1);
        Assert.Equal(SellerLinks.MaxTries, (await application.AskAsync(database => database.SellerGrants.SingleAsync(g => g.Id == id))).CodeTries);
    }

    [Fact]
    public async Task Code_SentAgainAndAgain_StopsAfterSixInAnHour()
    {
        var (_, seller, _) = await application.HandOffAsync();
        await seller.AskForCodeAsync();
        for (var i = 1; i < 6; i++)
        {
            await seller.SendCodeAsync("Send me another code");
            Assert.Empty(seller.Page.Errors);
        }

        await seller.SendCodeAsync("Send me another code");
        Assert.Equal(["We have sent many codes in this hour. Please use the last one, or try again later."], seller.Page.Errors);
        await seller.TypeCodeAsync(await seller.CodeInMailAsync());
        Assert.StartsWith("Claim for order", seller.Page.Heading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WhenRevoked_OpensNothingAndEndsTheSession()
    {
        var (customer, seller, agent) = await application.ComeInAsync();
        var link = await seller.LinkInMailAsync();
        await agent.ReviewAsync(customer.Reference);
        await agent.PressAsync("Take it back from the seller");
        Assert.Contains("The seller’s links open nothing any more.", agent.Page.Text, StringComparison.Ordinal);

        Assert.Equal(Closed, (await seller.OpenAsync(seller.ClaimPath)).Heading);
        Assert.Equal("This link no longer works", (await application.NewStranger().OpenAsync(link)).Heading);

        // Handed over again, the old link stays dead and the new one works.
        await agent.HandOffAsync(customer.Reference, seller.Email);
        Assert.Equal("This link no longer works", (await seller.OpenAsync(link)).Heading);
        Assert.StartsWith("Claim for order", (await seller.ComeInAsync()).Heading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_AfterFourteenDays_OpensNothing()
    {
        await using var own = QuietApplication.And();
        var (_, seller, _) = await own.ComeInAsync();
        var link = await seller.LinkInMailAsync();
        own.Time.Advance(SellerAccess.SessionLife);
        Assert.Equal(Closed, (await seller.OpenAsync(seller.ClaimPath)).Heading);

        own.Time.Advance(SellerLinks.LinkLife - SellerAccess.SessionLife - TimeSpan.FromHours(1));
        Assert.Equal("Confirm that it’s you", (await seller.OpenAsync(link)).Heading);
        own.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("This link no longer works", (await seller.OpenAsync(link)).Heading);
        Assert.Equal("This link no longer works", (await seller.OpenAsync("/seller/open/" + new string('A', 43))).Heading);
    }

    [Fact]
    public async Task Claim_AfterTheDocumentsWereErased_ShowsNothing()
    {
        await using var own = QuietApplication.And();
        var (customer, seller, agent) = await own.ComeInAsync();
        foreach (var _ in new[] { "photo ID", "statement" })
        {
            await agent.ReviewAsync(customer.Reference);
            agent.Tick("The customer asked for it");
            await agent.EraseAsync();
        }

        await seller.OpenAsync(seller.ClaimPath);
        Assert.Equal("This claim is closed", seller.Page.Heading);
        Assert.DoesNotContain("Sample Customer", seller.Page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(customer.Reference, seller.Page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_EndsEveryCopyOfItsCookie_AndNobodyElsesSession()
    {
        var (_, seller, _) = await application.ComeInAsync();
        await application.MakePacketsAsync();
        var colleague = application.NewSeller(seller.Email);
        await colleague.ComeInAsync();
        var copy = application.Reopen(seller);
        Assert.StartsWith("Claim for order", (await copy.OpenAsync(seller.ClaimPath)).Heading, StringComparison.Ordinal);

        await seller.OpenAsync(seller.ClaimPath);
        await seller.PressAsync("Close it on this device");

        Assert.Equal(Closed, (await copy.OpenAsync(seller.ClaimPath)).Heading);
        Assert.Equal(Closed, (await copy.OpenAsync(seller.ClaimPath + "/packet/pdf")).Heading);
        Assert.StartsWith("Claim for order", (await colleague.OpenAsync(seller.ClaimPath)).Heading, StringComparison.Ordinal);
        Assert.StartsWith("Claim for order", (await seller.ComeInAsync()).Heading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_EachLook_IsAnEvent_WhateverAskedForIt()
    {
        var (customer, seller, _) = await application.ComeInAsync();
        await seller.OpenAsync(seller.ClaimPath);
        Assert.Equal(1, await LooksAsync()); // within five minutes

        application.Time.Advance(TimeSpan.FromMinutes(6));
        await seller.SendAsync(new HttpRequestMessage(HttpMethod.Head, seller.ClaimPath));
        Assert.Equal(1, await LooksAsync());
        await seller.SendAsync(new HttpRequestMessage(HttpMethod.Get, seller.ClaimPath) { Headers = { { "X-Requested-With", "fetch" } } });
        Assert.Equal("Sample Customer", seller.Page.Fact("Customer"));
        Assert.Equal(2, await LooksAsync());

        application.Time.Advance(TimeSpan.FromMinutes(6));
        await seller.RecordClaimAsync("");
        Assert.NotEmpty(seller.Page.Errors);
        Assert.Equal("Sample Customer", seller.Page.Fact("Customer"));
        Assert.Equal(3, await LooksAsync());

        application.Time.Advance(TimeSpan.FromMinutes(6));
        await seller.RecordClaimAsync("SAMPLE-1");
        Assert.Empty(seller.Page.Errors);
        Assert.Equal(4, await LooksAsync());

        async Task<int> LooksAsync() => (await application.RequestAsync(customer.Reference)).Events
            .Count(e => e.Kind == RequestEventKind.SellerViewed && e.ActorKind == ActorKind.Seller && e.ActorName == "Sample Seller");
    }
}
