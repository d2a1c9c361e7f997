using System.Text.RegularExpressions;

namespace MissingPackage.Documents.Vault;

/// <summary>What a blob's name may be. A list of what is allowed: no dot, backslash, drive, blank or upper case gets as far as a path.</summary>
internal static partial class DocumentName
{
    private const int MaxLength = 200;

    public static void Check(string name)
    {
        // The name itself stays out of the message: a hostile one would travel to the log.
        if (name is null || name.Length > MaxLength || !Allowed().IsMatch(name))
        {
            throw new ArgumentException("A document's name must be lower-case segments of letters, digits and hyphens, divided by slashes.", nameof(name));
        }
    }

    public static void CheckFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (folder.Length > 0)
        {
            Check(folder);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9-]+(/[a-z0-9-]+){0,7}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed();
}
