using MissingPackage.Documents.Vault;

namespace MissingPackage.Documents.Tests.Vault;

/// <summary>What every store promises. Run for each of them.</summary>
public abstract class DocumentStoreContract
{
    private const string Name = "requests/0f8f/a1/page-1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract IDocumentStore Store { get; }

    [Fact]
    public async Task Read_AfterCreate_GivesTheBytes()
    {
        await Store.CreateAsync(Name, new byte[] { 1, 2, 3 }, Cancel);

        Assert.Equal<byte[]>([1, 2, 3], await Store.ReadAsync(Name, Cancel));
    }

    [Fact]
    public async Task Read_OfNothing_IsNull() => Assert.Null(await Store.ReadAsync(Name, Cancel));

    [Fact]
    public async Task Create_OfTenMegabytes_KeepsThemAll()
    {
        var bytes = new byte[10_000_000];
        new Random(1).NextBytes(bytes);

        await Store.CreateAsync(Name, bytes, Cancel);

        var read = await Store.ReadAsync(Name, Cancel);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Create_WhenTaken_ThrowsAndLeavesTheFirst()
    {
        await Store.CreateAsync(Name, new byte[] { 1 }, Cancel);

        await Assert.ThrowsAsync<DocumentExistsException>(() => Store.CreateAsync(Name, new byte[] { 2 }, Cancel));

        Assert.Equal<byte[]>([1], await Store.ReadAsync(Name, Cancel));
    }

    [Fact]
    public async Task Create_ByManyAtOnce_HasOneWinner()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            try
            {
                await Task.Run(() => Store.CreateAsync(Name, new[] { (byte)i }, Cancel), Cancel);
                return i;
            }
            catch (DocumentExistsException)
            {
                return -1;
            }
        }));

        var winner = Assert.Single(outcomes, i => i >= 0);
        Assert.Equal<byte[]>([(byte)winner], await Store.ReadAsync(Name, Cancel));
    }

    [Fact]
    public async Task Create_WhenCancelled_LeavesNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.CreateAsync(Name, new byte[100_000], new CancellationToken(canceled: true)));

        Assert.Empty(await NamesAsync(""));
        Assert.Null(await Store.ReadAsync(Name, Cancel));
    }

    [Fact]
    public async Task Delete_Twice_IsHarmless()
    {
        await Store.CreateAsync(Name, new byte[] { 1 }, Cancel);

        Assert.True(await Store.DeleteAsync(Name, Cancel));
        Assert.False(await Store.DeleteAsync(Name, Cancel));

        Assert.Null(await Store.ReadAsync(Name, Cancel));
        Assert.Empty(await NamesAsync(""));
    }

    [Fact]
    public async Task Create_AfterDelete_Works()
    {
        await Store.CreateAsync(Name, new byte[] { 1 }, Cancel);
        await Store.DeleteAsync(Name, Cancel);

        await Store.CreateAsync(Name, new byte[] { 2 }, Cancel);

        Assert.Equal<byte[]>([2], await Store.ReadAsync(Name, Cancel));
    }

    [Fact]
    public async Task List_OfAFolder_DoesNotTakeNamesThatBeginAlike()
    {
        foreach (var name in new[] { "requests/1/a", "requests/1/b/page-1", "requests/10/a", "requests/1-0/a" })
        {
            await Store.CreateAsync(name, new byte[] { 1, 2 }, Cancel);
        }

        Assert.Equal(["requests/1/a", "requests/1/b/page-1"], await NamesAsync("requests/1"));
        Assert.Equal(4, (await NamesAsync("")).Count);
        Assert.Empty(await NamesAsync("requests/2"));
    }

    [Fact]
    public async Task List_SaysHowLongAndWhen()
    {
        await Store.CreateAsync(Name, new byte[] { 1, 2 }, Cancel);

        await foreach (var blob in Store.ListAsync("requests", Cancel))
        {
            Assert.Equal(2, blob.Length);
            Assert.Equal(DateTimeKind.Utc, blob.WrittenOn.Kind);
            Assert.Equal(DateTime.UtcNow, blob.WrittenOn, TimeSpan.FromMinutes(10));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("requests/../../outside")]
    [InlineData("requests/./a")]
    [InlineData("/etc/passwd")]
    [InlineData("requests//a")]
    [InlineData("requests/a/")]
    [InlineData("requests\\a")]
    [InlineData("..\\outside")]
    [InlineData("C:\\outside")]
    [InlineData("c:outside")]
    [InlineData("requests/a\0b")]
    [InlineData("requests/a\n")]
    [InlineData("requests/a.tmp")]
    [InlineData(".unfinished/a")]
    [InlineData("requests/%2e%2e/a")]
    [InlineData("requests/A")]
    [InlineData("requests/a?sig=1")]
    [InlineData("requests/a#b")]
    [InlineData("requests/\uFF0E\uFF0E/a")]
    [InlineData("requests/~root")]
    [InlineData("1/2/3/4/5/6/7/8/9")]
    public async Task HostileName_IsRefusedByEveryMember(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CreateAsync(name, new byte[] { 1 }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadAsync(name, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(name, Cancel));
        if (name.Length > 0)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync(name));
        }
    }

    [Fact]
    public async Task Name_LongerThan200_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CreateAsync(new string('a', 201), new byte[] { 1 }, Cancel));

    protected async Task<IReadOnlyList<string>> NamesAsync(string folder)
    {
        var names = new List<string>();
        await foreach (var blob in Store.ListAsync(folder, Cancel))
        {
            names.Add(blob.Name);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
