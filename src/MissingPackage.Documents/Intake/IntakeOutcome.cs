namespace MissingPackage.Documents.Intake;

/// <summary>Why a file is not taken. Stable names: they are stored and tested; the web writes the sentences.</summary>
public enum RefusalReason
{
    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>Over <see cref="IntakeOptions.MaxFileBytes"/>.</summary>
    TooLarge,

    /// <summary>Not a JPEG, PNG, WebP, HEIC or PDF; <see cref="RefusalDetail.Other"/> says what it looks like.</summary>
    NotAnAcceptedType,

    /// <summary>A moving picture.</summary>
    Animated,

    /// <summary>An edge under <see cref="IntakeOptions.MinEdge"/>.</summary>
    TooSmall,

    /// <summary>An edge over <see cref="IntakeOptions.MaxEdge"/>, or more pixels than <see cref="IntakeOptions.MaxPixels"/>.</summary>
    TooManyPixels,

    /// <summary>Damaged, cut short, or otherwise not to be opened.</summary>
    Unreadable,

    /// <summary>A PDF that doesn't open without a password, or a scheme of protection that only its maker's viewer knows.</summary>
    Encrypted,

    /// <summary>A PDF of more than <see cref="IntakeOptions.MaxPdfPages"/> pages.</summary>
    TooManyPages,

    /// <summary>It takes more processor time or memory to open than any photo or document.</summary>
    TooComplex,

    /// <summary>A PDF with a page so long and narrow that its shorter edge, drawn, is under <see cref="IntakeOptions.MinEdge"/>.</summary>
    PageTooNarrow,

    /// <summary>A PDF whose pages only say that another viewer is needed: a form of Acrobat's, a portfolio, a protected file.</summary>
    Placeholder,

    /// <summary>The scanner knows it as malware.</summary>
    Infected,

    /// <summary>A PDF, where this installation cannot take PDFs (poppler is not installed).</summary>
    PdfNotOffered,
}

/// <summary>Why a file that may well be good is not ready yet. The caller keeps its bytes and asks again later.</summary>
public enum WaitReason
{
    /// <summary>The scanner did not answer, or did not answer plainly.</summary>
    ScannerDown,

    /// <summary>Too many files were being cleaned at once, or the machine had no room to start another.</summary>
    Saturated,
}

/// <summary>Something worth telling the sender about a picture that was taken. Advice, never a wall.</summary>
public enum QualityAdvice
{
    /// <summary>It is out of focus, or smeared along a direction: small print will not be readable.</summary>
    Blurred,

    /// <summary>So little light that its contrast is lost.</summary>
    TooDark,

    /// <summary>Its shorter side is under 600 pixels.</summary>
    LowResolution,

    /// <summary>There is nothing on it.</summary>
    Blank,

    /// <summary>A PDF names fonts that neither it nor this machine has: letters may be missing.</summary>
    FontsMissing,
}

/// <summary>The numbers behind a refusal, for the sentence the sender reads. Only those that apply are set.</summary>
/// <param name="Other">What the file looks like instead.</param>
/// <param name="Width">Declared width in pixels.</param>
/// <param name="Height">Declared height in pixels.</param>
/// <param name="Bytes">The file's length in bytes.</param>
/// <param name="Pages">The PDF's declared number of pages.</param>
/// <param name="Signature">The scanner's name for what it found; for the log and the agent, not for the customer.</param>
public sealed record RefusalDetail(
    OtherType? Other = null, int? Width = null, int? Height = null, long? Bytes = null, long? Pages = null, string? Signature = null);

/// <summary>One page as agents and sellers see it: our own JPEG, which carries nothing of the original but its picture.</summary>
/// <param name="File">A baseline JPEG, sRGB or greyscale, upright, without any metadata.</param>
/// <param name="Width">Width in pixels, at most <see cref="IntakeOptions.MaxSide"/>.</param>
/// <param name="Height">Height in pixels, at most <see cref="IntakeOptions.MaxSide"/>.</param>
public sealed record CleanPage(PrivateFile File, int Width, int Height);

/// <summary>
/// The verdict on one file: <see cref="Cleaned"/>, <see cref="Refused"/> or <see cref="Waiting"/>. Disposing it deletes the
/// clean pages from the private folder.
/// </summary>
public abstract record IntakeOutcome : IDisposable
{
    private IntakeOutcome()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>The file was taken.</summary>
    /// <param name="Kind">What it was.</param>
    /// <param name="Pages">One page of a picture, or the pages of a PDF in order; at least one.</param>
    /// <param name="Advice">What to tell the sender; mostly empty, each at most once.</param>
    public sealed record Cleaned(FileKind Kind, IReadOnlyList<CleanPage> Pages, IReadOnlyList<QualityAdvice> Advice) : IntakeOutcome
    {
        /// <inheritdoc/>
        public override void Dispose()
        {
            foreach (var page in Pages)
            {
                page.File.Dispose();
            }

            base.Dispose();
        }
    }

    /// <summary>The file is not taken, and never will be as it is.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">The numbers that belong to the reason; empty where none do.</param>
    public sealed record Refused(RefusalReason Reason, RefusalDetail Detail) : IntakeOutcome;

    /// <summary>Neither: keep the bytes in quarantine, never shown, and ask again.</summary>
    /// <param name="Reason">What is being waited for.</param>
    public sealed record Waiting(WaitReason Reason) : IntakeOutcome;
}
