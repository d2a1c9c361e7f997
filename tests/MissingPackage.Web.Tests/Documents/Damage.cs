namespace MissingPackage.Web.Tests.Documents;

internal static class Damage
{
    /// <summary>Changes one bit in the middle of a file.</summary>
    public static void FlipAByte(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
