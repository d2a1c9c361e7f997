namespace MissingPackage.Data.Searching;

/// <summary>Streets and units as they are compared: the common words shortened as USPS shortens them (Publication 28, appendix C).</summary>
internal static class AddressText
{
    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["STREET"] = "ST", ["STR"] = "ST", ["AVENUE"] = "AVE", ["AV"] = "AVE", ["ROAD"] = "RD", ["DRIVE"] = "DR", ["LANE"] = "LN",
        ["COURT"] = "CT", ["CIRCLE"] = "CIR", ["BOULEVARD"] = "BLVD", ["PLACE"] = "PL", ["TERRACE"] = "TER", ["PARKWAY"] = "PKWY",
        ["HIGHWAY"] = "HWY", ["SQUARE"] = "SQ", ["TRAIL"] = "TRL", ["NORTH"] = "N", ["SOUTH"] = "S", ["EAST"] = "E", ["WEST"] = "W",
        ["NORTHEAST"] = "NE", ["NORTHWEST"] = "NW", ["SOUTHEAST"] = "SE", ["SOUTHWEST"] = "SW", ["FLOOR"] = "FL",
        // A unit is the same with or without its word: "Apt 4B", "Unit 4B" and "#4B".
        ["APARTMENT"] = "", ["APT"] = "", ["UNIT"] = "", ["SUITE"] = "", ["STE"] = "", ["NO"] = "", ["NUMBER"] = "",
    };

    /// <summary>Both lines as one: "101 Example Street" and "Apt. 4B" are "101 EXAMPLE ST 4B".</summary>
    public static string Compact(string line1, string? line2) => string.Join(' ',
        SearchText.Words($"{line1} {line2}").Select(word => Short.GetValueOrDefault(word, word)).Where(word => word.Length > 0));
}
