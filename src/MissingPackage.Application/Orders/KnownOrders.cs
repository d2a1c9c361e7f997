using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Requests;
using MissingPackage.Data;
using MissingPackage.Data.Orders;
using MissingPackage.Data.Searching;

namespace MissingPackage.Application.Orders;

/// <summary>Finds the order that a report is about.</summary>
public sealed class KnownOrders(MissingPackageContext database)
{
    /// <summary>Wrong ZIP Codes, whoever typed them, after which an order takes no other: the rest of it stays closed.</summary>
    public const int MaxWrongZips = 5;

    // The same number at several sellers, by one customer.
    private const int MaxSellers = 10;

    /// <summary>
    /// The order with this number and this email address; of several sellers the one named, or else the latest. One
    /// question to the database, along an index that holds both: a number with another's address is as unknown, and as
    /// quick, as a number that doesn't exist.
    /// </summary>
    public async Task<KnownOrder?> FindAsync(OrderInput typed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var (number, email) = (KnownOrder.NumberKeyOf(typed.OrderNumber ?? ""), KnownOrder.EmailKeyOf(typed.Email ?? ""));
        if (number.Length == 0 || email.Length == 0)
        {
            return null;
        }

        var orders = await database.KnownOrders.AsNoTracking().Where(o => o.NumberKey == number && o.EmailKey == email)
            .OrderByDescending(o => o.CountedFrom).ThenBy(o => o.Id).Take(MaxSellers).ToListAsync(cancellation);
        // A database may compare letters more kindly.
        orders.RemoveAll(o => !string.Equals(o.NumberKey, number, StringComparison.Ordinal) || !string.Equals(o.EmailKey, email, StringComparison.Ordinal));
        var seller = SearchText.SellerKey(typed.Seller);
        return orders.Find(o => o.SellerKey == seller) ?? orders.FirstOrDefault();
    }

    /// <summary>
    /// Tries a ZIP Code. The try is counted before it is compared, by one conditional update, so that many at once are no
    /// more than so many; a right one gives it back.
    /// </summary>
    /// <returns>Whether it is the order's; null where too many others were tried and it wasn't looked at.</returns>
    public async Task<bool?> TryZipAsync(KnownOrder order, string? typed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var same = database.KnownOrders.Where(o => o.Id == order.Id);
        if (await same.Where(o => o.WrongZips < MaxWrongZips)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.WrongZips, x => x.WrongZips + 1), cancellation) == 0)
        {
            return null;
        }

        if (!KnownFacts.IsZipOf(order, typed))
        {
            return false;
        }

        await same.Where(o => o.WrongZips > 0).ExecuteUpdateAsync(o => o.SetProperty(x => x.WrongZips, x => x.WrongZips - 1), cancellation);
        return true;
    }

    /// <summary>The order that was found before; null where it has been erased since.</summary>
    public Task<KnownOrder?> GetAsync(Guid id, CancellationToken cancellation) =>
        database.KnownOrders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellation);
}
