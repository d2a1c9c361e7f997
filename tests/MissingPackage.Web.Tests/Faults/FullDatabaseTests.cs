using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Application.Mail;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Faults;

/// <summary>No room where the database lies, or where emails are put: see FullDiskTests for where documents lie.</summary>
public sealed class FullDatabaseTests
{
    [Fact]
    public async Task Post_WhenTheDatabasesDiskIsFull_IsToldKeepsWhatWasTypedAndGoesThroughOnceThereIsRoom()
    {
        using var disk = await SmallDisk.MountAsync(megabytes: 8);
        await using var application = QuietApplication.And(("Database:ConnectionString", $"Data Source={disk["test.db"]}"));
        var customer = application.NewCustomer();
        await customer.ReportAsync();
        using var sender = await OpenedAsync(application);

        // What the log of writes has grown to, it would write over.
        await application.AskAsync(database => database.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        disk.Fill(leave: 0);
        var page = await customer.PressAsync("Open my request");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal("We can’t reach our records just now", page.Heading);
        Assert.Contains("What you just typed is kept on this page", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await sender.PostAsync(Files.Photo())).StatusCode);

        // Whoever only reads goes on.
        Assert.Equal(HttpStatusCode.OK, (await application.NewStranger().OpenAsync("/where-to-look")).Status);
        Assert.Equal(1, await application.AskAsync(database => database.Requests.CountAsync()));
        Assert.Equal(0, await application.AskAsync(database => database.Set<RequestDocument>().CountAsync()));
        Assert.Empty(application.InPlainForm());

        disk.Free();
        page = await customer.PressAsync("Send it again");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith("/requests/", page.Address, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, await application.AskAsync(database => database.Requests.CountAsync()));
        Assert.Equal(new UploadAnswer(true, "Received. Thank you."), await sender.SendAsync(Files.Photo()));

        // A save that failed may have been saved: its bytes stay, encrypted, until the sweep finds that no row claims them.
        application.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddHours(2));
        Assert.Equal(0, (await application.SweepAsync()).RowsWithoutBlob);
        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());
        Assert.Single(Directory.EnumerateFiles(application.DocumentsFolder, "*", SearchOption.AllDirectories));
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task Mail_WhenItsFoldersDiskIsFull_WaitsAndLeavesOnceThereIsRoom()
    {
        using var disk = await SmallDisk.MountAsync();
        await using var application = QuietApplication.And(("Mail:PickupFolder", disk.Path));
        await application.NewCustomer().OpenRequestAsync();
        disk.Fill(leave: 0);
        var dispatcher = application.Services.GetRequiredService<OutboxDispatcher>();
        Assert.Equal(0, (await dispatcher.DispatchAsync(BehindThePages.Cancellation)).Sent);
        var message = await application.AskAsync(database => database.Outbox.AsNoTracking().SingleAsync());
        Assert.Equal((OutboxState.Waiting, 1), (message.State, message.Attempts));
        Assert.Empty(Directory.EnumerateFiles(disk.Path, "*.eml"));

        disk.Free();
        application.Time.SetUtcNow(new DateTimeOffset(message.NextAttemptOn, TimeSpan.Zero));
        Assert.Equal(1, (await dispatcher.DispatchAsync(BehindThePages.Cancellation)).Sent);
        Assert.Single(Directory.EnumerateFiles(disk.Path, "*.eml"));
        Assert.Empty(Directory.EnumerateFiles(disk.Path, "*.part"));
    }

    private static async Task<Uploader> OpenedAsync(MissingPackageApplication application)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        return await Uploader.OpenAsync(application, customer);
    }
}
