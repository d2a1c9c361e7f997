using System.Security.Cryptography;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly PrivateFolder _folder;

    public PrivateFileTests() => _folder = new PrivateFolder(_root.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32 * 1024)]
    [InlineData((32 * 1024) + 1)]
    [InlineData(200_000)]
    public async Task WhatWasWritten_IsRead_FromAnyPlace(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        using var file = _folder.NewFile();
        await file.WriteAsync(bytes, Cancel);

        await using var stream = file.OpenRead();
        var whole = new byte[length];
        await stream.ReadExactlyAsync(whole, Cancel);
        Assert.Equal(bytes, whole);
        Assert.Equal(length, file.Length);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Cancel));
        stream.Position = length / 2;
        var half = new byte[length - (length / 2)];
        await stream.ReadExactlyAsync(half, Cancel);
        Assert.Equal(bytes[(length / 2)..], half);
    }

    [Fact]
    public async Task OnDisk_NothingOfItCanBeRead()
    {
        var words = Enumerable.Repeat("a passport's number"u8.ToArray(), 5000).SelectMany(word => word).ToArray();
        using var file = _folder.NewFile();
        await file.WriteAsync(words, Cancel);

        var onDisk = await File.ReadAllBytesAsync(Assert.Single(Directory.EnumerateFiles(_folder.Path)), Cancel);

        Assert.Equal(-1, onDisk.AsSpan().IndexOf("passport"u8));
        Assert.InRange(onDisk.Length, words.Length, words.Length + 100);
    }

    [Fact]
    public async Task Changed_IsNotReadAsIfItWere()
    {
        using var file = _folder.NewFile();
        await file.WriteAsync(new byte[100_000], Cancel);
        var path = Assert.Single(Directory.EnumerateFiles(_folder.Path));
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        bytes[50_000]++;
        await File.WriteAllBytesAsync(path, bytes, Cancel);

        await using var stream = file.OpenRead();
        await Assert.ThrowsAnyAsync<CryptographicException>(() => stream.CopyToAsync(Stream.Null, Cancel));
    }

    [Fact]
    public async Task Disposed_IsGone()
    {
        var file = _folder.NewFile();
        await file.WriteAsync("x"u8.ToArray(), Cancel);

        file.Dispose();

        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _root.Dispose();
    }
}
