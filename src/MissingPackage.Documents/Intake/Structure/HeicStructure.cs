using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MissingPackage.Documents.Intake.Structure;

/// <summary>
/// A HEIC (ISO/IEC 23008-12) whose primary picture is whole: all its tiles, all their bytes. Metadata stays where it is, since all
/// offsets are the file's, but under a type that no decoder reads; what stands behind the last byte of the picture is dropped.
/// </summary>
internal sealed class HeicStructure
{
    private const int MaxBoxes = 2000;

    // A picture of 48 megapixels has about 190 tiles, and as many again for its gain map.
    private const int MaxItems = 1024;
    private const int MaxExtents = 64;

    // Of all items together: sizes, configurations, colours, turns.
    private const int MaxProperties = 4 * MaxItems;
    private const int MaxAssociations = 16 * MaxItems;

    // An iPhone's is about 4 KB; with 1,024 items it stays under 64 KB.
    private const int MaxMetaBytes = 1 << 20;

    // Beyond any file, and small enough to be added without care.
    private const long FarAway = 1L << 48;

    // A decoder's picture is rounded up to whole coding blocks.
    private const int MaxCodingBlock = 64;

    private static readonly string[] s_metadataTypes = ["Exif", "mime", "uri "];
    private static readonly string[] s_keptBoxes = ["ftyp", "mdat", "idat", "free", "skip"];
    private static readonly string[] s_alphaTypes = ["urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1"];

    private readonly BlockReader _file;
    private readonly List<FileBox> _boxes = [];
    private readonly Dictionary<uint, Item> _items = [];
    private readonly Dictionary<uint, uint[]> _derivedFrom = [];
    private readonly List<(uint From, uint To)> _auxiliary = [];
    private readonly List<MetaBox> _properties = [];
    private readonly List<Item> _coded = [];
    private int _associations;
    private byte[] _meta = [];
    private long _metaStart;
    private MetaBox? _idat;
    private uint? _primary;
    private long _needed;

    private HeicStructure(BlockReader file) => _file = file;

    /// <summary>Reads from the first byte.</summary>
    public static PictureStructure Read(BlockReader file) => new HeicStructure(file).Read();

    private PictureStructure Read()
    {
        var fault = ReadBoxes();
        fault = fault == StructureFault.None ? ReadMeta() : fault;
        if (fault != StructureFault.None)
        {
            return PictureStructure.Refused(fault);
        }

        if (_primary is not { } primary || !_items.TryGetValue(primary, out var item))
        {
            return PictureStructure.Refused(StructureFault.Damaged);
        }

        fault = Follow(item, out var size);
        foreach (var (from, _) in _auxiliary.Where(reference => reference.To == primary))
        {
            if (fault == StructureFault.None && _items.TryGetValue(from, out var alpha) && IsAlpha(alpha))
            {
                fault = Follow(alpha, out _);
            }
        }

        fault = fault == StructureFault.None ? CheckCoded() : fault;
        if (fault == StructureFault.None && _needed > _boxes[^1].Start + _boxes[^1].Length)
        {
            fault = StructureFault.Damaged; // it lies behind the last box
        }

        return fault == StructureFault.None ? Whole(size) : PictureStructure.Refused(fault);
    }

    private PictureStructure Whole(Size size)
    {
        foreach (var item in _items.Values.Where(item => s_metadataTypes.Contains(item.Type)))
        {
            "none"u8.CopyTo(_meta.AsSpan(item.TypeAt));
        }

        var parts = new PartList();
        foreach (var box in _boxes)
        {
            if (box.Start == _metaStart)
            {
                parts.Put(_meta);
            }
            else if (box.Start >= _needed)
            {
                break;
            }
            else if (box.RunsOver)
            {
                parts.Put([0, 0, 0, 0, .. Encoding.Latin1.GetBytes(box.Type)]); // 0: up to the end of the file
                parts.Keep(box.Start + 8, box.Length - 8);
            }
            else if (s_keptBoxes.Contains(box.Type))
            {
                parts.Keep(box.Start, box.Length);
            }
            else
            {
                parts.Keep(box.Start, 4);
                parts.Put([.. "free"u8]);
                parts.Keep(box.Start + 8, box.Length - 8);
            }
        }

        return new(StructureFault.None, parts.Parts, size.Width, size.Height);
    }

