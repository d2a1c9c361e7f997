using System.IO.Compression;

namespace MissingPackage.Documents;

/// <summary>A file of a ZIP.</summary>
/// <param name="Name">Letters, digits, dots and hyphens.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ZipFileContent(string Name, byte[] Content);

/// <summary>Writes ZIPs whose bytes follow from their files and time alone.</summary>
public static class PacketZip
{
    /// <summary>Writes one.</summary>
    /// <param name="files">In order. Pictures are stored, everything else is compressed.</param>
    /// <param name="writtenOn">UTC; the time of each file.</param>
    /// <returns>The ZIP.</returns>
    public static byte[] Write(IReadOnlyList<ZipFileContent> files, DateTime writtenOn)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var written = new MemoryStream();
        using (var zip = new ZipArchive(written, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                var entry = zip.CreateEntry(file.Name, file.Name.EndsWith(".jpg", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.SmallestSize);
                entry.LastWriteTime = new DateTimeOffset(writtenOn, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(file.Content);
            }
        }

        return written.ToArray();
    }
}
