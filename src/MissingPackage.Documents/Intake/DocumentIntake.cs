using MissingPackage.Documents.Intake.Decoding;
using MissingPackage.Documents.Intake.Structure;

namespace MissingPackage.Documents.Intake;

/// <summary>
/// The one door for a customer's file: its size, its type by bytes, its size in pixels, the scanner, then our own clean
/// copy. One for the whole process.
/// </summary>
public sealed class DocumentIntake : IDisposable
{
    private static readonly FileKind[] s_pictures = [FileKind.Jpeg, FileKind.Png, FileKind.WebP, FileKind.Heic];

    private readonly IntakeOptions _options;
    private readonly TimeProvider _time;
    private readonly PrivateFolder _folder;
    private readonly PrivateFolder _scratch;
    private readonly PictureWorkers _workers;
    private readonly PopplerTools? _poppler;
    private readonly FairTurns _turns;

    /// <summary>Makes the private folder, and looks for poppler.</summary>
    /// <param name="options">Options that <see cref="IntakeOptions.Validate"/> finds no fault with.</param>
    /// <param name="time">The clock that waiting for a turn is measured by.</param>
    /// <exception cref="ArgumentException">The options have faults; the message lists them.</exception>
    public DocumentIntake(IntakeOptions options, TimeProvider time)
        : this(options, PopplerTools.Find(), time)
    {
    }

    internal DocumentIntake(IntakeOptions options, PopplerTools? poppler, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        _options = options;
        _time = time;
        _poppler = poppler;
        AcceptedKinds = poppler is null ? s_pictures : [.. s_pictures, FileKind.Pdf];
        Scanner = string.IsNullOrEmpty(options.Clamd) ? null : new ClamdClient(options.Clamd, options.ClamdTimeout, time);
        _folder = new PrivateFolder(options.PrivateFolder);
        _scratch = PrivateFolder.InMemory(options.PrivateFolder);
        _workers = new PictureWorkers(options, _folder.NewFile, _scratch.NewFolder, time);
        _turns = new FairTurns(options.Concurrency, time);
    }

    /// <summary>The kinds of file that this installation takes, in the order to name them. Without poppler, not PDF.</summary>
    public IReadOnlyList<FileKind> AcceptedKinds { get; }

    /// <summary>Whether pictures can be decoded, as far as was tried; for the readiness check.</summary>
    public bool CanDecode => _workers.CanStart;

    /// <summary>The scanner, for the readiness check; null where none is configured.</summary>
    public ClamdClient? Scanner { get; }

    /// <summary>A file to stream an upload to. Whoever asked for it disposes it.</summary>
    public PrivateFile NewPrivateFile() => _folder.NewFile();

    /// <summary>Deletes what earlier processes that died left in the private folder. For start-up; never touches a living process's files.</summary>
    /// <returns>How many files were deleted.</returns>
    public int SweepPrivateFolder() => _folder.Sweep() + _scratch.Sweep();

    /// <summary>Looks at a file without decoding it: what it is, and whether that alone refuses it.</summary>
    /// <param name="upload">A whole file.</param>
    /// <returns>Its kind, and the refusal or null. No refusal is no promise: only <see cref="ExamineAsync"/> decides.</returns>
    public (FileKind Kind, IntakeOutcome.Refused? Refusal) Glance(PrivateFile upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var length = upload.Length;
        if (length == 0)
        {
            return (FileKind.Unknown, Refuse(RefusalReason.Empty));
        }

        if (length > _options.MaxFileBytes)
        {
            return (FileKind.Unknown, Refuse(RefusalReason.TooLarge, new(Bytes: length)));
        }

        var file = Sniff(upload);
        return (file.Kind, RefuseUndecoded(file));
    }