    // ISO/IEC 14496-12, 4.2. Whatever is no box ends the file.
    private StructureFault ReadBoxes()
    {
        Span<byte> header = stackalloc byte[16];
        for (long at = 0; at <= _file.Length - 8;)
        {
            if (_boxes.Count == MaxBoxes)
            {
                return StructureFault.NoCameraMakesThis;
            }

            _file.Position = at;
            if (!_file.TryRead(header[..8]))
            {
                break;
            }

            var length = (ulong)BinaryPrimitives.ReadUInt32BigEndian(header);
            if (length == 1)
            {
                length = _file.TryRead(header[8..]) ? Math.Max(BinaryPrimitives.ReadUInt64BigEndian(header[8..]), 1) : 1;
            }

            var left = _file.Length - at;
            var runsOver = length > (ulong)left;
            var box = new FileBox(Encoding.Latin1.GetString(header[4..8]), at, length == 0 || runsOver ? left : (long)length, runsOver);
            if (length is > 0 and < 8 || (_boxes.Count == 0 && box.Type != "ftyp"))
            {
                break;
            }

            _boxes.Add(box);
            at += box.Length;
        }

        var metas = _boxes.FindAll(box => box.Type == "meta");
        if (metas.Count != 1)
        {
            return metas.Count == 0 && _boxes.Exists(box => box.RunsOver) ? StructureFault.CutShort : StructureFault.Damaged;
        }

        if (metas[0].RunsOver || metas[0].Length > MaxMetaBytes)
        {
            return metas[0].RunsOver ? StructureFault.CutShort : StructureFault.NoCameraMakesThis;
        }

        _metaStart = metas[0].Start;
        _file.Position = _metaStart;
        _meta = _file.TryRead((int)metas[0].Length) ?? [];
        _needed = _metaStart + _meta.Length;
        return StructureFault.None;
    }

    private StructureFault ReadMeta()
    {
        if (_meta.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(_meta) != _meta.Length)
        {
            return StructureFault.Damaged;
        }

        // Two of a kind, or what can't be read, is nothing to guess about.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        MetaBox? locations = null;
        foreach (var box in Boxes(12, _meta.Length))
        {
            if (box.Type is "pitm" or "iinf" or "iloc" or "iref" or "iprp" or "idat" or "hdlr" && !seen.Add(box.Type))
            {
                return StructureFault.Damaged;
            }

            var fault = box.Type switch
            {
                "hdlr" => ReadHandler(box),
                "pitm" => ReadPrimary(box),
                "iinf" => ReadItems(box),
                "iref" => ReadReferences(box),
                _ => StructureFault.None,
            };
            if (fault != StructureFault.None)
            {
                return fault;
            }

            locations = box.Type == "iloc" ? box : locations;
            _idat = box.Type == "idat" ? box : _idat;
        }

        if (locations is null || !seen.IsSupersetOf(["pitm", "iinf", "iprp", "hdlr"]))
        {
            return StructureFault.Damaged;
        }

        // These speak of items, which may be listed behind them.
        var result = ReadLocations(locations.Value);
        return result == StructureFault.None ? ReadProperties(Boxes(12, _meta.Length).First(box => box.Type == "iprp")) : result;
    }

    private StructureFault ReadHandler(MetaBox box) =>
        box.End - box.Start >= 12 && _meta.AsSpan(box.Start + 8, 4).SequenceEqual("pict"u8) ? StructureFault.None : StructureFault.Damaged;

    private StructureFault ReadPrimary(MetaBox box)
    {
        var cursor = Cursor(box, out var version);
        _primary = cursor.Id(wide: version > 0);
        return cursor.Verdict;
    }

    private StructureFault ReadItems(MetaBox box)
    {
        var cursor = Cursor(box, out var version);
        long count = version == 0 ? cursor.U16() : cursor.U32();
        if (cursor.Overrun)
        {
            return StructureFault.Damaged;
        }

        if (count > MaxItems)
        {
            return StructureFault.NoCameraMakesThis;
        }

        foreach (var entry in Boxes(cursor.At, box.End).Where(entry => entry.Type == "infe"))
        {
            var info = Cursor(entry, out var entryVersion);
            if (entryVersion < 2)
            {
                continue; // names no type
            }

            var id = info.Id(wide: entryVersion > 2);
            info.U16(); // protection
            var typeAt = info.At;
            info.U32();
            if (info.Overrun || !_items.TryAdd(id, new(id, Encoding.Latin1.GetString(_meta, typeAt, 4), typeAt)))
            {
                return StructureFault.Damaged;
            }

            if (_items.Count > MaxItems)
            {
                return StructureFault.NoCameraMakesThis;
            }
        }

        return StructureFault.None;
    }

