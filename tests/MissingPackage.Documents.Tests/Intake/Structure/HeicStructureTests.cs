using System.Buffers.Binary;
using System.Text;
using ImageMagick;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Intake.Structure;

namespace MissingPackage.Documents.Tests.Intake.Structure;

public sealed class HeicStructureTests
{
    private static async Task<byte[]> SingleAsync() => await HeicSamples.OfAsync(Samples.As(MagickFormat.Jpeg, Samples.Document(420, 300)));

    // Two rows of three tiles, of which the last ones stick out.
    private static Task<HeicWriter> GridAsync() => HeicWriter.GridAsync(3, 2, 700, 500);

    [Fact]
    public async Task GoodPicture()
    {
        var good = await SingleAsync();

        await SameAsync(good, good);
    }

    [Fact]
    public async Task Tiles()
    {
        var good = (await GridAsync()).Write();

        await SameAsync(good, good);
        Assert.Equal((700, 500), Filtered.Decode(FileKind.Heic, good).Picture.Size);
    }

    [Theory]
    [InlineData("mime", "<x:xmpmeta <Item:Mime='image/jpeg' Item:Semantic='GainMap'")]
    [InlineData("Exif", "junk")]
    public async Task Metadata_IsHidden(string type, string content)
    {
        var writer = await GridAsync();
        var good = writer.Write();
        writer.Items.Add(new(100, type, Encoding.ASCII.GetBytes(content)));
        writer.References.Add(("cdsc", 100, [1]));
        var odd = writer.Write();

        await SameAsync(good, odd);
        Assert.Equal(-1, (await Filtered.OfAsync(FileKind.Heic, odd)).AsSpan().IndexOf([.. "\0\0"u8, .. Encoding.ASCII.GetBytes(type)]));
    }

    [Fact]
    public async Task FilmBehindThePicture_IsDropped()
    {
        var good = (await GridAsync()).Write();

        await SameAsync(good, [.. good, .. HeicWriter.Box("mpvd", new byte[5000]), .. "SEFT"u8]);
        Assert.Equal(good.Length, (await Filtered.OfAsync(FileKind.Heic, [.. good, .. HeicWriter.Box("mpvd", new byte[5000])])).Length);
    }

    [Fact]
    public async Task UnneededBoxBeforeTheData_IsFree()
    {
        var writer = await GridAsync();
        var good = writer.Write();
        writer.Between = HeicWriter.Box("moov", new byte[100]);
        var filtered = await Filtered.OfAsync(FileKind.Heic, writer.Write());

        await SameAsync(good, writer.Write());
        Assert.Equal(-1, filtered.AsSpan().IndexOf("moov"u8));
    }