    /// <summary>Examines one file, when its turn comes. Whatever it holds, the answer is an outcome and not an exception.</summary>
    /// <param name="upload">A whole file. It is only read; its owner disposes it.</param>
    /// <param name="whose">Whose turn it takes: the request's id.</param>
    /// <param name="cancellationToken">Ends waiting and scanning; a decode once begun runs to its end.</param>
    /// <returns>The outcome; the caller disposes it, which deletes the clean pages.</returns>
    /// <exception cref="IOException">The file cannot be read from disk, or a clean page not be written to it.</exception>
    public async Task<IntakeOutcome> ExamineAsync(PrivateFile upload, Guid whose, CancellationToken cancellationToken)
    {
        if (await BeforeATurnAsync(upload, cancellationToken) is { } stopped)
        {
            return stopped;
        }

        using var turn = await TakeTurnAsync(whose, alone: false, _options.MaxWait, cancellationToken);
        return turn is null ? new IntakeOutcome.Waiting(WaitReason.Saturated) : await DecodeAsync(upload, cancellationToken);
    }

    /// <summary>Waits for a turn at decoding; who used the least time lately is next.</summary>
    /// <param name="whose">Who is served by it: the request's id.</param>
    /// <param name="alone">Whether nothing else may be decoded meanwhile.</param>
    /// <param name="maxWait">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The turn, to be disposed at its end; null where none came in time.</returns>
    public Task<IDisposable?> TakeTurnAsync(Guid whose, bool alone, TimeSpan maxWait, CancellationToken cancellationToken) =>
        _turns.TakeAsync(whose, alone, maxWait, cancellationToken);

    /// <summary>As <see cref="ExamineAsync"/>, for a caller that has a turn.</summary>
    /// <inheritdoc cref="ExamineAsync"/>
    public async Task<IntakeOutcome> ExamineInTurnAsync(PrivateFile upload, CancellationToken cancellationToken) =>
        await BeforeATurnAsync(upload, cancellationToken) ?? await DecodeAsync(upload, cancellationToken);

    /// <summary>Ends the workers, and deletes this process's private folders.</summary>
    public void Dispose()
    {
        _workers.Dispose();
        _scratch.Dispose();
        _folder.Dispose();
    }

    private static IntakeOutcome.Refused Refuse(RefusalReason reason, RefusalDetail? detail = null) => new(reason, detail ?? new());

    private static SniffedFile Sniff(PrivateFile file)
    {
        using var stream = file.OpenRead();
        return FileSniffer.Read(stream);
    }

    private IntakeOutcome.Refused? RefuseUndecoded(SniffedFile file)
    {
        if (file.Kind == FileKind.Unknown)
        {
            return Refuse(RefusalReason.NotAnAcceptedType, new(Other: file.Other));
        }

        if (!AcceptedKinds.Contains(file.Kind))
        {
            return Refuse(RefusalReason.PdfNotOffered);
        }

        if (file.Kind == FileKind.Pdf)
        {
            return null;
        }

        if (file.Animated)
        {
            return Refuse(RefusalReason.Animated);
        }

        if (file.Width == 0 || file.Height == 0)
        {
            return Refuse(RefusalReason.Unreadable);
        }

        var size = new RefusalDetail(Width: file.Width, Height: file.Height);
        if (file.Width > _options.MaxEdge || file.Height > _options.MaxEdge || (long)file.Width * file.Height > _options.MaxPixels)
        {
            return Refuse(RefusalReason.TooManyPixels, size);
        }

        return file.Width < _options.MinEdge || file.Height < _options.MinEdge ? Refuse(RefusalReason.TooSmall, size) : null;
    }

    private async Task<IntakeOutcome?> ScanAsync(PrivateFile upload, CancellationToken cancellationToken)
    {
        if (Scanner is null)
        {
            return null;
        }

        await using var stream = upload.OpenRead();
        var result = await Scanner.ScanAsync(stream, cancellationToken);
        return result.Verdict switch
        {
            ScanVerdict.Clean => null,
            ScanVerdict.Infected => Refuse(RefusalReason.Infected, new(Signature: result.Signature)),
            _ => new IntakeOutcome.Waiting(WaitReason.ScannerDown),
        };
    }

