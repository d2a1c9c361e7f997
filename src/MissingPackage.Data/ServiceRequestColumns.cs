namespace MissingPackage.Data;

/// <summary>Columns of a request that only lists need; the domain doesn't know them. For <c>EF.Property</c>.</summary>
public static class ServiceRequestColumns
{
    /// <summary>The order's value again, because a complex property can't have an index; computed by the database.</summary>
    public const string Value = "Value";

    /// <summary>The seller's name as it is compared (<see cref="Searching.SearchText.SellerKey"/>).</summary>
    public const string SellerKey = "SellerKey";
}
