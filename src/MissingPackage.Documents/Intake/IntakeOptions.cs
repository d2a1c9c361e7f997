using System.Globalization;

namespace MissingPackage.Documents.Intake;

/// <summary>The limits of intake. Bound from the configuration section <c>Intake</c>, and checked at start by <see cref="Validate"/>.</summary>
public sealed class IntakeOptions
{
    /// <summary>The largest file taken, in bytes. Default 15 MB (15 x 1,048,576).</summary>
    public long MaxFileBytes { get; set; } = 15 * 1024 * 1024;

    /// <summary>The longest edge a picture may have before it is cleaned, in pixels. Default 12,000.</summary>
    public int MaxEdge { get; set; } = 12_000;

    /// <summary>The most pixels a picture may have before it is cleaned. Default 60,000,000.</summary>
    public long MaxPixels { get; set; } = 60_000_000;

    /// <summary>The shortest edge taken, in pixels: nothing below it can be read as a document. Default 200.</summary>
    public int MinEdge { get; set; } = 200;

    /// <summary>The longest side of a cleaned picture, in pixels. Default 2,400: small print on an ID stays readable.</summary>
    public int MaxSide { get; set; } = 2400;

    /// <summary>How many files are decoded at once in this process. Default 2; each may take 4 bytes a pixel of <see cref="MaxPixels"/> and of its shrunken copy, 263 MB; a phone photo takes 35 MB.</summary>
    public int Concurrency { get; set; } = 2;

    /// <summary>How long a file waits for its turn before the answer is <see cref="WaitReason.Saturated"/>. Default 10 seconds.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most pages a PDF may have. Default 20.</summary>
    public int MaxPdfPages { get; set; } = 20;

    /// <summary>
    /// Absolute path of a folder that only this app's account may read. Uploads pass through it in plain form and are
    /// deleted at once; it is made with mode 0700. Never inside wwwroot.
    /// </summary>
    public string PrivateFolder { get; set; } = "";

    /// <summary>
    /// Where clamd listens: <c>host:port</c>, or the absolute path of its Unix socket. Null or empty: files are not scanned.
    /// </summary>
    public string? Clamd { get; set; }

    /// <summary>How long one scan may take. Default 30 seconds.</summary>
    public TimeSpan ClamdTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Says what is wrong with these options, in sentences for whoever runs the app.</summary>
    /// <returns>One message a fault; empty when the options are good.</returns>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        void Require(bool good, string message)
        {
            if (!good)
            {
                faults.Add(message);
            }
        }

        Require(Path.IsPathFullyQualified(PrivateFolder), "Intake:PrivateFolder must be an absolute path, such as /var/lib/missingpackage/private.");
        Require(MaxFileBytes is >= 1 and <= 100_000_000, "Intake:MaxFileBytes must be between 1 and 100000000.");
        Require(MaxEdge is >= 1000 and <= 60_000, "Intake:MaxEdge must be between 1000 and 60000 pixels.");
        Require(MaxPixels is >= 1_000_000 and <= 250_000_000, "Intake:MaxPixels must be between 1000000 and 250000000.");
        Require(MinEdge >= 1 && MinEdge < MaxEdge, "Intake:MinEdge must be at least 1 pixel and under Intake:MaxEdge.");
        Require(MaxSide is >= 600 and <= 6000, "Intake:MaxSide must be between 600 and 6000 pixels.");
        Require(Concurrency is >= 1 and <= 64, "Intake:Concurrency must be between 1 and 64.");
        Require(MaxWait >= TimeSpan.Zero && MaxWait <= TimeSpan.FromMinutes(10), "Intake:MaxWait must be between 0 and 10 minutes.");
        Require(MaxPdfPages is >= 1 and <= 200, "Intake:MaxPdfPages must be between 1 and 200.");
        Require(ClamdTimeout > TimeSpan.Zero && ClamdTimeout <= TimeSpan.FromMinutes(10), "Intake:ClamdTimeout must be above 0 and at most 10 minutes.");
        Require(string.IsNullOrEmpty(Clamd) || IsEndpoint(Clamd), "Intake:Clamd must be host:port, such as 127.0.0.1:3310, or the absolute path of a Unix socket.");
        return faults;
    }

    private static bool IsEndpoint(string clamd)
    {
        if (Path.IsPathFullyQualified(clamd))
        {
            return true;
        }

        var colon = clamd.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(clamd.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
    }
}