    private StructureFault ReadReferences(MetaBox box)
    {
        var wide = Cursor(box, out var version).Verdict == StructureFault.None && version > 0;
        foreach (var reference in Boxes(box.Start + 4, box.End).Where(reference => reference.Type is "dimg" or "auxl"))
        {
            var cursor = new ByteCursor(_meta, reference.Start, reference.End);
            var from = cursor.Id(wide);
            var to = new uint[cursor.U16()];
            if (to.Length > MaxItems || _auxiliary.Count > MaxItems || _derivedFrom.Count > MaxItems)
            {
                return StructureFault.NoCameraMakesThis;
            }

            for (var i = 0; i < to.Length; i++)
            {
                to[i] = cursor.Id(wide);
            }

            if (cursor.Overrun || (reference.Type == "dimg" && !_derivedFrom.TryAdd(from, to)))
            {
                return StructureFault.Damaged;
            }

            if (reference.Type == "auxl")
            {
                _auxiliary.AddRange(to.Select(item => (from, item)));
            }
        }

        return StructureFault.None;
    }

    private StructureFault ReadLocations(MetaBox box)
    {
        var cursor = Cursor(box, out var version);
        int sizes = cursor.U8(), moreSizes = cursor.U8();
        int offsetSize = sizes >> 4, lengthSize = sizes & 15, baseSize = moreSizes >> 4, indexSize = version is 1 or 2 ? moreSizes & 15 : 0;
        long count = version < 2 ? cursor.U16() : cursor.U32();
        if (version > 2 || cursor.Overrun || !new[] { offsetSize, lengthSize, baseSize, indexSize }.All(size => size is 0 or 4 or 8))
        {
            return StructureFault.Damaged;
        }

        if (count > MaxItems)
        {
            return StructureFault.NoCameraMakesThis;
        }

        for (var i = 0; i < count; i++)
        {
            var id = cursor.Id(wide: version == 2);
            var method = version == 0 ? 0 : cursor.U16() & 15;
            var elsewhere = cursor.U16() != 0;
            var start = cursor.UInt(baseSize);
            var extents = cursor.U16();
            if (extents > MaxExtents)
            {
                return StructureFault.NoCameraMakesThis;
            }

            // Only an item within the file, or within the meta box, has its place here.
            var item = _items.GetValueOrDefault(id);
            var place = elsewhere || item is null ? null : Place(method);
            if (item is { HasLocation: true })
            {
                return StructureFault.Damaged;
            }

            for (var extent = 0; extent < extents; extent++)
            {
                cursor.UInt(indexSize);
                var (offset, length) = (start + cursor.UInt(offsetSize), cursor.UInt(lengthSize));
                if (place is { } within)
                {
                    item!.Extents.Add(new(within.Start + offset, length, within.End));
                }
            }

            if (item is not null)
            {
                item.HasLocation = true;
            }
        }

        return cursor.Verdict;
    }

    private (long Start, long End)? Place(int method) => method switch
    {
        0 => (0, _file.Length),
        1 when _idat is { } idat => (_metaStart + idat.Start, _metaStart + idat.End),
        _ => null,
    };

    private StructureFault ReadProperties(MetaBox box)
    {
        foreach (var child in Boxes(box.Start, box.End))
        {
            if (child.Type == "ipco")
            {
                _properties.AddRange(Boxes(child.Start, child.End).Take(MaxProperties + 1 - _properties.Count));
                if (_properties.Count > MaxProperties)
                {
                    return StructureFault.NoCameraMakesThis;
                }
            }
            else if (child.Type == "ipma" && ReadAssociations(child) is var fault and not StructureFault.None)
            {
                return fault;
            }
        }

        return StructureFault.None;
    }

    private StructureFault ReadAssociations(MetaBox box)
    {
        var cursor = Cursor(box, out var version);
        var wide = (_meta[box.Start + 3] & 1) != 0;
        for (var left = cursor.U32(); left > 0 && !cursor.Overrun; left--)
        {
            var item = _items.GetValueOrDefault(cursor.Id(wide: version > 0));
            for (var count = cursor.U8(); count > 0; count--)
            {
                var index = wide ? cursor.U16() & 0x7FFF : cursor.U8() & 0x7F;
                if (index > _properties.Count)
                {
                    return StructureFault.Damaged;
                }

                if (++_associations > MaxAssociations)
                {
                    return StructureFault.NoCameraMakesThis;
                }

                if (index > 0)
                {
                    item?.Properties.Add(_properties[index - 1]);
                }
            }
        }

        return cursor.Verdict;
    }

