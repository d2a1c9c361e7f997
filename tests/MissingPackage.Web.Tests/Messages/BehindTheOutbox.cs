using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Data.Outbox;

namespace MissingPackage.Web.Tests.Messages;

/// <summary>The outbox, without the loop that empties it by itself.</summary>
internal static class BehindTheOutbox
{
    /// <summary>Sends what is due now, as a node would.</summary>
    public static Task<DispatchReport> DispatchAsync(this MissingPackageApplication application) =>
        application.Services.GetRequiredService<OutboxDispatcher>().DispatchAsync(TestContext.Current.CancellationToken);

    public static Task<List<OutboxMessage>> OutboxAsync(this MissingPackageApplication application) =>
        application.AskAsync(database => database.Outbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync());

    /// <summary>Writes some messages, as the code of a page would.</summary>
    public static async Task WriteAsync(this MissingPackageApplication application, Action<Outbox> write)
    {
        await using var scope = application.Services.CreateAsyncScope();
        write(scope.ServiceProvider.GetRequiredService<Outbox>());
        await scope.ServiceProvider.GetRequiredService<MissingPackage.Data.MissingPackageContext>().SaveChangesAsync();
    }

    /// <summary>A message without a request.</summary>
    public static OutboxMessage AddSample(this Outbox outbox, string email = "sample@example.com", string by = "agent@example.com", string name = "Sample Agent") =>
        outbox.Add(AgentInvitation.Kind, new Letter(name, email, new AgentInvitation(new Uri("https://missing.example.com/admin"), "Wednesday, July 8", by)), requestId: null);
}
