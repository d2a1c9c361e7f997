using MissingPackage.Domain.Searching;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>The statement of non-receipt, filled in, to print and sign by hand.</summary>
public sealed class StatementModel(CustomerAccess access) : RequestPageModel(access)
{
    /// <summary>The places searched, as the checklist calls them.</summary>
    public IReadOnlyList<string> Places => Request.Search.Places.Select(SearchChecklist.TitleOf).ToList();

    public void OnGet()
    {
    }
}
