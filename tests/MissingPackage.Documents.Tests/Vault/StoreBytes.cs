using MissingPackage.Documents.Vault;

namespace MissingPackage.Documents.Tests.Vault;

/// <summary>A store as a test uses it: with small blobs, whole.</summary>
internal static class StoreBytes
{
    public static async Task CreateAsync(this IDocumentStore store, string name, byte[] bytes, CancellationToken cancel)
    {
        using var content = new MemoryStream(bytes);
        await store.CreateAsync(name, content, cancel);
    }

    public static async Task<byte[]?> ReadAsync(this IDocumentStore store, string name, CancellationToken cancel)
    {
        await using var blob = await store.OpenAsync(name, cancel);
        if (blob is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await blob.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