    // From the item to the coded pictures that it's made of.
    private StructureFault Follow(Item item, out Size size)
    {
        var fault = SizeOf(item, out size);
        if (fault != StructureFault.None)
        {
            return fault;
        }

        switch (item.Type)
        {
            case "hvc1":
                _coded.Add(item);
                return CheckExtents(item);

            case "grid":
                return FollowGrid(item, size);

            // The same picture, turned or cut (6.6.2.1).
            case "iden" when DerivedFrom(item) is [{ Type: "hvc1" or "grid" } same]:
                return Follow(same, out _);

            default:
                return StructureFault.NoCameraMakesThis;
        }
    }

    // 6.6.2.3.2.
    private StructureFault FollowGrid(Item grid, Size size)
    {
        if (CheckExtents(grid) is var fault and not StructureFault.None)
        {
            return fault;
        }

        // 8 bytes, or 12 where the size takes 4 bytes each.
        if (grid.Extents is not [var extent] || extent.Length is < 8 or > 64)
        {
            return StructureFault.Damaged;
        }

        _file.Position = extent.Start;
        if (_file.TryRead((int)extent.Length) is not { } bytes)
        {
            return StructureFault.CutShort;
        }

        var cursor = new ByteCursor(bytes, 1, bytes.Length);
        var wide = (cursor.U8() & 1) != 0;
        int rows = cursor.U8() + 1, columns = cursor.U8() + 1;
        long width = cursor.Id(wide), height = cursor.Id(wide);
        if (cursor.Overrun || bytes[0] != 0)
        {
            return StructureFault.Damaged;
        }

        if (width != size.Width || height != size.Height)
        {
            return StructureFault.NoCameraMakesThis;
        }

        var tiles = DerivedFrom(grid);
        if (tiles is null || tiles.Count != rows * columns)
        {
            return tiles is null || tiles.Count < rows * columns ? StructureFault.CutShort : StructureFault.Damaged;
        }

        Size? first = null;
        foreach (var tile in tiles)
        {
            var tileSize = default(Size);
            fault = tile.Type == "hvc1" ? Follow(tile, out tileSize) : StructureFault.NoCameraMakesThis;
            if (fault != StructureFault.None)
            {
                return fault;
            }

            if ((first ??= tileSize) != tileSize)
            {
                return StructureFault.NoCameraMakesThis;
            }
        }

        // They cover the picture, and no tile lies wholly outside of it.
        return Covers(first!.Value.Width, columns, width) && Covers(first.Value.Height, rows, height)
            ? StructureFault.None
            : StructureFault.NoCameraMakesThis;

        static bool Covers(long tile, int count, long whole) => tile * count >= whole && tile * (count - 1) < whole;
    }

    // Null where one of them isn't in the file.
    private List<Item>? DerivedFrom(Item item)
    {
        if (!_derivedFrom.TryGetValue(item.Id, out var references))
        {
            return null;
        }

        var sources = references.Select(reference => _items.GetValueOrDefault(reference)).OfType<Item>().ToList();
        return sources.Count == references.Length ? sources : null;
    }

    private bool IsAlpha(Item item) => item.Properties.Exists(property =>
        property.Type == "auxC" && Array.Exists(s_alphaTypes, type =>
            _meta.AsSpan(property.Start, property.End - property.Start) is { Length: > 4 } bytes
            && bytes[4..].StartsWith(Encoding.Latin1.GetBytes(type))));

