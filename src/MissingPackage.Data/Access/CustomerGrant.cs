namespace MissingPackage.Data.Access;

/// <summary>What a grant is for. Stored by name: rename nothing, only add.</summary>
public enum GrantPurpose
{
    /// <summary>The browser that opened the request sees it.</summary>
    Browser,

    /// <summary>A link in a message about the request.</summary>
    Link,

    /// <summary>A link that was asked for to come back: short-lived, and traded for a browser's grant by pressing a button.</summary>
    SignIn,

    /// <summary>A browser that came by an emailed link sees the request: whoever holds it reads that mail.</summary>
    MailedBrowser,

    /// <summary>
    /// A browser of the seller's to whom the request was handed: its session. No customer's cookie names one, and it is
    /// worth something together with its <see cref="SellerGrant"/> only.
    /// </summary>
    SellerBrowser,
}

/// <summary>
/// Lets one browser, or whoever holds one emailed link, see one request. Only a hash of the link's token is kept. A link's
/// grant is never in a cookie: each browser it lets in has a grant of its own, which ends when that browser is done.
/// </summary>
public sealed class CustomerGrant
{
    private CustomerGrant()
    {
    }

    public Guid Id { get; private set; }

    public Guid RequestId { get; private set; }

    public GrantPurpose Purpose { get; private set; }

    /// <summary>SHA-256 of the link's token in hex; null for a browser's grant.</summary>
    public string? TokenHash { get; private set; }

    public DateTime CreatedOn { get; private set; }

    public DateTime ExpiresOn { get; private set; }

    /// <summary>A grant that ends at <paramref name="expiresOn"/> (UTC).</summary>
    public static CustomerGrant For(Guid requestId, GrantPurpose purpose, string? tokenHash, DateTime now, DateTime expiresOn) => new()
    {
        Id = Guid.NewGuid(),
        RequestId = requestId,
        Purpose = purpose,
        TokenHash = tokenHash,
        CreatedOn = now,
        ExpiresOn = expiresOn,
    };
}
