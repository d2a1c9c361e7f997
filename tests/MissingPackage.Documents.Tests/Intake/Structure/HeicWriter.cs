using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using ImageMagick;

namespace MissingPackage.Documents.Tests.Intake.Structure;

/// <summary>One item of a HEIC.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Type">Four letters.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="Properties">Whole boxes.</param>
internal sealed record HeicItem(uint Id, string Type, byte[] Data, params byte[][] Properties)
{
    /// <summary>Whether the bytes stand in the meta box.</summary>
    public bool InIdat { get; init; }

    /// <summary>What is said of its length instead of the truth.</summary>
    public int? SaidLength { get; init; }
}

/// <summary>Writes a HEIC box by box (ISO/IEC 14496-12 and 23008-12), as no encoder at hand writes one made of tiles.</summary>
internal sealed class HeicWriter
{
    // Encoding takes a while, so each tile is made once.
    private static readonly ConcurrentDictionary<int, Lazy<Task<(byte[] Configuration, byte[] Data)>>> s_tiles = new();

    public List<HeicItem> Items { get; } = [];

    public List<(string Type, uint From, uint[] To)> References { get; } = [];

    public uint Primary { get; set; } = 1;

    /// <summary>Whole boxes between the meta box and the data.</summary>
    public byte[] Between { get; set; } = [];

    /// <summary>A picture of tiles: item 1 is the grid, its tiles follow. All tiles are shades of one sharp pattern.</summary>
    /// <param name="columns">As <paramref name="rows"/>, at most 9.</param>
    /// <param name="rows">Of tiles of 256 x 256 pixels.</param>
    /// <param name="width">Of the whole; up to the tiles' width.</param>
    /// <param name="height">Of the whole.</param>
    public static async Task<HeicWriter> GridAsync(int columns, int rows, int width, int height)
    {
        var writer = new HeicWriter();
        byte[] grid = [0, 0, (byte)(rows - 1), (byte)(columns - 1), (byte)(width >> 8), (byte)width, (byte)(height >> 8), (byte)height];
        writer.Items.Add(new(1, "grid", grid, Size(width, height)) { InIdat = true });
        for (var i = 0; i < columns * rows; i++)
        {
            var (configuration, data) = await s_tiles.GetOrAdd(i, shade => new(() => TileAsync(20 * shade))).Value;
            writer.Items.Add(new((uint)(i + 2), "hvc1", [.. data], Size(256, 256), configuration));
        }

        writer.References.Add(("dimg", 1, [.. Enumerable.Range(2, columns * rows).Select(id => (uint)id)]));
        return writer;
    }

    /// <summary>The decoder's configuration, as a box, and the data of heif-enc's one picture.</summary>
    public static (byte[] Configuration, byte[] Data) Coded(byte[] heic)
    {
        byte[] Box(string type)
        {
            var at = heic.AsSpan().IndexOf(Encoding.ASCII.GetBytes(type)) - 4;
            return heic[at..(at + BinaryPrimitives.ReadInt32BigEndian(heic.AsSpan(at)))];
        }

        // iloc in version 0: one item has one extent, of which the last 8 bytes are offset and length.
        var iloc = Box("iloc");
        Assert.Equal((0, 0x44, 1), (iloc[8], iloc[12], iloc[15]));
        int offset = BinaryPrimitives.ReadInt32BigEndian(iloc.AsSpan(20)) + BinaryPrimitives.ReadInt32BigEndian(iloc.AsSpan(26));
        return (Box("hvcC"), heic.AsSpan(offset, BinaryPrimitives.ReadInt32BigEndian(iloc.AsSpan(30))).ToArray());
    }

    public static byte[] Size(int width, int height) => Box("ispe", [0, 0, 0, 0, .. U32(width), .. U32(height)]);

    public static byte[] Box(string type, params byte[] content) =>
        [.. U32(8 + content.Length), .. Encoding.ASCII.GetBytes(type), .. content];

    public byte[] Write()
    {
        var draft = Write(mdatAt: 0);
        return Write(draft.AsSpan().IndexOf("mdat"u8) + 4);
    }

    private static async Task<(byte[] Configuration, byte[] Data)> TileAsync(int shade) =>
        Coded(await HeicSamples.OfAsync(Samples.As(MagickFormat.Jpeg, Samples.Png(
            256, 256, (x, y) => ((byte)(x ^ y), (byte)((x * y) ^ shade), (byte)(y % 20 < 10 ? shade : 200))))));

    private byte[] Write(int mdatAt)
    {
        List<byte> infos = [], locations = [], properties = [], associations = [], mdat = [], idat = [], references = [];
        var index = 0;
        foreach (var item in Items)
        {
            infos.AddRange(Box("infe", [2, 0, 0, 0, .. U16(item.Id), 0, 0, .. Encoding.ASCII.GetBytes(item.Type), .. Text(item.Type)]));
            var data = item.InIdat ? idat : mdat;
            var start = data.Count + (item.InIdat ? 0 : mdatAt);
            locations.AddRange([
                .. U16(item.Id), 0, (byte)(item.InIdat ? 1 : 0), 0, 0, 0, 1, .. U32(start), .. U32(item.SaidLength ?? item.Data.Length),
            ]);
            data.AddRange(item.Data);
            associations.AddRange([.. U16(item.Id), (byte)item.Properties.Length]);
            foreach (var property in item.Properties)
            {
                properties.AddRange(property);
                associations.AddRange(U16((uint)++index | 0x8000));
            }
        }

        foreach (var (type, from, to) in References)
        {
            references.AddRange(Box(type, [.. U16(from), .. U16((uint)to.Length), .. to.SelectMany(U16)]));
        }

        byte[] count = U16((uint)Items.Count);
        byte[] meta =
        [
            0, 0, 0, 0,
            .. Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "pict"u8, .. new byte[13]]),
            .. Box("pitm", [0, 0, 0, 0, .. U16(Primary)]),
            .. Box("iinf", [0, 0, 0, 0, .. count, .. infos]),
            .. Box("iref", [0, 0, 0, 0, .. references]),
            .. Box("iprp", [.. Box("ipco", [.. properties]), .. Box("ipma", [0, 0, 0, 1, .. U32(Items.Count), .. associations])]),
            .. Box("idat", [.. idat]),
            .. Box("iloc", [1, 0, 0, 0, 0x44, 0x00, .. count, .. locations]),
        ];
        return [.. Box("ftyp", [.. "heic"u8, 0, 0, 0, 0, .. "mif1heic"u8]), .. Box("meta", meta), .. Between, .. Box("mdat", [.. mdat])];
    }

    // A name and, for mime, what it is: each with a zero at its end.
    private static byte[] Text(string type) => type == "mime" ? [0, .. "application/rdf+xml"u8, 0] : [0];

    private static byte[] U16(uint value) => [(byte)(value >> 8), (byte)value];

    private static byte[] U32(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
