using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Orders;
using MissingPackage.Data.Searching;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Orders;

/// <summary>Finds the order that a report is about.</summary>
public sealed class KnownOrders(MissingPackageContext database)
{
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

    /// <summary>Counts a ZIP Code that isn't the order's.</summary>
    public Task CountWrongZipAsync(Guid id, CancellationToken cancellation) =>
        database.KnownOrders.Where(o => o.Id == id).ExecuteUpdateAsync(o => o.SetProperty(x => x.WrongZips, x => x.WrongZips + 1), cancellation);

    /// <summary>The order that was found before; null where it has been erased since.</summary>
    public Task<KnownOrder?> GetAsync(Guid id, CancellationToken cancellation) =>
        database.KnownOrders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellation);
}