    [Fact]
    public async Task DataBehindWhatIsNoBox()
    {
        var writer = await GridAsync();
        writer.Between = [0, 0, 0, 2, .. "junk"u8];

        Refused(StructureFault.Damaged, writer.Write());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.75)]
    [InlineData(0.95)]
    public async Task CutShort(double share)
    {
        var single = await SingleAsync();
        var tiles = (await GridAsync()).Write();

        Refused(StructureFault.CutShort, single[..(int)(single.Length * share)]);
        Refused(StructureFault.CutShort, tiles[..(int)(tiles.Length * share)]);
    }

    [Fact]
    public async Task CutWithinTheMetaBox() => Refused(StructureFault.CutShort, (await SingleAsync())[..200]);

    [Fact]
    public async Task HalfTheTilesGone()
    {
        var writer = await GridAsync();
        writer.References[0] = ("dimg", 1, [2, 3, 4]);
        Refused(StructureFault.CutShort, writer.Write());

        writer.References[0] = ("dimg", 1, [2, 3, 4, 5, 6, 7]);
        writer.Items.RemoveRange(4, 3);
        Refused(StructureFault.CutShort, writer.Write());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4000)]
    public async Task ZeroedBlock(int length)
    {
        var bad = (await GridAsync()).Write();
        var data = bad.AsSpan().IndexOf("mdat"u8) + 4;
        bad.AsSpan(data + 2000, length).Clear();

        Refused(StructureFault.Damaged, bad);
    }

    [Fact]
    public async Task ZerosUpToTheEnd()
    {
        var bad = await SingleAsync();
        bad.AsSpan(^2000..).Clear();

        Refused(StructureFault.Damaged, bad);
    }

    [Theory]
    [InlineData(0)] // a length of none
    [InlineData(0x7FFFFFFF)]
    [InlineData(20)]
    public async Task LengthsDontAddUp(int length)
    {
        var writer = await GridAsync();
        BinaryPrimitives.WriteInt32BigEndian(writer.Items[3].Data, length);

        Refused(StructureFault.Damaged, writer.Write());
    }

    [Fact]
    public async Task ForbiddenBit()
    {
        var writer = await GridAsync();
        writer.Items[3].Data[4] |= 0x80;

        Refused(StructureFault.Damaged, writer.Write());
    }

    [Fact]
    public async Task TileBeyondTheEnd()
    {
        var writer = await GridAsync();
        writer.Items[^1] = writer.Items[^1] with { SaidLength = 10_000_000 };

        Refused(StructureFault.CutShort, writer.Write());
    }

    [Fact]
    public async Task EveryTileTheWholeFile()
    {
        var writer = await GridAsync();
        var length = writer.Items[1].Data.Length;
        writer.Items[1] = writer.Items[1] with { SaidLength = length + writer.Items.Skip(2).Sum(item => item.Data.Length) };
        writer.Items[2] = writer.Items[2] with { SaidLength = writer.Items.Skip(2).Sum(item => item.Data.Length) };

        Refused(StructureFault.NoCameraMakesThis, writer.Write());
    }

    [Fact]
    public async Task TwoSizes()
    {
        var writer = await GridAsync();
        writer.Items[2] = writer.Items[2] with { Properties = [HeicWriter.Size(512, 256), .. writer.Items[2].Properties] };

        Refused(StructureFault.NoCameraMakesThis, writer.Write());
    }

    [Theory]
    [InlineData(128)]
    [InlineData(257)]
    [InlineData(8192)]
    public async Task TilesOfAnotherSizeThanTheirData(int size)
    {
        var writer = await GridAsync();
        for (var i = 1; i < writer.Items.Count; i++)
        {
            writer.Items[i] = writer.Items[i] with { Properties = [HeicWriter.Size(256, size), writer.Items[i].Properties[1]] };
        }

        Refused(StructureFault.NoCameraMakesThis, writer.Write());
    }

    [Theory]
    [InlineData(256, 256, true)]
    [InlineData(250, 241, true)] // a coding block at the edge is cut
    [InlineData(100, 256, false)]
    [InlineData(256, 100, false)]
    [InlineData(257, 256, false)]
    public async Task SizeOfTheData_IsThatOfTheItem(int width, int height, bool agrees)
    {
        var writer = await HeicWriter.GridAsync(1, 1, 256, 256);
        writer.Items[1] = writer.Items[1] with { Properties = [HeicWriter.Size(width, height), writer.Items[1].Properties[1]] };
        writer.Primary = 2;

        Refused(agrees ? StructureFault.None : StructureFault.NoCameraMakesThis, writer.Write());
    }

    [Fact]
    public async Task DataThatBringsAnotherSizeAlong()
    {
        // The parameters of a larger picture, in front of the data rather than in the configuration.
        var large = HeicWriter.Coded(await SingleAsync()).Configuration;
        var at = large.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x01]) - 2;
        var parameters = large[at..(at + 2 + BinaryPrimitives.ReadUInt16BigEndian(large.AsSpan(at)))];
        var writer = await GridAsync();
        writer.Items[2] = writer.Items[2] with { Data = [0, 0, .. parameters, .. writer.Items[2].Data] };

        Refused(StructureFault.NoCameraMakesThis, writer.Write());
    }

    [Theory]
    [InlineData(800, 500)] // more than the tiles
    [InlineData(500, 500)] // a column too many
    public async Task GridDoesNotFitItsTiles(int width, int height) =>
        Refused(StructureFault.NoCameraMakesThis, (await HeicWriter.GridAsync(3, 2, width, height)).Write());

    [Fact]
    public async Task SameGridInAnotherPlace()
    {
        var writer = await GridAsync();
        var good = writer.Write();
        writer.Items[0] = writer.Items[0] with { InIdat = false };

        await SameAsync(good, writer.Write());
    }

    [Fact]
    public async Task IdentityDerivation_IsFollowed()
    {
        var writer = await GridAsync();
        writer.Items.Add(new(50, "iden", [], HeicWriter.Size(700, 500)));
        writer.References.Add(("dimg", 50, [1]));
        writer.Primary = 50;

        await SameAsync(writer.Write(), writer.Write());
        Refused(StructureFault.CutShort, writer.Write()[..^100]);
    }

    [Theory]
    [InlineData("iovl")]
    [InlineData("av01")]
    [InlineData("jpeg")]
    public async Task PrimaryOfAnotherSort(string type)
    {
        var writer = await GridAsync();
        writer.Items[0] = writer.Items[0] with { Type = type };

        Refused(StructureFault.NoCameraMakesThis, writer.Write());
    }

    [Fact]
    public async Task AlphaBeyondTheEnd()
    {
        var writer = await GridAsync();
        var alpha = HeicWriter.Box("auxC", [0, 0, 0, 0, .. "urn:mpeg:hevc:2015:auxid:1"u8, 0]);
        writer.Items.Add(writer.Items[1] with { Id = 60, Properties = [.. writer.Items[1].Properties, alpha] });
        writer.References.Add(("auxl", 60, [1]));

        Refused(StructureFault.CutShort, writer.Write()[..^100]);
    }

    [Fact]
    public async Task GainMapBeyondTheEnd_IsNotNeeded()
    {
        var writer = await GridAsync();
        var good = writer.Write();
        var gainMap = HeicWriter.Box("auxC", [0, 0, 0, 0, .. "urn:com:apple:photo:2020:aux:hdrgainmap"u8, 0]);
        writer.Items.Add(writer.Items[1] with { Id = 60, Properties = [.. writer.Items[1].Properties, gainMap] });
        writer.References.Add(("auxl", 60, [1]));

        await SameAsync(good, writer.Write());
        await SameAsync(good, writer.Write()[..^100]);
    }

    [Fact]
    public async Task ThousandsOfItems()
    {
        var writer = await GridAsync();
        writer.Items.AddRange(Enumerable.Range(200, 1100).Select(id => new HeicItem((uint)id, "mime", [1])));

        Refused(StructureFault.NoCameraMakesThis, writer.Write());
    }

    private static void Refused(StructureFault fault, byte[] file) => Assert.Equal(fault, Filtered.Fault(FileKind.Heic, file));

    private static Task SameAsync(byte[] good, byte[] odd) => Filtered.AssertSameAsync(FileKind.Heic, good, odd);
}
