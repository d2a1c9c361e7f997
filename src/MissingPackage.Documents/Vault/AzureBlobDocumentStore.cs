using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace MissingPackage.Documents.Vault;

/// <summary>
/// Blobs in one Azure container, for more than one machine. The container is private; its soft delete and versioning must be
/// off, or an erasure only hides.
/// </summary>
/// <param name="container">The container; made by the operator, or by <see cref="CreateContainerAsync"/>.</param>
public sealed class AzureBlobDocumentStore(BlobContainerClient container) : IDocumentStore
{
    /// <summary>Makes the container, without public access, where there is none.</summary>
    public Task CreateContainerAsync(CancellationToken cancellationToken) =>
        ReachAsync(() => container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task CreateAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        DocumentName.Check(name);
        var onlyIfNew = new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } };
        return ReachAsync(async () =>
        {
            try
            {
                return await container.GetBlobClient(name).UploadAsync(content, onlyIfNew, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed
                && IsAnyOf(e, BlobErrorCode.BlobAlreadyExists, BlobErrorCode.ConditionNotMet))
            {
                throw new DocumentExistsException(e);
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        DocumentName.Check(name);
        return ReachAsync<Stream?>(async () =>
        {
            try
            {
                var blob = await container.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken);
                return blob.Value.Content;
            }
            catch (RequestFailedException e) when (IsAnyOf(e, BlobErrorCode.BlobNotFound))
            {
                return null; // a missing container is not a missing document: that one is thrown
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        DocumentName.Check(name);
        return ReachAsync<bool>(
            async () => await container.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredBlob> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DocumentName.CheckFolder(folder);
        var options = new GetBlobsOptions { Prefix = folder.Length == 0 ? null : folder + "/" };
        await using var blobs = container.GetBlobsAsync(options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await ReachAsync(() => blobs.MoveNextAsync().AsTask(), cancellationToken))
        {
            var blob = blobs.Current;
            yield return new(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.LastModified?.UtcDateTime ?? DateTime.MinValue);
        }
    }

    /// <summary>Whatever fails of the store itself, after the client's own repeats, is one exception.</summary>
    private static async Task<T> ReachAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new DocumentStoreAwayException(e);
        }
    }

    private static bool IsAnyOf(RequestFailedException e, params ReadOnlySpan<BlobErrorCode> codes)
    {
        foreach (var code in codes)
        {
            if (code == e.ErrorCode)
            {
                return true;
            }
        }

        return false;
    }
}
