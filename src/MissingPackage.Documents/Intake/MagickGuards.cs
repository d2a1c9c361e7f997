using ImageMagick;
using ImageMagick.Configuration;

namespace MissingPackage.Documents.Intake;

/// <summary>
/// ImageMagick's own guards, which are the process's: only four coders, no delegates, no files read by name, no disk,
/// one cap on memory.
/// </summary>
internal static class MagickGuards
{
    private const string Policy = """
        <policymap>
          <policy domain="delegate" rights="none" pattern="*"/>
          <policy domain="filter" rights="none" pattern="*"/>
          <policy domain="path" rights="none" pattern="@*"/>
          <policy domain="coder" rights="none" pattern="*"/>
          <policy domain="coder" rights="read|write" pattern="{JPEG,PNG,WEBP,HEIC}"/>
        </policymap>
        """;

    // Each channel takes one, alpha included.
    private const ulong BytesPerPixel = 4;

    private static readonly Lock s_lock = new();
    private static bool s_raised;
    private static string? s_spoolFolder;

    /// <summary>Raises the guards once, and sends ImageMagick's spool files to <paramref name="folder"/>.</summary>
    /// <exception cref="InvalidOperationException">ImageMagick was used before, and so ignores the policy.</exception>
    public static void Raise(IntakeOptions options, string folder)
    {
        lock (s_lock)
        {
            if (!s_raised)
            {
                NativeMemory.GiveBack();
                RaisePolicy(folder);
                s_raised = true;
            }

            ResourceLimits.Thread = 1;
            ResourceLimits.Width = ResourceLimits.Height = (ulong)options.MaxEdge;
            ResourceLimits.Area = (ulong)options.MaxPixels;
            ResourceLimits.Memory = ResourceLimits.MaxMemoryRequest = BytesOf(options) * (ulong)options.Concurrency;
            ResourceLimits.Disk = 0;
            ResourceLimits.ListLength = 2;
        }

        SpoolTo(folder);
    }

    /// <summary>What one picture may take: itself, and its shrunken copy, which is no larger.</summary>
    private static ulong BytesOf(IntakeOptions options)
    {
        var shrunk = Math.Min(options.MaxPixels, (long)options.MaxSide * options.MaxSide);
        return BytesPerPixel * (ulong)(options.MaxPixels + shrunk);
    }

    /// <summary>
    /// Sends ImageMagick's spool files, which are plain copies of what it reads, to <paramref name="folder"/>.
    /// It is a setting of the process: touched only when it changes, which outside tests is once.
    /// </summary>
    public static void SpoolTo(string folder)
    {
        lock (s_lock)
        {
            if (!string.Equals(s_spoolFolder, folder, StringComparison.Ordinal))
            {
                MagickNET.SetTempDirectory(folder);
                s_spoolFolder = folder;
            }
        }
    }

    private static void RaisePolicy(string folder)
    {
        var files = ConfigurationFiles.Default;
        files.Policy.Data = Policy;
        var policyFolder = Directory.CreateDirectory(Path.Combine(folder, "policy")).FullName;
        MagickNET.Initialize(files, policyFolder);

        // Initialize is silently ignored once ImageMagick has been used, and it reads its policy on first use.
        // So use it now, on something the policy forbids.
        try
        {
            using var image = new MagickImage("P5 1 1 1\n\0"u8, MagickFormat.Pgm);
        }
        catch (MagickPolicyErrorException)
        {
            return;
        }

        throw new InvalidOperationException("ImageMagick was used before its policy was set, so the policy is not in force. Create DocumentIntake before any other use of ImageMagick.");
    }
}
