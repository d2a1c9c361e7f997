using System.Buffers;
using System.IO.Compression;

namespace MissingPackage.Documents.Intake;

/// <summary>
/// Tells PDFs whose pages aren't the document: forms that only Acrobat builds, covers of portfolios and of protected files. What
/// is meant lies in the file in a form that no ordinary viewer shows.
/// </summary>
internal static class PdfPlaceholder
{
    // The longest such text known, Adobe's "Please wait...", is 550 characters. A document that only mentions one is longer.
    private const int MaxTextChars = 1500;

    private const int BufferBytes = 64 * 1024;
    private const int ObjectStreamHeadBytes = 512;

    // The catalog may lie in a compressed object stream. Bounded: this is the one look into a PDF by this process.
    private const int MaxObjectStreams = 500;
    private const int MaxUnpackedBytes = 16 << 20;

    private static readonly SearchValues<byte> s_nameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#._-"u8);

    /// <summary>Whether the text of the first page is a placeholder's.</summary>
    /// <param name="text">As pdftotext writes it.</param>
    /// <param name="isXfa">Whether the file holds a form in XFA, which Acrobat shows in place of its pages.</param>
    public static bool IsText(string text, bool isXfa)
    {
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        bool Has(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
        if (text.Length is 0 or > MaxTextChars)
        {
            return false;
        }

        // Adobe's in any language names the address where Reader is to be had.
        var waits = Has("Please wait...") || Has("Please wait…") || Has("adobe.com/go/") || Has("adobe.com/support/products/acrreader");
        var isProtected = Has("This PDF file is protected") || Has("This PDF document is protected") || Has("This protected PDF");
        return (isXfa && waits)
            || Has("If this message is not eventually replaced with the proper contents of the document")
            || Has("open this PDF portfolio in")
            || Has("aka.ms/protectedpdf")
            || Has("protected-pdf-readers")
            || (isProtected && (Has("reader") || Has("viewer")));
    }

    /// <summary>
    /// Whether the file names a collection of attachments, shown in place of its pages, or an attachment that is the encrypted
    /// document.
    /// </summary>
    /// <param name="file">A seekable stream of the file.</param>
    /// <returns>A hint only: without attachments it means nothing.</returns>
    public static bool MayBeCover(Stream file)
    {
        var streams = new List<long>();
        if (Search(file, file.Length, streams))
        {
            return true;
        }

        long unpacked = 0;
        foreach (var start in streams)
        {
            file.Position = start;
            try
            {
                using var plain = new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true);
                if (Search(plain, MaxUnpackedBytes - unpacked, null, read => unpacked += read))
                {
                    return true;
                }
            }
            catch (InvalidDataException)
            {
                // Encrypted, packed in another way, or damaged.
            }
        }

        return false;
    }

    private static bool Search(Stream stream, long maxBytes, List<long>? streams, Action<int>? count = null)
    {
        var buffer = new byte[BufferBytes];
        var kept = 0;
        long at = 0;
        while (at < maxBytes)
        {
            var read = stream.Read(buffer, kept, buffer.Length - kept);
            count?.Invoke(read);
            var bytes = buffer.AsSpan(0, kept + read);
            if (HasName(bytes, "/Collection"u8) || HasName(bytes, "/EncryptedPayload"u8))
            {
                return true;
            }

            if (streams is not null)
            {
                FindObjectStreams(bytes, at - kept, streams);
            }

            if (read == 0)
            {
                break;
            }

            // What may go on in the next part.
            at += read;
            kept = Math.Min(bytes.Length, ObjectStreamHeadBytes);
            bytes[^kept..].CopyTo(buffer);
        }

        return false;
    }

    // "/ObjStm … stream", a line break, and then the bytes. A head that lies in two parts is found in the second.
    private static void FindObjectStreams(ReadOnlySpan<byte> bytes, long offset, List<long> streams)
    {
        for (var from = 0; streams.Count < MaxObjectStreams && bytes[from..].IndexOf("/ObjStm"u8) is var found and >= 0; from += found + 7)
        {
            var head = bytes[(from + found)..];
            var stream = head[..Math.Min(head.Length, ObjectStreamHeadBytes)].IndexOf("stream"u8);
            var start = stream < 0 ? -1 : stream + 6 + head[(stream + 6)..].IndexOfAnyExcept("\r\n "u8);
            if (stream >= 0 && start >= stream + 6 && !streams.Contains(offset + from + found + start))
            {
                streams.Add(offset + from + found + start);
            }
        }
    }

    private static bool HasName(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        while (bytes.IndexOf(name) is var found and >= 0)
        {
            bytes = bytes[(found + name.Length)..];
            if (!bytes.IsEmpty && !s_nameBytes.Contains(bytes[0]))
            {
                return true;
            }
        }

        return false;
    }
}
