using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Settings;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>The sellers, by name.</summary>
public sealed class SellersModel(MissingPackageContext database) : PageModel
{
    public const int PageSize = 100;

    public string? Find { get; private set; }

    public IReadOnlyList<Data.Settings.Seller> Sellers { get; private set; } = [];

    public bool HasMore { get; private set; }

    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync(string? find)
    {
        Find = find is { Length: > 200 } ? find[..200] : find;
        var sellers = database.Sellers.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Find))
        {
            var key = Data.Settings.Seller.KeyOf(Find);
            sellers = sellers.Where(s => s.NameKey.StartsWith(key));
        }

        var page = await sellers.OrderBy(s => s.NameKey).Take(PageSize + 1).ToListAsync(HttpContext.RequestAborted);
        HasMore = page.Count > PageSize;
        Sellers = page.Take(PageSize).ToList();
    }
}
