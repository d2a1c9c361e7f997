using ImageMagick;
using ImageMagick.Configuration;

namespace MissingPackage.Documents.Intake.Decoding;

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
    private const long BytesPerPixel = 4;

    /// <summary>Raises the guards, once in a process and before anything else of ImageMagick.</summary>
    /// <exception cref="InvalidOperationException">ImageMagick was used before, and so ignores the policy.</exception>
    public static void Raise(IntakeOptions options)
    {
        NativeMemory.GiveBack();
        RaisePolicy();
        ResourceLimits.Thread = 1;
        ResourceLimits.Width = ResourceLimits.Height = (ulong)options.MaxEdge;
        ResourceLimits.Area = (ulong)options.MaxPixels + 1; // less than that, not up to it
        ResourceLimits.Memory = ResourceLimits.MaxMemoryRequest = (ulong)BytesOf(options);
        ResourceLimits.Disk = 0;
        ResourceLimits.ListLength = 2;
    }

    /// <summary>What one picture may take: itself, and its shrunken copy, which is no larger.</summary>
    public static long BytesOf(IntakeOptions options)
    {
        var shrunk = Math.Min(options.MaxPixels, (long)options.MaxSide * options.MaxSide);
        return BytesPerPixel * (options.MaxPixels + shrunk);
    }

    private static void RaisePolicy()
    {
        var files = ConfigurationFiles.Default;
        files.Policy.Data = Policy;
        var folder = Directory.CreateTempSubdirectory("policy-").FullName;
        try
        {
            MagickNET.Initialize(files, folder);

            // Initialize is silently ignored once ImageMagick has been used, and it reads its policy on first use.
            // So use it now, on something the policy forbids.
            using var image = new MagickImage("P5 1 1 1\n\0"u8, MagickFormat.Pgm);
        }
        catch (MagickPolicyErrorException)
        {
            return;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        throw new InvalidOperationException("ImageMagick was used before its policy was set, so the policy is not in force.");
    }
}
