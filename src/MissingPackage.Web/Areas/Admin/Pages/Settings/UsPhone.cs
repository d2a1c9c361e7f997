namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>A phone number of the United States as typed.</summary>
internal static class UsPhone
{
    /// <summary>Reads one, such as <c>800 222 1811</c> or <c>+1-800-222-1811</c>.</summary>
    /// <returns>As <c>(800) 222-1811</c>; null for anything else.</returns>
    public static string? Read(string? text)
    {
        if (text is null || text.Length > 30 || text.Any(c => !char.IsAsciiDigit(c) && !" ()-.+".Contains(c, StringComparison.Ordinal)))
        {
            return null;
        }

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        digits = digits.Length == 11 && digits[0] == '1' ? digits[1..] : digits;
        return digits.Length == 10 && digits[0] >= '2' ? $"({digits[..3]}) {digits[3..6]}-{digits[6..]}" : null;
    }
}
