using MissingPackage.Web.Access;

namespace MissingPackage.Web.Tests.People;

/// <summary>An authenticator app: types in the key that a page shows, and makes its codes.</summary>
internal static class Authenticator
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] KeyOn(WebPage page)
    {
        var bits = string.Concat(page.All(".key")[0].Where(c => c != ' ').Select(c => Convert.ToString(Base32.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }

    public static string CodeFor(WebPage page, DateTimeOffset now) => CodeAt(KeyOn(page), now);

    public static string CodeAt(byte[] key, DateTimeOffset now) => Totp.CodeAt(key, Totp.StepAt(now));
}
