using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MissingPackage.Web.Access;

/// <summary>
/// Time-based one-time passwords as every authenticator app makes them: RFC 6238 with HMAC-SHA-1, 30 seconds, 6 digits.
/// </summary>
public static class Totp
{
    /// <summary>Bytes of a secret (RFC 4226 recommends 160 bits).</summary>
    public const int SecretLength = 20;

    private const int SecondsAStep = 30;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The number of the 30 seconds around <paramref name="now"/>, counted from 1970.</summary>
    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / SecondsAStep;

    /// <summary>The six digits of a step.</summary>
    public static string CodeAt(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // SHA-1 is what RFC 6238 and the apps take; as an HMAC it isn't broken.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The step whose code was typed: the present one, or one before or after it, for clocks that differ (RFC 6238, 5.2).
    /// </summary>
    /// <returns>Null where it is none of them.</returns>
    public static long? FindStep(ReadOnlySpan<byte> secret, string typed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var digits = Encoding.ASCII.GetBytes(string.Concat(typed.Where(c => !char.IsWhiteSpace(c))));
        long? found = null;
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, step)), digits))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>A secret as people type it into an app: base32 without padding.</summary>
    public static string ToBase32(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var octet in secret)
        {
            (bits, count) = ((bits << 8) | octet, count + 8);
            while (count >= 5)
            {
                count -= 5;
                text.Append(Base32[(bits >> count) & 31]);
            }
        }

        return count == 0 ? text.ToString() : text.Append(Base32[(bits << (5 - count)) & 31]).ToString();
    }
}
