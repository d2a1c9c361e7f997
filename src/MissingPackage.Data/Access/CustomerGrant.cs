namespace MissingPackage.Data.Access;

/// <summary>
/// Lets one browser, or whoever holds one emailed link, see one request. Only a hash of the link's token is kept.
/// </summary>
public sealed class CustomerGrant
{
    private CustomerGrant()
    {
    }

    public Guid Id { get; private set; }

    public Guid RequestId { get; private set; }

    /// <summary>SHA-256 of the link's token in hex; null for the grant of the browser that opened the request.</summary>
    public string? TokenHash { get; private set; }

    public DateTime CreatedOn { get; private set; }

    public DateTime ExpiresOn { get; private set; }

    /// <summary>A grant that ends at <paramref name="expiresOn"/> (UTC).</summary>
    public static CustomerGrant For(Guid requestId, string? tokenHash, DateTime now, DateTime expiresOn) => new()
    {
        Id = Guid.NewGuid(),
        RequestId = requestId,
        TokenHash = tokenHash,
        CreatedOn = now,
        ExpiresOn = expiresOn,
    };
}
