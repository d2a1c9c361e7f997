using CsvHelper;

namespace MissingPackage.Application.Orders;

/// <summary>
/// A list of orders as a file with a header, read row by row: commas, semicolons, tabs or bars; UTF-8, or UTF-16 with a
/// byte order mark; CRLF or LF; cells in quotes. Memory holds a row and a buffer, however long the file is.
/// </summary>
public sealed class OrderFile : IAsyncDisposable
{
    /// <summary>The longest row, in bytes: a quote that is never closed would read the file to its end.</summary>
    private const int MaxRow = 64 * 1024;

    private const int MaxColumns = 500;

    private const string BrokenHeader =
        "The first line can’t be read as the names of columns: a quotation mark (\") in it is opened and never closed, or it is longer than 64 KB.";

    private readonly CsvReader _csv;
    private CsvMalformedRecord? _malformed;

    private OrderFile(Stream content) => _csv = CsvReader.Create(content, new CsvReaderOptions
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = MaxRow,
        IncludeValuesInExceptions = false,
        OnMalformedRecord = record => _malformed = record,
    }, leaveOpen: true);

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Headers { get; private set; } = [];

    /// <summary>What stands between cells.</summary>
    public string Separator => _csv.Separator switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        _ => "bar",
    };

    /// <summary>The line that the current row begins in, from 1.</summary>
    public long Line => _csv.LineNumber;

    /// <summary>Where the current row begins, in bytes.</summary>
    public long Position => _csv.ByteOffset;

    /// <summary>What is wrong with the row itself, whatever its cells say; or null.</summary>
    public string? Problem =>
        _malformed is { Reason: CsvMalformedReason.UnterminatedQuote } ? "A quotation mark (\") is opened here and never closed. Everything after it was taken for one cell."
        : _malformed is { Reason: CsvMalformedReason.TextAfterClosingQuote } ? "There is text behind a closing quotation mark (\"). Inside a quoted cell, write each quotation mark twice."
        : _csv.FieldCount > Headers.Count ? $"This row has {_csv.FieldCount} cells and the header {Headers.Count}. A cell with a {Separator} in it needs quotation marks around it."
        : null;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="OrderFileException">It has none.</exception>
    public static async Task<OrderFile> OpenAsync(Stream content, CancellationToken cancellation)
    {
        var file = new OrderFile(content);
        try
        {
            await file._csv.ReadHeaderAsync(cancellation);
            file.Headers = [.. file._csv.Headers.Select(header => Requests.ReportAnswers.Tidy(header))];
            if (file.Headers.All(header => header.Length == 0))
            {
                throw new OrderFileException("The file is empty. Its first line must name the columns, such as “Order number” and “Email”.");
            }

            if (file._malformed is not null)
            {
                throw new OrderFileException(BrokenHeader);
            }

            if (file.Headers.Count > MaxColumns || file.Headers.Any(header => header.Contains('\uFFFD', StringComparison.Ordinal)))
            {
                throw new OrderFileException("The first line can’t be read as the names of columns. Save the list as “CSV UTF-8 (comma delimited)”, then send it again.");
            }

            return file;
        }
        catch (Exception failure)
        {
            await file.DisposeAsync();
            if (failure is CsvFormatException)
            {
                throw new OrderFileException(BrokenHeader);
            }

            throw;
        }
    }

    /// <summary>Goes to the next row; blank lines are none.</summary>
    /// <exception cref="OrderFileException">From here on it can't be read.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        _malformed = null;
        try
        {
            return await _csv.ReadAsync(cancellation);
        }
        catch (CsvFormatException broken)
        {
            throw new OrderFileException(
                $"From line {broken.LineNumber} on the file can’t be read: a quotation mark (\") is opened there and never closed, or the line is longer than 64 KB. Mend that line and import the file again; what was read before it stays.");
        }
    }

    /// <summary>A cell as text, never as a formula; empty where the row has none.</summary>
    /// <param name="column">From 0.</param>
    public string Cell(int column) => column < _csv.FieldCount ? _csv.GetString(column) : "";

    public ValueTask DisposeAsync() => _csv.DisposeAsync();
}

/// <summary>A file that can't be read on; the message says what to do.</summary>
public sealed class OrderFileException(string message) : Exception(message);
