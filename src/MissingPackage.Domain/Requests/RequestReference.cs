using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MissingPackage.Domain.Requests;

/// <summary>The name a service request goes by on paper and on the phone: <c>MP-</c>, then seven random characters and
/// one check character in two groups of four, such as <c>MP-7Q4D-0KXE</c>. It is a name, not a secret.</summary>
/// <remarks>The characters are Crockford's base 32: digits and capital letters without I, L, O and U.</remarks>
public sealed record RequestReference
{
    /// <summary>The length of <see cref="Value"/> in characters, dashes included.</summary>
    public const int Length = 12;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string Prefix = "MP";
    private const int RandomCharacters = 7;
    private const int Characters = RandomCharacters + 1;
    private const int BitsPerCharacter = 5;
    private const int RandomBytes = 5;

    // Longer than any sloppy way of writing a reference; more is not one.
    private const int MaxParsed = 64;

    private RequestReference(ReadOnlySpan<int> random)
    {
        Span<char> c = stackalloc char[Characters];
        for (var i = 0; i < RandomCharacters; i++)
        {
            c[i] = Alphabet[random[i]];
        }

        c[RandomCharacters] = Alphabet[CheckOf(random)];
        Value = string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{c[..4]}-{c[4..]}");
    }

    /// <summary>The reference in full, <see cref="Length"/> characters.</summary>
    public string Value { get; }

    /// <summary>Makes a reference from random bytes. The first 35 bits are used.</summary>
    /// <param name="random">At least 5 bytes, from a cryptographic source so that references cannot be counted up.</param>
    /// <exception cref="ArgumentException">There are fewer than 5 bytes.</exception>
    public static RequestReference FromRandom(ReadOnlySpan<byte> random)
    {
        if (random.Length < RandomBytes)
        {
            throw new ArgumentException($"A reference needs {RandomBytes} random bytes.", nameof(random));
        }

        ulong bits = 0;
        foreach (var b in random[..RandomBytes])
        {
            bits = (bits << 8) | b;
        }

        Span<int> values = stackalloc int[RandomCharacters];
        for (var i = 0; i < RandomCharacters; i++)
        {
            var shift = (8 * RandomBytes) - (BitsPerCharacter * (i + 1));
            values[i] = (int)(bits >> shift) & (Alphabet.Length - 1);
        }

        return new RequestReference(values);
    }

    /// <summary>Reads a reference as people type it: in lower case, with other or no dashes and spaces, without the
    /// <c>MP</c>, with O for 0 and I or L for 1.</summary>
    /// <returns>False when it is not a reference, or its check character is wrong.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RequestReference? reference)
    {
        reference = null;
        if (text is null || text.Length > MaxParsed)
        {
            return false;
        }

        var compact = string.Concat(text.Where(c => !IsSeparator(c))).ToUpperInvariant();

        // M and P are letters of the alphabet too, so only the length tells a prefix from a beginning.
        if (compact.Length == Prefix.Length + Characters && compact.StartsWith(Prefix, StringComparison.Ordinal))
        {
            compact = compact[Prefix.Length..];
        }

        if (compact.Length != Characters)
        {
            return false;
        }

        Span<int> values = stackalloc int[Characters];
        for (var i = 0; i < Characters; i++)
        {
            values[i] = Alphabet.IndexOf(compact[i] switch { 'O' => '0', 'I' or 'L' => '1', var c => c });
            if (values[i] < 0)
            {
                return false;
            }
        }

        var random = values[..RandomCharacters];
        if (values[RandomCharacters] != CheckOf(random))
        {
            return false;
        }

        reference = new RequestReference(random);
        return true;
    }

    /// <summary>The reference in full.</summary>
    public override string ToString() => Value;

    private static bool IsSeparator(char c) => char.IsWhiteSpace(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format
        || c is '\u2212' or '.' or '_';

    // The check character makes a weighted sum of all eight come to zero. The sum is taken in the field of 32 elements,
    // one element a character, where adding is XOR and where a product is zero only if one factor is. The weights are
    // x, x², … x⁷ for the random characters and 1 for the check character, for a generator x of that field: all
    // different and none zero. One wrong character at weight w changes the sum by w·(a − b), two swapped ones at
    // weights v and w change it by (v − w)·(a − b). Neither is zero unless a = b, so both are always caught. Modulo 32,
    // which is not a field, or with a plain sum, some would slip through.
    private static int CheckOf(ReadOnlySpan<int> random)
    {
        var sum = 0;
        for (var i = random.Length - 1; i >= 0; i--)
        {
            sum = TimesX(sum ^ random[i]);
        }

        return sum;
    }

    // Multiplies by x modulo the primitive polynomial x⁵ + x² + 1.
    private static int TimesX(int value) => (value & 0x10) == 0 ? value << 1 : (value << 1) ^ 0b10_0101;
}
