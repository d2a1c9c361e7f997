namespace MissingPackage.Data.Orders;

/// <summary>How far an import is.</summary>
public enum OrderImportState
{
    /// <summary>The file is here; nobody has said yet what is to be done with it.</summary>
    Uploaded,

    /// <summary>It begins as soon as no other one runs.</summary>
    Waiting,

    Running,

    Done,

    /// <summary>Somebody stopped it, or its process ended. What it had written stays; it can be repeated.</summary>
    Stopped,

    /// <summary>The file can't be read to its end; <see cref="OrderImport.Problem"/> says why.</summary>
    Failed,
}

/// <summary>
/// One import of known orders, or a check of a file that writes none. Its counts change in the transaction that writes
/// the orders they count: after a crash it goes on behind the last row counted. All times are UTC.
/// </summary>
public sealed class OrderImport
{
    /// <summary>The longest file name kept, in characters.</summary>
    public const int MaxFileName = 100;

    /// <summary>The longest name of whoever started it, in characters.</summary>
    public const int MaxStartedBy = 256;

    /// <summary>The longest mapping, in characters.</summary>
    public const int MaxMapping = 1000;

    /// <summary>The longest reason, in characters.</summary>
    public const int MaxProblem = 400;

    /// <summary>The one value of <see cref="Turn"/>.</summary>
    public const string HasTurn = "running";

    private OrderImport()
    {
    }

    public Guid Id { get; private set; }

    public string FileName { get; private set; } = "";

    public string StartedBy { get; private set; } = "";

    public DateTime CreatedOn { get; private set; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; private set; }

    /// <summary>SHA-256 of the file in the vault; null where there is none, as for a command.</summary>
    public string? Sha256 { get; private set; }

    public OrderImportState State { get; private set; }

    /// <summary>Whether it only checks.</summary>
    public bool DryRun { get; private set; }

    /// <summary>Which column each fact is in, as JSON.</summary>
    public string Mapping { get; private set; } = "{}";

    /// <summary>Whose work it is just now: a new one each time it begins.</summary>
    public Guid? Worker { get; private set; }

    /// <summary><see cref="HasTurn"/> while it runs, else null. Unique, so that only one runs, whatever the nodes do.</summary>
    public string? Turn { get; private set; }

    /// <summary>When it last told how far it was.</summary>
    public DateTime? SeenOn { get; private set; }

    public DateTime? EndedOn { get; private set; }

    /// <summary>Bytes read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Rows read and counted below, each once.</summary>
    public long RowsRead { get; private set; }

    public long Added { get; private set; }

    public long Changed { get; private set; }

    public long Unchanged { get; private set; }

    /// <summary>Rows with something wrong: not imported.</summary>
    public long Bad { get; private set; }

    /// <summary>Rows of orders so old that they would be erased at once: not imported.</summary>
    public long TooOld { get; private set; }

    /// <summary>Things wrong in the bad rows; the first of them are kept as <see cref="OrderImportError"/>.</summary>
    public long Errors { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>Whether there is no more to come of it by itself.</summary>
    public bool HasEnded => State is OrderImportState.Done or OrderImportState.Stopped or OrderImportState.Failed;

    /// <summary>Has it begin as soon as no other runs.</summary>
    public void Begin(bool dryRun, DateTime now)
    {
        State = OrderImportState.Waiting;
        DryRun = dryRun;
        SeenOn = now;
    }

    /// <summary>A file that was just stored.</summary>
    public static OrderImport Of(Guid id, string fileName, string startedBy, long length, string? sha256, string mapping, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return new()
        {
            Id = id,
            FileName = fileName.Length > MaxFileName ? fileName[..MaxFileName] : fileName,
            StartedBy = startedBy,
            Length = length,
            Sha256 = sha256,
            Mapping = mapping,
            CreatedOn = now,
        };
    }
}

/// <summary>Something wrong in one row. What stood in the file is not repeated: it may be about a person.</summary>
public sealed class OrderImportError
{
    /// <summary>The longest column name kept, in characters.</summary>
    public const int MaxColumn = 100;

    /// <summary>The longest text, in characters.</summary>
    public const int MaxProblem = 400;

    private OrderImportError()
    {
    }

    public long Id { get; private set; }

    public Guid ImportId { get; private set; }

    /// <summary>The line of the file that the row begins in, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>As the file calls it; empty where the whole row is meant.</summary>
    public string Column { get; private set; } = "";

    /// <summary>What is wrong, and what to do.</summary>
    public string Problem { get; private set; } = "";

    public static OrderImportError Of(Guid importId, long line, string column, string problem)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new()
        {
            ImportId = importId,
            Line = line,
            Column = column.Length > MaxColumn ? column[..MaxColumn] : column,
            Problem = problem,
        };
    }
}
