using System.Data.Common;
using System.IO.Pipelines;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Orders;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Application.Orders;

/// <summary>
/// The imports of orders: their files in the vault, and whose turn it is. One runs at a time over all nodes; one whose
/// process died goes on elsewhere after <see cref="Patience"/>.
/// </summary>
public sealed class OrderImports(MissingPackageContext database, DocumentVault vault, TimeProvider time)
{
    /// <summary>The vault's folder.</summary>
    public const string Folder = "imports";

    /// <summary>The largest file, in bytes: more than two million rows.</summary>
    public const long MaxFileBytes = 512L * 1024 * 1024;

    /// <summary>How long a running import may say nothing; a batch takes a second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How long a file is kept that nobody imports.</summary>
    public static readonly TimeSpan FileLife = TimeSpan.FromDays(1);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Stores a file, encrypted, as it arrives.</summary>
    /// <param name="fileName">As its owner calls it.</param>
    /// <param name="content">Read once.</param>
    /// <param name="startedBy">Who sends it.</param>
    /// <param name="cancellation">Ends it with nothing left.</param>
    /// <returns>Its import, which waits to be told what to do.</returns>
    /// <exception cref="OrderFileException">It is no list of orders.</exception>
    public async Task<OrderImport> UploadAsync(string fileName, Stream content, string startedBy, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        try
        {
            var receipt = await vault.StoreAsync(NameOf(id), content, cancellation);
            var import = OrderImport.Of(id, fileName, startedBy, receipt.Length, receipt.Sha256, "{}", Now);
            var mapping = await ReadAsync(import, (file, _) => Task.FromResult(OrderMapping.Guess(file.Headers)), cancellation);
            import = OrderImport.Of(id, fileName, startedBy, receipt.Length, receipt.Sha256, mapping.ToJson(), Now);
            database.OrderImports.Add(import);
            await database.SaveChangesAsync(cancellation);
            return import;
        }
        catch
        {
            await vault.EraseAsync(NameOf(id), CancellationToken.None);
            throw;
        }
    }

    /// <summary>Writes down an import of a file that only the caller has, and takes the turn for it.</summary>
    /// <returns>It, or null where another one runs: then nothing is written down.</returns>
    public async Task<OrderImport?> BeginCommandAsync(string fileName, long length, OrderMapping mapping, bool dryRun, CancellationToken cancellation)
    {
        await GiveUpSilentAsync(cancellation);
        var import = OrderImport.Of(Guid.NewGuid(), fileName, "the command line", length, sha256: null, mapping.ToJson(), Now);
        import.Begin(dryRun, Now);
        database.OrderImports.Add(import);
        await database.SaveChangesAsync(cancellation);
        database.ChangeTracker.Clear();
        if (await TakeAsync(import.Id, cancellation) is { } taken)
        {
            return taken;
        }

        await database.OrderImports.Where(i => i.Id == import.Id).ExecuteDeleteAsync(cancellation);
        return null;
    }

    /// <summary>Reads the file of an import.</summary>
    /// <param name="import">One that has a file.</param>
    /// <param name="read">Reads what it needs of it.</param>
    /// <param name="cancellation">Ends the read.</param>
    public Task<T> ReadAsync<T>(OrderImport import, Func<OrderFile, CancellationToken, Task<T>> read, CancellationToken cancellation) =>
        StreamAsync(import, async (content, token) =>
        {
            await using var file = await OrderFile.OpenAsync(content, token);
            return await read(file, token);
        }, cancellation);

    /// <summary>Hands over the file's plain bytes as they are decrypted; the file is never whole in memory, nor plain on disk.</summary>
    public async Task<T> StreamAsync<T>(OrderImport import, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var pipe = new Pipe();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = WriteAsync();
        try
        {
            return await read(pipe.Reader.AsStream(), cancellation);
        }
        finally
        {
            await enough.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await writing;
        }

        async Task WriteAsync()
        {
            Exception? failure = null;
            try
            {
                await vault.ReadAsync(NameOf(import.Id), import.Sha256!, pipe.Writer.AsStream(), enough.Token);
            }
            catch (Exception cause)
            {
                failure = cause; // the reader meets it
            }

            await pipe.Writer.CompleteAsync(failure);
        }
    }

    /// <summary>Has an import begin as soon as it can, from the first row.</summary>
    /// <returns>Whether it can: its file is here, and it isn't under way.</returns>
    public Task<bool> BeginAsync(Guid id, bool dryRun, OrderMapping mapping, CancellationToken cancellation)
    {
        var json = mapping.ToJson();
        return database.InTransactionAsync(async token =>
        {
            var begun = await database.OrderImports
                .Where(i => i.Id == id && i.Sha256 != null && i.State != OrderImportState.Waiting && i.State != OrderImportState.Running)
                .ExecuteUpdateAsync(
                    i => i.SetProperty(x => x.State, OrderImportState.Waiting).SetProperty(x => x.DryRun, dryRun).SetProperty(x => x.Mapping, json)
                        .SetProperty(x => x.Problem, (string?)null).SetProperty(x => x.EndedOn, (DateTime?)null).SetProperty(x => x.SeenOn, Now)
                        .SetProperty(x => x.BytesRead, 0L).SetProperty(x => x.RowsRead, 0L).SetProperty(x => x.Added, 0L).SetProperty(x => x.Changed, 0L)
                        .SetProperty(x => x.Unchanged, 0L).SetProperty(x => x.Bad, 0L).SetProperty(x => x.TooOld, 0L).SetProperty(x => x.Errors, 0L),
                    token) == 1;
            if (begun)
            {
                await database.OrderImportErrors.Where(e => e.ImportId == id).ExecuteDeleteAsync(token);
            }

            return begun;
        }, begun => begun, cancellation);
    }

