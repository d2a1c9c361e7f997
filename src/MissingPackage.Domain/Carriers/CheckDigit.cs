namespace MissingPackage.Domain.Carriers;

/// <summary>The arithmetic that several formats share. Every method takes digits only.</summary>
internal static class CheckDigit
{
    public static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    public static int Of(char digit) => digit - '0';

    /// <summary>Weights 3 and 1 in turn, starting with 3 at the digit before the last; the last digit brings the sum to
    /// a multiple of ten.</summary>
    public static bool HoldsMod10(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length - 1; i++)
        {
            var weight = (digits.Length - 1 - i) % 2 == 1 ? 3 : 1;
            sum += weight * Of(digits[i]);
        }

        return (10 - (sum % 10)) % 10 == Of(digits[^1]);
    }

    /// <summary>Three weights in turn from the left; the last digit is the sum modulo 11, and 0 where that is 10.</summary>
    public static bool HoldsMod11(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length - 1; i++)
        {
            sum += weights[i % weights.Length] * Of(digits[i]);
        }

        return sum % 11 % 10 == Of(digits[^1]);
    }
}
