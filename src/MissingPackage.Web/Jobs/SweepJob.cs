using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Documents;
using Quartz;

namespace MissingPackage.Web.Jobs;

/// <summary>What a sweep found.</summary>
/// <param name="BlobsWithoutRow">Stored bytes that no document claims any more; they are erased.</param>
/// <param name="RowsWithoutBlob">Documents whose bytes are gone; nothing can be done but ask again.</param>
public sealed record SweepReport(int BlobsWithoutRow, int RowsWithoutBlob);

/// <summary>
/// Finds orphans on both sides of the vault: bytes that a crash left behind are erased, records whose bytes are missing
/// are reported.
/// </summary>
[DisallowConcurrentExecution]
public sealed class SweepJob(MissingPackageContext database, DocumentVault vault, TimeProvider time, ILogger<SweepJob> logger) : IJob
{
    /// <summary>Younger bytes may belong to an upload that is still on its way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var report = await SweepAsync(cancellationToken);
        context.Result = $"{report.BlobsWithoutRow} orphans erased, {report.RowsWithoutBlob} pages missing";
    }

    public async Task<SweepReport> SweepAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow().UtcDateTime - Patience;
        var claimed = new HashSet<string>(StringComparer.Ordinal);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var document in database.Set<RequestDocument>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!document.HasContent)
            {
                continue;
            }

            // Of a picture the original is kept until it is clean: a crash just after that leaves it behind.
            if (document.State == DocumentState.Checking || document.MediaType == MediaTypes.Of(FileKind.Pdf))
            {
                claimed.Add(DocumentNames.Original(document));
                missing.Add(DocumentNames.Original(document));
            }

            foreach (var page in document.Pages)
            {
                claimed.Add(DocumentNames.Page(document, page.Number));
                missing.Add(DocumentNames.Page(document, page.Number));
            }
        }

        var orphans = 0;
        await foreach (var blob in vault.ListAsync("requests", cancellation))
        {
            missing.Remove(blob.Name);
            if (!claimed.Contains(blob.Name) && blob.WrittenOn < before)
            {
                await vault.EraseAsync(blob.Name, cancellation);
                orphans++;
            }
        }

        var report = new SweepReport(orphans, missing.Count);
        if (report != new SweepReport(0, 0))
        {
            logger.LogWarning("Sweep: erased {Orphans} stored files that no document claims; {Missing} pages of documents are missing: {Names}",
                orphans, missing.Count, string.Join(", ", missing.Take(10).Select(name => name.ToString(CultureInfo.InvariantCulture))));
        }

        return report;
    }
}
