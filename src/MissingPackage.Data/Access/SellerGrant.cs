namespace MissingPackage.Data.Access;

/// <summary>
/// Lets a seller see one request that was handed to them: one emailed link, and the one-time codes sent to the same
/// address. Only a hash of the link's token is kept, and the code only encrypted. All times are UTC.
/// </summary>
public sealed class SellerGrant
{
    /// <summary>The longest encrypted code, in characters.</summary>
    public const int MaxCode = 400;

    private SellerGrant()
    {
    }

    /// <summary>Stands in the addresses of the seller's pages; no secret.</summary>
    public Guid Id { get; private set; }

    public Guid RequestId { get; private set; }

    /// <summary>The seller's name.</summary>
    public string Seller { get; private set; } = "";

    /// <summary>Where the link and the codes go.</summary>
    public string Email { get; private set; } = "";

    /// <summary>SHA-256 of the link's token, in lower-case hex.</summary>
    public string TokenHash { get; private set; } = "";

    public DateTime CreatedOn { get; private set; }

    public DateTime ExpiresOn { get; private set; }

    /// <summary>When an agent took it back, or null.</summary>
    public DateTime? RevokedOn { get; private set; }

    /// <summary>The code that was sent last and not used yet, encrypted; null where there is none.</summary>
    public string? Code { get; private set; }

    /// <summary>Until when the code counts, or null.</summary>
    public DateTime? CodeExpiresOn { get; private set; }

    /// <summary>Wrong tries at this code.</summary>
    public int CodeTries { get; private set; }

    /// <summary>Until when no code is taken, after too many wrong ones; or null.</summary>
    public DateTime? LockedUntil { get; private set; }

    /// <summary>A link that ends at <paramref name="expiresOn"/>.</summary>
    public static SellerGrant For(Guid requestId, string seller, string email, string tokenHash, DateTime now, DateTime expiresOn) => new()
    {
        Id = Guid.NewGuid(),
        RequestId = requestId,
        Seller = seller,
        Email = email,
        TokenHash = tokenHash,
        CreatedOn = now,
        ExpiresOn = expiresOn,
    };

    /// <summary>A new code takes the place of the one before.</summary>
    /// <param name="code">Encrypted.</param>
    /// <param name="expiresOn">Until when it counts.</param>
    public void Renew(string code, DateTime expiresOn)
    {
        Code = code;
        CodeExpiresOn = expiresOn;
        CodeTries = 0;
    }

    /// <summary>Ends it before its time; its code goes with it.</summary>
    /// <param name="now">UTC.</param>
    public void Revoke(DateTime now)
    {
        RevokedOn ??= now;
        Code = null;
        CodeExpiresOn = null;
    }
}
