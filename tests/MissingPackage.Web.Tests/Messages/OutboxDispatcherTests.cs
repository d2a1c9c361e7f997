using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Messages;

public sealed class OutboxDispatcherTests
{
    [Fact]
    public async Task Dispatch_WhenSomethingUnexpectedHappens_TheSiteGoesOnAndTheMailLeavesLater()
    {
        using var application = MissingPackageApplication.With(("Jobs:Enabled", "true"));
        var time = new FailingTime(application.Time);
        application.Where(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        var visitor = application.NewStranger();
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/help")).Status);

        time.Fails = true;
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken); // two rounds of the sender
        time.Fails = false;

        Assert.True(time.HasFailed);
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = "after@example.com" });
        Assert.Contains(reference, Assert.Single(await application.MailToAsync("after@example.com")).Subject!, StringComparison.Ordinal);
    }

    private sealed class FailingTime(TimeProvider inner) : TimeProvider
    {
        public bool Fails { get; set; }

        public bool HasFailed { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (Fails)
            {
                HasFailed = true;
                throw new InvalidOperationException("A clock that fails.");
            }

            return inner.GetUtcNow();
        }
    }
}
