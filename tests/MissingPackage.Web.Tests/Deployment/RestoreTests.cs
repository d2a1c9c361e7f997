using System.Collections.Concurrent;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Uploads;
using MissingPackage.Documents.Tests;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;

namespace MissingPackage.Web.Tests.Deployment;

/// <summary>Backup and restore as docs/deployment.md says it, on a real file and a real folder.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TempFolder _live = new();
    private readonly TempFolder _backup = new();
    private readonly TempFolder _restored = new();
    private readonly ConcurrentQueue<string> _references = new();

    [Fact]
    public async Task Backup_TakenWhileCustomersSend_IsRestoredElsewhere_AndOnlyWhatCameLaterIsLost()
    {
        string early;
        RequestDocument takenBack;
        string[] later;
        await using (var live = QuietApplication.And(Command.SettingsOf(_live)))
        {
            var customer = live.NewCustomer();
            early = await customer.OpenRequestAsync();
            await customer.SendStatementAsync(Files.Photo(), Files.Photo());
            await customer.SendPhotoIdAsync(Files.Photo());
            takenBack = (await live.RequestAsync(early)).Documents[1];

            using var enough = new CancellationTokenSource();
            var others = SendAsync(live, enough.Token);
            await UntilAsync(others, sent: 2);
            await CopyDatabaseAsync();
            var known = _references.ToArray();
            await using (var scope = live.Services.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<DocumentReceiver>().RemoveAsync(takenBack.RequestId, takenBack.Id, BehindThePages.Cancellation);
            }

            // One may have been under way while the database was copied; the one after it began later.
            await UntilAsync(others, sent: known.Length + 3);
            CopyDocuments(_live, _backup);
            await enough.CancelAsync();
            await others;
            later = _references.Skip(known.Length + 1).ToArray();
        }

        SqliteConnection.ClearAllPools();
        File.Copy(_backup["test.db"], _restored["test.db"]);
        CopyDocuments(_backup, _restored);

        var (code, output, error) = await Command.RunApplicationAsync(["verify-history"], Command.SettingsOf(_restored));
        Assert.True(code == 0, output + error);

        await using var restored = QuietApplication.And(Command.SettingsOf(_restored));
        restored.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddHours(3)); // the files are as old as they are
        await restored.FinishQuarantineAsync();
        var agent = await restored.NewAgentAsync();

        // Every document that the copy of the database names is there and opens, but for the one that was taken back since.
        var requests = await restored.AskAsync(database => database.Requests.AsNoTracking().Include(r => r.Documents).ToListAsync(BehindThePages.Cancellation));
        var documents = requests.SelectMany(request => request.Documents.Where(d => d.HasContent).Select(document => (Reference: request.Reference.Value, document.Id))).ToList();
        Assert.True(documents.Count >= 5, $"Only {documents.Count} documents.");
        Assert.Equal(3, documents.Count(d => d.Reference == early));
        foreach (var (reference, id) in documents)
        {
            var page = await agent.OpenAsync($"/admin/requests/{reference}/documents/{id}/1");
            Assert.Equal(id == takenBack.Id ? HttpStatusCode.Gone : HttpStatusCode.OK, page.Status);
            Assert.True(id == takenBack.Id || page.Body is [0xFF, 0xD8, 0xFF, ..], "Not a picture.");
        }

        // What was opened after the copy of the database is lost, and what it sent is swept away.
        Assert.NotEmpty(later);
        Assert.Empty(requests.Select(request => request.Reference.Value).Intersect(later, StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await agent.ReviewAsync(later[0])).Status);
        var swept = await restored.SweepAsync();
        Assert.Equal(1, swept.RowsWithoutBlob);
        Assert.True(swept.BlobsWithoutRow >= 1, "No orphans.");
        Assert.Equal(new(0, 1), await restored.SweepAsync());

        // And it goes on.
        var next = restored.NewCustomer();
        await next.OpenRequestAsync();
        await next.SendStatementAsync(Files.Photo());
        Assert.Equal(DocumentState.Received, (await restored.OnlyDocumentAsync(next.Reference)).State);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _live.Dispose();
        _backup.Dispose();
        _restored.Dispose();
    }

    /// <summary>Customers, one after the other, each with a request and a document.</summary>
    private async Task SendAsync(MissingPackageApplication application, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var customer = application.NewCustomer();
            await customer.OpenRequestAsync();
            await customer.SendStatementAsync(Files.Photo());
            _references.Enqueue(customer.Reference);
        }
    }

    private async Task UntilAsync(Task others, int sent)
    {
        while (_references.Count < sent && !others.IsCompleted)
        {
            await Task.Delay(20, BehindThePages.Cancellation);
        }

        Assert.False(others.IsCompleted, others.Exception?.ToString());
    }

    private async Task CopyDatabaseAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_live["test.db"]};Pooling=False");
        await connection.OpenAsync(BehindThePages.Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", _backup["test.db"]);
        await command.ExecuteNonQueryAsync(BehindThePages.Cancellation);
    }

    private static void CopyDocuments(TempFolder from, TempFolder to)
    {
        foreach (var file in Directory.EnumerateFiles(from["documents"], "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from.Path, file);
            if (name.Contains(".unfinished", StringComparison.Ordinal))
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(to[name])!);
            try
            {
                File.Copy(file, to[name]);
            }
            catch (FileNotFoundException)
            {
                // Erased while the folder was being copied.
            }
        }
    }
}
