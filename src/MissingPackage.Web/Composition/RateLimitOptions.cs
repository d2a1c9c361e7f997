using System.ComponentModel.DataAnnotations;

namespace MissingPackage.Web.Composition;

/// <summary>
/// Section <c>RateLimits</c>: posts a minute, counted by each node for itself. An address is an IPv4 address or an IPv6
/// /64; behind a proxy it is the customer's only where <c>Site:TrustedProxies</c> names the proxy.
/// </summary>
public sealed class RateLimitOptions : IValidatableObject
{
    public const string Section = "RateLimits";

    /// <summary>All posts from one address, or of one signed-in agent.</summary>
    public int PostsPerMinute { get; set; } = 120;

    /// <summary>Sign-ins, and requests for a link or a code, from one address.</summary>
    public int GuessablePerMinute { get; set; } = 10;

    /// <summary>New service requests from one address.</summary>
    public int CostlyPerMinute { get; set; } = 30;

    /// <summary>Answers from one address to “which order is it?”.</summary>
    public int OrdersPerMinute { get; set; } = 20;

    /// <summary>Checks of a statement from one address.</summary>
    public int ChecksPerMinute { get; set; } = 20;

    /// <summary>Uploads to one request from one address.</summary>
    public int UploadsPerMinute { get; set; } = 40;

    /// <summary>Uploads to one request that are on their way at the same time.</summary>
    public int UploadsAtOncePerRequest { get; set; } = 6;

    /// <summary>Uploads from one address that are on their way at the same time.</summary>
    public int UploadsAtOncePerAddress { get; set; } = 18;

    /// <summary>What browsers at one address report of the content security policy.</summary>
    public int ReportsPerMinute { get; set; } = 20;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from limit in new (string Name, int PerMinute)[]
        {
            (nameof(PostsPerMinute), PostsPerMinute), (nameof(GuessablePerMinute), GuessablePerMinute), (nameof(CostlyPerMinute), CostlyPerMinute),
            (nameof(OrdersPerMinute), OrdersPerMinute), (nameof(ChecksPerMinute), ChecksPerMinute), (nameof(UploadsPerMinute), UploadsPerMinute),
            (nameof(UploadsAtOncePerRequest), UploadsAtOncePerRequest), (nameof(UploadsAtOncePerAddress), UploadsAtOncePerAddress),
            (nameof(ReportsPerMinute), ReportsPerMinute),
        }
        where limit.PerMinute is < 1 or > 1_000_000
        select new ValidationResult($"{Section}:{limit.Name} is {limit.PerMinute}: it must be from 1 to 1000000.");
}