    /// <summary>Keeps the columns that somebody chose.</summary>
    public async Task ChooseAsync(Guid id, OrderMapping mapping, CancellationToken cancellation)
    {
        var json = mapping.ToJson();
        await database.OrderImports.Where(i => i.Id == id && i.State != OrderImportState.Waiting && i.State != OrderImportState.Running)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.Mapping, json), cancellation);
    }

    /// <summary>Stops an import; the batch under way is not saved.</summary>
    public Task<int> StopAsync(Guid id, CancellationToken cancellation) =>
        database.OrderImports.Where(i => i.Id == id && (i.State == OrderImportState.Waiting || i.State == OrderImportState.Running))
            .ExecuteUpdateAsync(
                i => i.SetProperty(x => x.State, OrderImportState.Stopped).SetProperty(x => x.Turn, (string?)null).SetProperty(x => x.EndedOn, Now),
                cancellation);

    /// <summary>Takes the turn for the import that has waited longest.</summary>
    /// <returns>It, or null where none waits or another one runs.</returns>
    public async Task<OrderImport?> TakeAsync(CancellationToken cancellation)
    {
        await GiveUpSilentAsync(cancellation);
        var next = await database.OrderImports.AsNoTracking().Where(i => i.State == OrderImportState.Waiting && i.Sha256 != null)
            .OrderBy(i => i.SeenOn).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(cancellation);
        return next is { } id ? await TakeAsync(id, cancellation) : null;
    }

    /// <summary>Takes the turn for one import.</summary>
    /// <returns>It, or null where another one runs.</returns>
    public async Task<OrderImport?> TakeAsync(Guid id, CancellationToken cancellation)
    {
        var worker = Guid.NewGuid();
        try
        {
            var taken = await database.OrderImports
                .Where(i => i.Id == id && i.State == OrderImportState.Waiting && !database.OrderImports.Any(other => other.Turn != null))
                .ExecuteUpdateAsync(
                    i => i.SetProperty(x => x.State, OrderImportState.Running).SetProperty(x => x.Turn, OrderImport.HasTurn)
                        .SetProperty(x => x.Worker, worker).SetProperty(x => x.SeenOn, Now),
                    cancellation);
            return taken == 0 ? null : await database.OrderImports.AsNoTracking().SingleAsync(i => i.Id == id, cancellation);
        }
        catch (DbException) when (cancellation is { IsCancellationRequested: false })
        {
            // The turn is unique: another node took it at the same moment. It is asked for again.
            if (await database.OrderImports.AnyAsync(i => i.Turn != null, cancellation))
            {
                return null;
            }

            throw;
        }
    }

    /// <summary>Gives the turn back, to go on later from the last batch.</summary>
    public Task GiveBackAsync(OrderImport import, CancellationToken cancellation) =>
        database.OrderImports.Where(i => i.Id == import.Id && i.Worker == import.Worker && i.State == OrderImportState.Running)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.State, OrderImportState.Waiting).SetProperty(x => x.Turn, (string?)null), cancellation);

    /// <summary>Ends an import whose file can't be had any more.</summary>
    public Task FailAsync(OrderImport import, string problem, CancellationToken cancellation) =>
        database.OrderImports.Where(i => i.Id == import.Id && i.Worker == import.Worker && i.State == OrderImportState.Running)
            .ExecuteUpdateAsync(
                i => i.SetProperty(x => x.State, OrderImportState.Failed).SetProperty(x => x.Turn, (string?)null)
                    .SetProperty(x => x.Problem, problem).SetProperty(x => x.EndedOn, Now),
                cancellation);

    /// <summary>Erases the file of an import, once it is imported or nobody did.</summary>
    public async Task EraseFileAsync(Guid id, CancellationToken cancellation)
    {
        await vault.EraseAsync(NameOf(id), cancellation);
        await database.OrderImports.Where(i => i.Id == id).ExecuteUpdateAsync(i => i.SetProperty(x => x.Sha256, (string?)null), cancellation);
    }

    /// <summary>Erases files that nobody imported within <see cref="FileLife"/>, and what a crash left.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var before = Now - FileLife;
        var unused = await database.OrderImports
            .Where(i => i.Sha256 != null && i.CreatedOn < before && i.State != OrderImportState.Waiting && i.State != OrderImportState.Running)
            .Select(i => i.Id).ToListAsync(cancellation);
        foreach (var id in unused)
        {
            await EraseFileAsync(id, cancellation);
        }

        var orphans = new List<string>();
        await foreach (var blob in vault.ListAsync(Folder, cancellation))
        {
            if (blob.WrittenOn < before && !(Guid.TryParseExact(blob.Name[(Folder.Length + 1)..], "n", out var id)
                && await database.OrderImports.AnyAsync(i => i.Id == id && i.Sha256 != null, cancellation)))
            {
                orphans.Add(blob.Name);
            }
        }

        foreach (var name in orphans)
        {
            await vault.EraseAsync(name, cancellation);
        }
    }

    /// <summary>An import whose process has ended waits again; a command's file is nowhere but there, so that one is stopped.</summary>
    private async Task GiveUpSilentAsync(CancellationToken cancellation)
    {
        var silent = database.OrderImports.Where(i => i.State == OrderImportState.Running && i.SeenOn < Now - Patience);
        await silent.Where(i => i.Sha256 != null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.State, OrderImportState.Waiting).SetProperty(x => x.Turn, (string?)null), cancellation);
        await silent.Where(i => i.Sha256 == null)
            .ExecuteUpdateAsync(
                i => i.SetProperty(x => x.State, OrderImportState.Stopped).SetProperty(x => x.Turn, (string?)null).SetProperty(x => x.EndedOn, Now),
                cancellation);
    }

    private static string NameOf(Guid id) => $"{Folder}/{id:n}";
}