    private StructureFault SizeOf(Item item, out Size size)
    {
        size = default;
        foreach (var property in item.Properties.Where(property => property.Type == "ispe"))
        {
            var cursor = Cursor(property, out _);
            uint width = cursor.U32(), height = cursor.U32();
            if (cursor.Overrun || width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            {
                return StructureFault.Damaged;
            }

            var next = new Size((int)width, (int)height);
            if (size != default && size != next)
            {
                return StructureFault.NoCameraMakesThis;
            }

            size = next;
        }

        return size == default ? StructureFault.Damaged : StructureFault.None;
    }

    private StructureFault CheckExtents(Item item)
    {
        if (item.Extents.Count == 0)
        {
            return StructureFault.Damaged;
        }

        foreach (var extent in item.Extents)
        {
            // A length of 0 would stand for the whole file.
            if (extent.Length == 0)
            {
                return StructureFault.Damaged;
            }

            var end = extent.Start + extent.Length;
            if (end > extent.PlaceEnd)
            {
                return StructureFault.CutShort;
            }

            _needed = Math.Max(_needed, end);
        }

        return StructureFault.None;
    }

    // In the order of the file. Cameras don't share bytes between tiles; that is how a small file becomes much work.
    private StructureFault CheckCoded()
    {
        _coded.Sort((a, b) => a.Extents[0].Start.CompareTo(b.Extents[0].Start));
        if (_coded.Sum(item => item.Extents.Sum(extent => extent.Length)) > _file.Length)
        {
            return StructureFault.NoCameraMakesThis;
        }

        foreach (var item in _coded.Distinct())
        {
            if (CheckCoded(item) is var fault and not StructureFault.None)
            {
                return fault;
            }
        }

        return StructureFault.None;
    }

    // ISO/IEC 14496-15, 8.3.3.1: the decoder's configuration with its parameter sets.
    private StructureFault CheckCoded(Item item)
    {
        var configurations = item.Properties.FindAll(property => property.Type == "hvcC");
        var fault = SizeOf(item, out var size);
        if (configurations.Count != 1 || fault != StructureFault.None)
        {
            return fault == StructureFault.None ? StructureFault.Damaged : fault;
        }

        var configuration = configurations[0];
        var cursor = new ByteCursor(_meta, Math.Min(configuration.Start + 21, configuration.End), configuration.End);
        var lengthBytes = (cursor.U8() & 3) + 1;
        for (var arrays = cursor.U8(); arrays > 0; arrays--)
        {
            cursor.U8(); // the type of its units, which is in the units too
            for (var units = cursor.U16(); units > 0 && !cursor.Overrun; units--)
            {
                if (!Agrees(cursor.Bytes(cursor.U16()), size))
                {
                    return StructureFault.NoCameraMakesThis;
                }
            }
        }

        if (cursor.Overrun || lengthBytes == 3)
        {
            return StructureFault.Damaged;
        }

        return new NalUnits(_file, item.Extents, lengthBytes).Check(unit => Agrees(unit, size));
    }

    // A header that says more than the container's is how a small picture becomes a large one.
    private static bool Agrees(ReadOnlySpan<byte> unit, Size size) =>
        SequenceParameters.CodedSize(unit) is not { } coded
        || (Agrees(coded.Width, size.Width) && Agrees(coded.Height, size.Height));

    private static bool Agrees(long coded, long declared) => coded >= declared && coded < declared + MaxCodingBlock;

    private ByteCursor Cursor(MetaBox fullBox, out int version)
    {
        var cursor = new ByteCursor(_meta, fullBox.Start, fullBox.End);
        version = cursor.U8();
        cursor.Bytes(3);
        return cursor;
    }

    private IEnumerable<MetaBox> Boxes(int start, int end)
    {
        while (start <= end - 8)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(_meta.AsSpan(start));
            length = length == 0 ? end - start : length;
            if (length < 8 || length > end - start)
            {
                yield break;
            }

            yield return new(Encoding.Latin1.GetString(_meta, start + 4, 4), start + 8, start + (int)length);
            start += (int)length;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Size(int Width, int Height);

    // Of the file, from its header on.
    private readonly record struct FileBox(string Type, long Start, long Length, bool RunsOver);

    // Of the meta box: its content.
    private readonly record struct MetaBox(string Type, int Start, int End);

    private sealed class Item(uint id, string type, int typeAt)
    {
        public uint Id => id;

        public string Type => type;

        // In the meta box.
        public int TypeAt => typeAt;

        public List<Extent> Extents { get; } = [];

        public List<MetaBox> Properties { get; } = [];

        public bool HasLocation { get; set; }
    }

    /// <summary>Where bytes of an item are in the file.</summary>
    /// <param name="Start">In the file.</param>
    /// <param name="Length">In bytes.</param>
    /// <param name="PlaceEnd">Where the file, or the box they must be in, ends.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Extent(long Start, long Length, long PlaceEnd);

    // Big-endian numbers up to an end. What runs over it reads as 0, and is remembered.
    private ref struct ByteCursor(byte[] bytes, int start, int end)
    {
        public int At { get; private set; } = start;

        public bool Overrun { get; private set; }

        public readonly StructureFault Verdict => Overrun ? StructureFault.Damaged : StructureFault.None;

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (count > end - At)
            {
                Overrun = true;
                At = end;
                return [];
            }

            At += count;
            return bytes.AsSpan(At - count, count);
        }

        public int U8() => Bytes(1) is [var value] ? value : 0;

        public int U16() => Bytes(2) is { Length: 2 } value ? BinaryPrimitives.ReadUInt16BigEndian(value) : 0;

        public uint U32() => Bytes(4) is { Length: 4 } value ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0U;

        public uint Id(bool wide) => wide ? U32() : (uint)U16();

        public long UInt(int size)
        {
            var value = size switch
            {
                0 => 0UL,
                4 => U32(),
                _ => Bytes(8) is { Length: 8 } wide ? BinaryPrimitives.ReadUInt64BigEndian(wide) : 0UL,
            };
            return (long)Math.Min(value, (ulong)FarAway);
        }
    }
}
