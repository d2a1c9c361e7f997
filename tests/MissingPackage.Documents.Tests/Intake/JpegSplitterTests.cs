using ImageMagick;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class JpegSplitterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PrivateFolder _files;

    public JpegSplitterTests() => _files = new(_folder["private"]);

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(int.MaxValue)]
    public void Pages_AreCutWhereTheyEnd(int atOnce)
    {
        byte[][] pages = [.. Enumerable.Range(0, 3).Select(Page)];
        using var splitter = new JpegSplitter(_files.NewFile, 3, 1 << 20);

        Assert.True(Push(splitter, [.. pages.SelectMany(page => page)], atOnce));

        Assert.True(splitter.IsWhole);
        var taken = splitter.Take();
        Assert.Equal(pages, taken.Select(Read).ToArray());
        foreach (var file in taken)
        {
            file.Dispose();
        }
    }

    [Fact]
    public void CutShort_IsNotWhole_AndItsFilesAreDeleted()
    {
        var page = Page(0);
        for (var length = 1; length < page.Length; length += 97)
        {
            using (var splitter = new JpegSplitter(_files.NewFile, 2, 1 << 20))
            {
                Assert.True(Push(splitter, [.. page, .. page[..length]], 1000));
                Assert.False(splitter.IsWhole);
                Assert.Equal(2, splitter.Count);
            }

            Assert.Empty(Directory.EnumerateFiles(_files.Path));
        }
    }

    [Theory]
    [InlineData("between")]
    [InlineData("another kind")]
    [InlineData("marker")]
    [InlineData("length")]
    [InlineData("two scans")]
    public void WhatIsNoBaselineJpeg_Fails(string fault)
    {
        var page = Page(0);
        byte[] bytes = fault switch
        {
            "between" => [.. page, 0, .. page],
            "another kind" => Samples.Document(),
            "marker" => [0xFF, 0xD8, 0xFF, 0x00, .. page],
            "length" => [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, .. page],
            _ => Progressive(),
        };
        using var splitter = new JpegSplitter(_files.NewFile, 9, 1 << 20);

        Assert.False(Push(splitter, bytes, 1000));
        Assert.False(splitter.OverBounds);
    }

    [Fact]
    public void MoreBytesThanAPageMayHave_AreOverBounds()
    {
        using var splitter = new JpegSplitter(_files.NewFile, 1, Page(0).Length - 1);

        Assert.False(Push(splitter, Page(0), 1000));
        Assert.True(splitter.OverBounds);
    }

    [Fact]
    public void MorePagesThanMayCome_AreOverBounds()
    {
        using var splitter = new JpegSplitter(_files.NewFile, 1, 1 << 20);

        Assert.False(Push(splitter, [.. Page(0), .. Page(1)], 1000));
        Assert.True(splitter.OverBounds);
    }

    private static byte[] Page(int seed) =>
        Samples.As(MagickFormat.Jpeg, Samples.Png(64, 48, (x, y) => ((byte)(x * (seed + 3)), (byte)(y * 5), (byte)(x ^ y))));

    private static byte[] Progressive()
    {
        using var image = new MagickImage(Page(0));
        image.Settings.Interlace = Interlace.Jpeg;
        return image.ToByteArray(MagickFormat.Jpeg);
    }

    private static byte[] Read(PrivateFile file)
    {
        using var stream = file.OpenRead();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static bool Push(JpegSplitter splitter, byte[] bytes, int atOnce)
    {
        for (var at = 0; at < bytes.Length; at += Math.Min(atOnce, bytes.Length - at))
        {
            if (!splitter.Push(bytes.AsSpan(at, Math.Min(atOnce, bytes.Length - at))))
            {
                return false;
            }
        }

        return true;
    }
}
