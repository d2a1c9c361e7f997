using System.Runtime.InteropServices;
using HarfBuzzSharp;
using SkiaSharp;

namespace MissingPackage.Documents.Pdf;

/// <summary>One font file, ready to be shaped with and drawn with. Nothing of it changes after it is made.</summary>
internal sealed partial class Face : IDisposable
{
    private const byte Unknown = 0;
    private const byte Yes = 1;
    private const byte No = 2;

    private readonly byte[] _known = new byte[0x3000]; // the alphabets; Chinese is asked for each time
    private readonly SKData _file;
    private readonly Blob _blob;
    private readonly HarfBuzzSharp.Face _tables;
    private readonly int _index;

    private Face(SKTypeface typeface, SKData file, int index)
    {
        Typeface = typeface;
        UnitsPerEm = typeface.UnitsPerEm;
        _file = file;
        _index = index;
        _blob = new Blob(file.Data, (int)file.Size, MemoryMode.ReadOnly);
        _tables = new HarfBuzzSharp.Face(_blob, index);
        Shaper = new Font(_tables);
        Shaper.SetScale(UnitsPerEm, UnitsPerEm);
        Shaper.SetFunctionsOpenType();
    }

    public SKTypeface Typeface { get; }

    public Font Shaper { get; }

    public int UnitsPerEm { get; }

    /// <summary>Takes the typeface over.</summary>
    /// <returns>Null, if its file cannot be had or has no outlines to scale.</returns>
    public static Face? From(SKTypeface typeface)
    {
        using var stream = typeface.OpenStream(out var index);
        var file = stream is null || typeface.UnitsPerEm <= 0 ? null : SKData.Create(stream);
        return file is null ? null : new Face(typeface, file, index);
    }

    public bool Has(int rune)
    {
        if (rune >= _known.Length)
        {
            return Typeface.ContainsGlyph(rune);
        }

        // Two threads that ask at once both write the same answer.
        if (_known[rune] == Unknown)
        {
            _known[rune] = Typeface.ContainsGlyph(rune) ? Yes : No;
        }

        return _known[rune] == Yes;
    }

    /// <summary>The font with these glyphs only, under the numbers they have: a document carries what it shows, not a
    /// whole font.</summary>
    /// <remarks>Skia's builds for .NET cannot do this; HarfBuzz can, only its .NET face has no name for it.</remarks>
    public SKTypeface Subset(IEnumerable<ushort> glyphs)
    {
        var input = SubsetInputCreate();
        if (input == 0)
        {
            throw new InvalidOperationException("HarfBuzz found no memory to subset a font.");
        }

        nint subset = 0;
        nint bytes = 0;
        try
        {
            SubsetInputSetFlags(input, RetainGlyphNumbers | KeepNotdef);
            var wanted = SubsetInputGlyphSet(input);
            foreach (var glyph in glyphs)
            {
                SetAdd(wanted, glyph);
            }

            // The text is shaped already; what shapes it would pull in every glyph it could ever lead to.
            var dropped = SubsetInputSet(input, DropTables);
            foreach (var table in (ReadOnlySpan<string>)["GSUB", "GPOS", "GDEF", "kern", "morx", "STAT"])
            {
                SetAdd(dropped, Tag.Parse(table));
            }

            subset = SubsetOrFail(_tables.Handle, input);
            if (subset == 0)
            {
                return Whole();
            }

            bytes = FaceReferenceBlob(subset);
            var start = BlobGetData(bytes, out var length);
            using var data = SKData.CreateCopy(start, length);
            return SKTypeface.FromData(data) ?? Whole();
        }
        finally
        {
            BlobDestroy(bytes);
            FaceDestroy(subset);
            SubsetInputDestroy(input);
        }
    }

    // Some fonts cannot be cut down: they are carried whole.
    private SKTypeface Whole() => SKTypeface.FromData(_file, _index);

    public void Dispose()
    {
        Shaper.Dispose();
        _tables.Dispose();
        _blob.Dispose();
        _file.Dispose();
        Typeface.Dispose();
    }

    // hb-subset.h
    private const uint RetainGlyphNumbers = 0x2;
    private const uint KeepNotdef = 0x40;
    private const int DropTables = 3;
    private const string Library = "libHarfBuzzSharp";

    [LibraryImport(Library, EntryPoint = "hb_subset_input_create_or_fail")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint SubsetInputCreate();

    [LibraryImport(Library, EntryPoint = "hb_subset_input_set_flags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void SubsetInputSetFlags(nint input, uint flags);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_glyph_set")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint SubsetInputGlyphSet(nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_set")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint SubsetInputSet(nint input, int which);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void SubsetInputDestroy(nint input);

    [LibraryImport(Library, EntryPoint = "hb_set_add")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void SetAdd(nint set, uint value);

    [LibraryImport(Library, EntryPoint = "hb_subset_or_fail")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint SubsetOrFail(nint face, nint input);

    [LibraryImport(Library, EntryPoint = "hb_face_reference_blob")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint FaceReferenceBlob(nint face);

    [LibraryImport(Library, EntryPoint = "hb_face_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void FaceDestroy(nint face);

    [LibraryImport(Library, EntryPoint = "hb_blob_get_data")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint BlobGetData(nint blob, out int length);

    [LibraryImport(Library, EntryPoint = "hb_blob_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void BlobDestroy(nint blob);
}
