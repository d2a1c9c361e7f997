using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MissingPackage.Documents.Intake;

/// <summary>Section <c>Intake</c>: the limits of uploads, where they pass through, and who scans them.</summary>
public sealed class IntakeOptions : IValidatableObject
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Intake";

    /// <summary>The largest file taken, in bytes; 15 MB are 15 x 1,048,576.</summary>
    public long MaxFileBytes { get; set; } = 15 * 1024 * 1024;

    /// <summary>The longest edge a picture may have before it is cleaned, in pixels.</summary>
    public int MaxEdge { get; set; } = 12_000;

    /// <summary>The most pixels a picture may have before it is cleaned.</summary>
    public long MaxPixels { get; set; } = 60_000_000;

    /// <summary>The shortest edge taken, in pixels: nothing below it can be read as a document.</summary>
    public int MinEdge { get; set; } = 200;

    /// <summary>The longest side of a cleaned picture, in pixels: small print on an ID stays readable.</summary>
    public int MaxSide { get; set; } = 2400;

    /// <summary>How many files are decoded at once, each in a child process. A phone photo takes 80 MB there; the largest picture allowed some 12 bytes a pixel of <see cref="MaxPixels"/>.</summary>
    public int Concurrency { get; set; } = 2;

    /// <summary>How long a file waits for its turn before it is kept to be looked at later.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most pages a PDF may have.</summary>
    public int MaxPdfPages { get; set; } = 20;

    /// <summary>
    /// A folder that only this app's account may read, relative to the application's. Uploads pass through it, encrypted, and
    /// are deleted at once; it is made with mode 0700, and shared by no two machines. Never inside wwwroot.
    /// </summary>
    public string PrivateFolder { get; set; } = "";

    /// <summary>
    /// Where clamd listens: <c>host:port</c>, or the absolute path of its Unix socket. Without one, files are not scanned.
    /// </summary>
    public string? Clamd { get; set; }

    /// <summary>How long one scan may take.</summary>
    public TimeSpan ClamdTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Says what is wrong with these options, in sentences for whoever runs the app. The folder's path must be full by now.</summary>
    /// <returns>One message a fault; empty when the options are good.</returns>
    public IReadOnlyList<string> Validate() => Path.IsPathFullyQualified(PrivateFolder)
        ? Limits()
        : ["Intake:PrivateFolder must be an absolute path, such as /var/lib/missingpackage/private.", .. Limits()];

    /// <summary>The same as they come from the settings, where the folder's path may be relative.</summary>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) =>
        (PrivateFolder.Length > 0 ? Limits() : ["Intake:PrivateFolder is missing: set it to a folder for uploads to pass through, such as /var/lib/missingpackage/private.", .. Limits()])
            .Select(fault => new ValidationResult(fault));

    private List<string> Limits()
    {
        var faults = new List<string>();
        void Require(bool good, string message)
        {
            if (!good)
            {
                faults.Add(message);
            }
        }

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
