using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>A place in a list: just after, or just before, one row.</summary>
/// <param name="Order">Which order of which half it is a place in; in another one it means nothing.</param>
/// <param name="Backwards">Whether the page before the row is meant.</param>
/// <param name="Key">What the order compares: ticks, cents or a search term.</param>
/// <param name="Id">The row's id, which tells rows of one key apart.</param>
public sealed record QueueCursor(string Order, bool Backwards, string Key, Guid Id);

/// <summary>
/// Writes places and searches into addresses, and reads them again. They are encrypted: a search is somebody's name or
/// email, which has no place in an address, and nobody has to trust a place that was made by hand.
/// </summary>
public sealed class QueueKeys(IDataProtectionProvider protection)
{
    // Longer than any that was made here.
    private const int MaxLength = 4_000;

    private readonly IDataProtector _places = protection.CreateProtector("queue place");
    private readonly IDataProtector _searches = protection.CreateProtector("queue search");

    public string Write(QueueCursor place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _places.Protect(string.Create(CultureInfo.InvariantCulture, $"{place.Order}\n{(place.Backwards ? "-" : "+")}\n{place.Id:n}\n{place.Key}"));
    }

    /// <summary>Null where the text is no place in this order.</summary>
    public QueueCursor? ReadPlace(string? text, string order) =>
        Open(_places, text)?.Split('\n', 4) is [var name, var direction, var id, var key]
        && name == order && Guid.TryParseExact(id, "n", out var row)
            ? new QueueCursor(name, direction == "-", key, row)
            : null;

    public string WriteSearch(string typed) => _searches.Protect(typed);

    /// <summary>Null where the text is no search.</summary>
    public string? ReadSearch(string? text) => Open(_searches, text);

    private static string? Open(IDataProtector protector, string? text)
    {
        if (text is null or { Length: > MaxLength })
        {
            return null;
        }

        try
        {
            return protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

internal static class QueuePaging
{
    /// <summary>Makes a page of what was read: one row more than fits, in the direction that was asked for.</summary>
    /// <param name="keys">Writes the places.</param>
    /// <param name="read">In the order of reading.</param>
    /// <param name="place">Where reading began, or null.</param>
    /// <param name="at">The place just after a row.</param>
    public static QueuePage Page(this QueueKeys keys, List<QueueRow> read, QueueCursor? place, Func<QueueRow, QueueCursor> at)
    {
        var more = read.Count > QueuePage.Size;
        var rows = read.Take(QueuePage.Size).ToList();
        var backwards = place?.Backwards ?? false;
        if (backwards)
        {
            rows.Reverse();
        }

        // Going one way there are more rows if one more was read; the other way, because one came from there.
        var earlier = backwards ? more : place is not null;
        var later = backwards || more;
        return new QueuePage(
            rows,
            earlier && rows.Count > 0 ? keys.Write(at(rows[0]) with { Backwards = true }) : null,
            later && rows.Count > 0 ? keys.Write(at(rows[^1])) : null);
    }
}
