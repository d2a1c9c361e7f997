using System.Buffers;
using System.Globalization;
using System.Text;

namespace MissingPackage.Documents.Intake;

/// <summary>
/// Where a PDF begins in its file. What stands in front of its header never reaches a tool: some count offsets from the header,
/// others from the first byte of the file, and a viewer opens both.
/// </summary>
/// <param name="Lead">How many bytes stand in front of the header.</param>
/// <param name="CountsLead">Whether the file's offsets count them.</param>
internal sealed record PdfStart(int Lead, bool CountsLead)
{
    /// <summary>The most bytes of white space in front of the header.</summary>
    public const int MaxLead = 1000;

    private const int HeaderBytes = 8; // %PDF-1.7
    private const int TailBytes = 2048;
    private const int BufferBytes = 32 * 1024;

    private static readonly SearchValues<byte> s_whiteSpace = SearchValues.Create(" \t\r\n\f"u8);

    /// <summary>Looks for a header behind nothing but a byte-order mark of UTF-8 and white space.</summary>
    /// <param name="head">The beginning of a file, more than <see cref="MaxLead"/> bytes where it has them.</param>
    /// <returns>How many bytes stand in front of it; -1 where there is none.</returns>
    public static int FindHeader(ReadOnlySpan<byte> head)
    {
        var mark = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        var space = head[mark..].IndexOfAnyExcept(s_whiteSpace);
        var lead = mark + space;
        return space >= 0 && lead <= MaxLead && (head[lead..].StartsWith("%PDF-1."u8) || head[lead..].StartsWith("%PDF-2."u8)) ? lead : -1;
    }

    /// <summary>Looks where a PDF begins, and whether its last cross-reference lies where the first byte of the file says.</summary>
    /// <param name="file">A seekable stream of a file in which <see cref="FindHeader"/> finds one.</param>
    public static PdfStart Of(Stream file)
    {
        var buffer = new byte[TailBytes];
        var lead = FindHeader(ReadAt(file, 0, buffer));
        if (lead <= 0)
        {
            return new(0, CountsLead: false);
        }

        var tail = Encoding.Latin1.GetString(ReadAt(file, Math.Max(0, file.Length - TailBytes), buffer));
        var named = tail.LastIndexOf("startxref", StringComparison.Ordinal);
        var number = named < 0 ? "" : tail[(named + 9)..].TrimStart().Split('\r', '\n', ' ')[0];
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) || offset >= file.Length)
        {
            return new(lead, CountsLead: false);
        }

        // A table begins with its name, a stream with the number of its object.
        var there = Encoding.Latin1.GetString(ReadAt(file, offset, buffer.AsSpan(0, 32)));
        var isThere = there.StartsWith("xref", StringComparison.Ordinal)
            || (there.Length > 0 && char.IsAsciiDigit(there[0]) && there.Contains(" obj", StringComparison.Ordinal));
        return new(lead, isThere);
    }

    /// <summary>Writes the PDF with its header first, and every offset still true.</summary>
    /// <param name="file">A seekable stream of the file.</param>
    /// <param name="pipe">A pipe to a program; where it reads no more, no more is written.</param>
    /// <exception cref="IOException">The file cannot be read from disk.</exception>
    public async Task FeedAsync(Stream file, Stream pipe)
    {
        var buffer = new byte[BufferBytes];
        file.Position = Lead;
        var length = await file.ReadAtLeastAsync(buffer.AsMemory(0, HeaderBytes), HeaderBytes, throwOnEndOfStream: false);
        if (CountsLead)
        {
            buffer.AsSpan(length, Lead).Fill((byte)' ');
            length += Lead;
        }

        for (; length > 0; length = await file.ReadAsync(buffer))
        {
            try
            {
                await pipe.WriteAsync(buffer.AsMemory(0, length));
            }
            catch (IOException)
            {
                return; // it has ended: what it printed says why
            }
        }
    }

    private static Span<byte> ReadAt(Stream file, long position, Span<byte> buffer)
    {
        file.Position = position;
        return buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }
}
