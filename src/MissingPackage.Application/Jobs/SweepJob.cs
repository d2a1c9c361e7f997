using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Storage;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Jobs;

/// <summary>What a sweep found.</summary>
/// <param name="BlobsWithoutRow">Stored bytes that no document claims any more; they are erased.</param>
/// <param name="RowsWithoutBlob">Documents whose bytes are gone; nothing can be done but ask again.</param>
public sealed record SweepReport(int BlobsWithoutRow, int RowsWithoutBlob);

/// <summary>
/// Finds orphans on both sides of the vault: bytes that a crash left behind are erased, records whose bytes are missing
/// are reported.
/// </summary>
public sealed class SweepJob(MissingPackageContext database, DocumentVault vault, TimeProvider time, ILogger<SweepJob> logger) : IScheduledJob
{
    /// <summary>Younger bytes may belong to an upload that is still on its way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var report = await SweepAsync(cancellationToken);
        return $"{report.BlobsWithoutRow} orphans erased, {report.RowsWithoutBlob} pages missing";
    }

    public async Task<SweepReport> SweepAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow().UtcDateTime - Patience;
        var claims = await ClaimsAsync(database.Set<RequestDocument>(), cancellation);
        var packets = database.Packets.AsNoTracking().Where(p => p.File != null).OrderBy(p => p.Id);
        await foreach (var packet in packets.InPagesAsync((rows, last) => rows.Where(p => p.Id > last.Id), cancellation))
        {
            // A packet that is gone is made anew when somebody wants it: no document is missing.
            claims[DocumentNames.Packet(packet.RequestId, packet.File!.Value)] = null;
        }

        var orphans = 0;
        await foreach (var blob in vault.ListAsync("requests", cancellation))
        {
            if (claims.ContainsKey(blob.Name))
            {
                claims[blob.Name] = null;
            }
            else if (blob.WrittenOn < before)
            {
                await vault.EraseAsync(blob.Name, cancellation);
                orphans++;
            }
        }

        // What a probe left that was killed.
        await foreach (var blob in vault.ListAsync(DocumentNames.HealthFolder, cancellation))
        {
            if (blob.WrittenOn < before)
            {
                await vault.EraseAsync(blob.Name, cancellation);
            }
        }

        // Looked at twice: what was finished, replaced or erased while the store was being listed is not missing.
        var missing = claims.Where(claim => claim.Value is not null).Select(claim => claim.Key).ToList();
        foreach (var documents in claims.Values.OfType<Guid>().Distinct().Chunk(100))
        {
            var now = await ClaimsAsync(database.Set<RequestDocument>().Where(d => documents.Contains(d.Id)), cancellation);
            missing.RemoveAll(name => documents.Contains(claims[name]!.Value) && !now.ContainsKey(name));
        }

        var report = new SweepReport(orphans, missing.Count);
        if (report != new SweepReport(0, 0))
        {
            logger.LogWarning("Sweep: erased {Orphans} stored files that no document claims; {Missing} pages of documents are missing: {Names}",
                orphans, missing.Count, string.Join(", ", missing.Take(10)));
        }

        return report;
    }

    /// <summary>The names that documents lay claim to, each with its document.</summary>
    private static async Task<Dictionary<string, Guid?>> ClaimsAsync(IQueryable<RequestDocument> documents, CancellationToken cancellation)
    {
        var claims = new Dictionary<string, Guid?>(StringComparer.Ordinal);
        var withContent = documents.AsNoTracking().Where(d => d.State == DocumentState.Checking || d.State == DocumentState.Received
            || d.State == DocumentState.Accepted || d.State == DocumentState.SetAside || d.State == DocumentState.Voided).OrderBy(d => d.Id);
        await foreach (var document in withContent.InPagesAsync((rows, last) => rows.Where(d => d.Id > last.Id), cancellation))
        {
            // Of a picture the original is kept until it is clean: a crash just after that leaves it behind.
            if (document.State == DocumentState.Checking || document.MediaType == MediaTypes.Of(FileKind.Pdf))
            {
                claims[DocumentNames.Original(document)] = document.Id;
            }

            foreach (var page in document.Pages)
            {
                claims[DocumentNames.Page(document, page.Number)] = document.Id;
            }
        }

        return claims;
    }
}
