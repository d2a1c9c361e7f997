using System.Globalization;
using System.Text.RegularExpressions;

namespace MissingPackage.Application.Requests;

/// <summary>An amount in US dollars as people type it: 84.50, $84.50, 1,299, 84.50 USD.</summary>
public static partial class TypedMoney
{
    /// <summary>Reads what was typed.</summary>
    /// <param name="text">As typed.</param>
    /// <returns>Dollars with at most two decimals, or null if it isn't an amount.</returns>
    public static decimal? Read(string? text)
    {
        var typed = (text ?? "").Trim().TrimStart('$').Trim();
        foreach (var word in new[] { "USD", "dollars", "dollar" })
        {
            if (typed.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                typed = typed[..^word.Length].Trim();
            }
        }

        var amount = 0m;
        var read = Shape().IsMatch(typed) && decimal.TryParse(
            typed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out amount);
        return read && decimal.Round(amount, 2) == amount && amount < 1_000_000_000m ? amount : null;
    }

    /// <summary>An amount as people read it, such as $1,299.00.</summary>
    public static string Show(decimal amount) => amount.ToString("$#,##0.00", CultureInfo.InvariantCulture);

    // A comma stands before three digits only: 84,50 is somebody's 84.50, and never 8,450.
    [GeneratedRegex(@"^([0-9]{1,3}(,[0-9]{3})+|[0-9]*)(\.[0-9]*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
