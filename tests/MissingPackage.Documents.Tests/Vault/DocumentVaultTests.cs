using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Documents.Tests.Vault;

public sealed class DocumentVaultTests : IDisposable
{
    private const string Name = "requests/a/b/page-1";
    private const int Chunk = 32 * 1024;
    private const int Tag = 16;
    private static readonly byte[] s_plain = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("PASSPORT 123456789 ", 100)));

    private readonly TempFolder _folder = new();
    private readonly DiskDocumentStore _store;
    private readonly DocumentVault _vault;

    public DocumentVaultTests()
    {
        _store = new(_folder["documents"]);
        _vault = new(_store, new EphemeralDataProtectionProvider());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_ReturnsHashAndLengthOfThePlainBytes_AndReadsThemBack()
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(s_plain)), receipt.Sha256);
        Assert.Equal(s_plain.Length, receipt.Length);
        Assert.Equal(s_plain, await _vault.ReadAsync(Name, receipt.Sha256, Cancel));
    }

    [Fact]
    public async Task Store_WritesNothingInPlain()
    {
        await _vault.StoreAsync(Name, s_plain, Cancel);

        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("PASSPORT", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancel)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_OfNothing_IsMissing() => Assert.Equal(DocumentDamage.Missing, await DamageAsync(Name, "00"));

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    [InlineData(-1)]
    public async Task Read_WhenAByteChanged_CannotDecrypt(int offset)
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);
        var path = _folder["documents/" + Name];
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        bytes[offset < 0 ? ^1 : offset] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Cancel);

        Assert.Equal(DocumentDamage.CannotDecrypt, await DamageAsync(Name, receipt.Sha256));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Read_WhenCutShort_CannotDecrypt(int length)
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);
        var path = _folder["documents/" + Name];
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Cancel))[..length], Cancel);

        Assert.Equal(DocumentDamage.CannotDecrypt, await DamageAsync(Name, receipt.Sha256));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(3 * Chunk)]
    [InlineData(100_003)]
    public async Task Store_OfAnyLength_ReadsBackTheSame(int length)
    {
        var plain = Random(length);

        var receipt = await _vault.StoreAsync(Name, plain, Cancel);

        Assert.Equal(length, receipt.Length);
        Assert.Equal(plain, await _vault.ReadAsync(Name, receipt.Sha256, Cancel));
    }

    [Theory]
    [InlineData(Chunk * 3)]
    [InlineData((Chunk * 3) - 100)]
    public async Task Read_WhenChunksAreCutOffMovedRepeatedOrAdded_CannotDecrypt(int length)
    {
        var receipt = await _vault.StoreAsync(Name, Random(length), Cancel);
        var path = _folder["documents/" + Name];
        var whole = await File.ReadAllBytesAsync(path, Cancel);
        var head = whole.Length - length - (3 * Tag);
        byte[] Part(int number) => whole[(head + (number * (Chunk + Tag)))..Math.Min(whole.Length, head + ((number + 1) * (Chunk + Tag)))];
        byte[][] changed =
        [
            whole[..head],
            [.. whole[..head], .. Part(0)],
            [.. whole[..head], .. Part(0), .. Part(1)],
            [.. whole[..head], .. Part(1), .. Part(0), .. Part(2)],
            [.. whole[..head], .. Part(1), .. Part(2)],
            [.. whole[..head], .. Part(0), .. Part(2)],
            [.. whole[..head], .. Part(0), .. Part(0), .. Part(1), .. Part(2)],
            [.. whole, .. Part(2)],
            [.. whole, 0],
            [.. whole, .. new byte[Chunk]],
            whole[..^1],
        ];

        foreach (var bytes in changed)
        {
            await File.WriteAllBytesAsync(path, bytes, Cancel);
            Assert.Equal(DocumentDamage.CannotDecrypt, await DamageAsync(Name, receipt.Sha256));
        }
    }

    [Fact]
    public async Task Read_WithTheChunksOfAnotherDocument_CannotDecrypt()
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);
        await _vault.StoreAsync("requests/a/b/page-2", s_plain, Cancel);
        var path = _folder["documents/" + Name];
        var one = await File.ReadAllBytesAsync(path, Cancel);
        var other = await File.ReadAllBytesAsync(_folder["documents/requests/a/b/page-2"], Cancel);
        var head = one.Length - s_plain.Length - Tag;

        await File.WriteAllBytesAsync(path, [.. one[..head], .. other[head..]], Cancel);

        Assert.Equal(DocumentDamage.CannotDecrypt, await DamageAsync(Name, receipt.Sha256));
    }

    [Fact]
    public async Task Store_InAStoreThatSendsTwice_RecordsTheDocumentOnce()
    {
        var plain = Random(100_003);
        var vault = new DocumentVault(new SecondAttemptStore(_store), new EphemeralDataProtectionProvider());

        var receipt = await vault.StoreAsync(Name, plain, Cancel);

        Assert.Equal(new VaultReceipt(Convert.ToHexStringLower(SHA256.HashData(plain)), plain.Length), receipt);
        Assert.Equal(plain, await vault.ReadAsync(Name, receipt.Sha256, Cancel));
    }

    [Fact]
    public async Task Read_OfABlobMovedToAnotherName_CannotDecrypt()
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);
        File.Move(_folder["documents/" + Name], _folder["documents/requests/a/b/page-2"]);

        Assert.Equal(DocumentDamage.CannotDecrypt, await DamageAsync("requests/a/b/page-2", receipt.Sha256));
    }

    [Fact]
    public async Task Read_WhenAnotherHashWasRecorded_Differs()
    {
        await _vault.StoreAsync(Name, s_plain, Cancel);

        Assert.Equal(DocumentDamage.ContentDiffers, await DamageAsync(Name, new string('0', 64)));
    }

    [Fact]
    public async Task Read_WhenTheKeyIsGone_CannotDecrypt()
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);
        var another = new DocumentVault(_store, new EphemeralDataProtectionProvider());

        var thrown = await Assert.ThrowsAsync<DamagedDocumentException>(() => another.ReadAsync(Name, receipt.Sha256, Cancel));

        Assert.Equal(DocumentDamage.CannotDecrypt, thrown.Damage);
    }

    [Fact]
    public async Task Read_WhenTheKeyRingCannotBeReached_IsNotDamage()
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);
        await using var services = new ServiceCollection()
            .AddDataProtection().Services
            .Configure<KeyManagementOptions>(options => options.XmlRepository = new UnreachableKeys())
            .BuildServiceProvider();
        var cutOff = new DocumentVault(_store, services.GetRequiredService<IDataProtectionProvider>());

        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => cutOff.ReadAsync(Name, receipt.Sha256, Cancel));

        Assert.IsNotType<DamagedDocumentException>(thrown);
    }

    [Fact]
    public async Task Erase_RemovesOneDocument_AndEraseFolderTheRequest()
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);
        await _vault.StoreAsync("requests/a/b/page-2", s_plain, Cancel);
        await _vault.StoreAsync("requests/a/c/page-1", s_plain, Cancel);
        var other = await _vault.StoreAsync("requests/aa/c/page-1", s_plain, Cancel);

        Assert.True(await _vault.EraseAsync(Name, Cancel));
        Assert.False(await _vault.EraseAsync(Name, Cancel));
        Assert.Equal(DocumentDamage.Missing, await DamageAsync(Name, receipt.Sha256));
        Assert.Equal(2, await _vault.EraseFolderAsync("requests/a", Cancel));
        Assert.Equal(0, await _vault.EraseFolderAsync("requests/a", Cancel));
        Assert.Equal(s_plain, await _vault.ReadAsync("requests/aa/c/page-1", other.Sha256, Cancel));
    }

    [Fact]
    public async Task EraseFolder_OfEverything_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _vault.EraseFolderAsync("", Cancel));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_WhenTheStoreBreaksOffInTheMiddle_SaysThatItIsAway()
    {
        var keys = new EphemeralDataProtectionProvider();
        var receipt = await new DocumentVault(_store, keys).StoreAsync(Name, Random(3 * Chunk), Cancel);
        var breaking = new DocumentVault(new BreakingStore(_store, after: Chunk), keys);
        await Assert.ThrowsAsync<DocumentStoreAwayException>(() => breaking.ReadAsync(Name, receipt.Sha256, Cancel));
    }

    [Fact]
    public async Task Read_WhenWhoeverReadsIsGone_SaysNothingOfTheStore()
    {
        var receipt = await _vault.StoreAsync(Name, s_plain, Cancel);
        await using var gone = new FileStream(_folder["gone"], FileMode.Create, FileAccess.Write);
        await gone.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _vault.ReadAsync(Name, receipt.Sha256, gone, Cancel));
    }

    private async Task<DocumentDamage> DamageAsync(string name, string sha256) =>
        (await Assert.ThrowsAsync<DamagedDocumentException>(() => _vault.ReadAsync(name, sha256, Cancel))).Damage;

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Sends everything to nowhere first, as a store does whose first attempt failed on the way.</summary>
    private sealed class SecondAttemptStore(IDocumentStore inner) : IDocumentStore
    {
        public async Task CreateAsync(string name, Stream content, CancellationToken cancellationToken)
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
            Assert.Equal(content.Length, content.Position);
            content.Position = 0;
            await inner.CreateAsync(name, content, cancellationToken);
        }

        public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) => inner.OpenAsync(name, cancellationToken);

        public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

        public IAsyncEnumerable<StoredBlob> ListAsync(string folder, CancellationToken cancellationToken) => inner.ListAsync(folder, cancellationToken);
    }

    /// <summary>Breaks off so many bytes into each blob, as a connection does.</summary>
    private sealed class BreakingStore(IDocumentStore inner, int after) : IDocumentStore
    {
        public Task CreateAsync(string name, Stream content, CancellationToken cancellationToken) => inner.CreateAsync(name, content, cancellationToken);

        public async Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) => new Breaking((await inner.OpenAsync(name, cancellationToken))!, after);

        public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

        public IAsyncEnumerable<StoredBlob> ListAsync(string folder, CancellationToken cancellationToken) => inner.ListAsync(folder, cancellationToken);

        private sealed class Breaking(Stream whole, int after) : MemoryStream
        {
            private int _left = after;

            public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            {
                var read = _left == 0 ? throw new IOException("The connection was reset.") : await whole.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
                _left -= read;
                return read;
            }

            protected override void Dispose(bool disposing)
            {
                whole.Dispose();
                base.Dispose(disposing);
            }
        }
    }

    private sealed class UnreachableKeys : IXmlRepository
    {
        public IReadOnlyCollection<System.Xml.Linq.XElement> GetAllElements() => throw new TimeoutException("No answer from the database.");

        public void StoreElement(System.Xml.Linq.XElement element, string friendlyName) => throw new TimeoutException("No answer from the database.");
    }
}
