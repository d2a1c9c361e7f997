using Microsoft.EntityFrameworkCore;
using MissingPackage.Data.Outbox;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Messages;

/// <summary>Which messages a request brings, from opened to erased.</summary>
public sealed class PromisesTests
{
    [Fact]
    public async Task Request_FromOpenedToErased_IsTalkedAboutAtEachStep()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        Assert.Equal(["request-opened", "documents-received"], await KindsAsync(application));

        var agent = await application.NewAgentAsync();
        await agent.AskAgainAsync(reference, "Please lay the ID flat.", "Photo ID");
        await customer.SendPhotoIdAsync(Pictures.Colored(23));
        await agent.AcceptAsync(reference);
        await agent.ReviewAsync(reference);
        agent.Type("Carrier’s claim number", "SAMPLE-CLAIM-1");
        await agent.DecideAsync("Record the claim");
        await agent.ReviewAsync(reference);
        agent.Type("Its tracking number", "1Z879E930346834440");
        await agent.DecideAsync("Record the replacement");
        application.Time.Advance(TimeSpan.FromDays(31));
        await application.EraseAsync();
        Assert.Equal(
            ["request-opened", "documents-received", "more-needed", "documents-received", "documents-accepted", "claim-filed", "resolved", "documents-erased"],
            await KindsAsync(application));

        var mail = await application.MailToAsync("sample@example.com");
        Assert.Equal(8, mail.Count);
        Assert.Contains(mail, m => m.TextBody!.Contains("> Please lay the ID flat.", StringComparison.Ordinal));
        Assert.Contains(mail, m => m.TextBody!.Contains("UPS knows it as SAMPLE-CLAIM-1.", StringComparison.Ordinal));
        Assert.Contains(mail, m => m.TextBody!.Contains("Its tracking number is 1Z879E930346834440.", StringComparison.Ordinal));
        Assert.Contains(mail, m => m.TextBody!.Contains("by this rule: 30 days after the request ended.", StringComparison.Ordinal));
        var left = await application.OutboxAsync();
        Assert.All(left, m => Assert.Equal((OutboxState.Sent, "", ""), (m.State, m.Content, m.Recipient)));
    }

    [Fact]
    public async Task Request_WhenFoundOrAbandoned_SaysThatItIsClosed()
    {
        await using var application = QuietApplication.And();
        var found = application.NewCustomer();
        await found.OpenRequestAsync(new Story { Email = "found@example.com" });
        await found.OpenAsync(found.RequestPath + "/turned-up");
        await found.PressAsync("It turned up: close my request");
        Assert.Contains((await application.MailToAsync("found@example.com")), m => m.TextBody!.Contains("Your package turned up. Enjoy it!", StringComparison.Ordinal));

        await application.NewCustomer().OpenRequestAsync(new Story { Email = "left@example.com" });
        application.Time.Advance(TimeSpan.FromDays(97));
        await application.EraseAsync();
        await application.EraseAsync();
        Assert.Single((await application.MailToAsync("left@example.com")), m => m.TextBody!.Contains("so we closed it", StringComparison.Ordinal));
    }

    private static Task<List<string>> KindsAsync(MissingPackageApplication application) =>
        application.AskAsync(database => database.Outbox.OrderBy(m => m.Id).Select(m => m.Kind).ToListAsync());
}