    private async Task<IntakeOutcome?> BeforeATurnAsync(PrivateFile upload, CancellationToken cancellationToken) =>
        Glance(upload).Refusal ?? await ScanAsync(upload, cancellationToken);

    private async Task<IntakeOutcome> DecodeAsync(PrivateFile upload, CancellationToken cancellationToken)
    {
        var file = Sniff(upload);
        return file.Kind == FileKind.Pdf ? await CleanPdfAsync(upload, cancellationToken) : await CleanPictureAsync(upload, file);
    }

    private async Task<IntakeOutcome> CleanPictureAsync(PrivateFile upload, SniffedFile file) => await CleanAsync(upload, file) switch
    {
        PictureOutcome.Cleaned cleaned => new IntakeOutcome.Cleaned(file.Kind, [cleaned.Page], cleaned.Advice),
        PictureOutcome.Refused refused => Refuse(refused.Reason),
        _ => new IntakeOutcome.Waiting(WaitReason.Saturated),
    };

    private async Task<PictureOutcome> CleanAsync(PrivateFile picture, SniffedFile file)
    {
        PictureStructure structure;
        await using (var bytes = picture.OpenRead())
        {
            structure = PictureStructure.Read(file.Kind, bytes);
        }

        return structure.Fault switch
        {
            StructureFault.None => await _workers.CleanAsync(
                new PictureQuestion(file.Kind, structure.Width, structure.Height, (int)structure.Length, structure.Padding),
                async (worker, cancellationToken) =>
                {
                    await using var bytes = picture.OpenRead();
                    await structure.CopyAsync(bytes, worker, cancellationToken);
                }),
            StructureFault.NoCameraMakesThis => new PictureOutcome.Refused(RefusalReason.TooComplex),
            _ => new PictureOutcome.Refused(RefusalReason.Unreadable),
        };
    }

    private async Task<IntakeOutcome> CleanPdfAsync(PrivateFile upload, CancellationToken cancellationToken)
    {
        var folder = _scratch.NewFolder();
        try
        {
            var rendered = await _poppler!.RenderAsync(upload, _folder.NewFile, folder, _options, _time, cancellationToken);
            return rendered is null ? new IntakeOutcome.Waiting(WaitReason.Saturated)
                : rendered.Refusal is { } refusal ? Refuse(refusal, new(Pages: rendered.PageCount))
                : await CleanPagesAsync(rendered.Pages, rendered.FontsMissing);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<IntakeOutcome> CleanPagesAsync(IReadOnlyList<PrivateFile> drawn, bool fontsMissing)
    {
        var cleaned = new List<PictureOutcome.Cleaned>(drawn.Count);
        var whole = false;
        try
        {
            foreach (var page in drawn)
            {
                var file = Sniff(page);
                var outcome = file.Kind == FileKind.Jpeg ? await CleanAsync(page, file) : new PictureOutcome.Refused(RefusalReason.Unreadable);
                if (outcome is not PictureOutcome.Cleaned clean)
                {
                    return outcome is PictureOutcome.Refused refused ? Refuse(refused.Reason) : new IntakeOutcome.Waiting(WaitReason.Saturated);
                }

                cleaned.Add(clean);
            }

            // The empty back of a scanned sheet is no reason for advice.
            var blank = cleaned.TrueForAll(page => page.Advice.Contains(QualityAdvice.Blank));
            QualityAdvice[] advice = [.. cleaned.SelectMany(page => page.Advice).Distinct().Where(advice => blank || advice != QualityAdvice.Blank)];
            whole = true;
            return new IntakeOutcome.Cleaned(
                FileKind.Pdf, [.. cleaned.Select(page => page.Page)], fontsMissing ? [QualityAdvice.FontsMissing, .. advice] : advice);
        }
        finally
        {
            foreach (var page in drawn)
            {
                page.Dispose();
            }

            if (!whole)
            {
                cleaned.ForEach(page => page.Page.File.Dispose());
            }
        }
    }
}
