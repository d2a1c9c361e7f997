using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MissingPackage.Documents.Pdf;

/// <summary>The typeface Inter, embedded in this assembly inside another one that carries it as Avalonia resources.</summary>
internal static class InterFonts
{
    // Avalonia's resource format: an int32 length, an int32 offset past the index, then the index: its version, how
    // many entries, and for each its path, offset and size.
    private const string ResourceName = "!AvaloniaResources";
    private const int IndexVersion = 2;
    private const int IndexStart = sizeof(int);

    /// <summary>Reads one of its files.</summary>
    /// <param name="name">Such as <c>Inter-Regular.ttf</c>.</param>
    /// <exception cref="InvalidDataException">The package's format has changed, or it has no such file.</exception>
    public static byte[] Read(string name)
    {
        using var carrier = new PEReader(typeof(InterFonts).Assembly.GetManifestResourceStream("inter.dll")!);
        var metadata = carrier.GetMetadataReader();
        var resource = metadata.ManifestResources.Select(metadata.GetManifestResource)
            .Single(r => string.Equals(metadata.GetString(r.Name), ResourceName, StringComparison.Ordinal));
        var section = carrier.GetSectionData(carrier.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
        var content = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);

        using var reader = new BinaryReader(new MemoryStream(content.ReadBytes(content.ReadInt32())));
        var indexLength = reader.ReadInt32();
        if (reader.ReadInt32() != IndexVersion)
        {
            throw new InvalidDataException("The package with the fonts has another format than the one known here.");
        }

        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var path = reader.ReadString();
            var offset = reader.ReadInt32();
            var size = reader.ReadInt32();
            if (path.EndsWith("/" + name, StringComparison.Ordinal))
            {
                reader.BaseStream.Position = IndexStart + indexLength + offset;
                return reader.ReadBytes(size);
            }
        }

        throw new InvalidDataException($"The package with the fonts has no {name}.");
    }
}
