using System.ComponentModel.DataAnnotations;
using System.Net;

namespace MissingPackage.Application.Site;

/// <summary>Section <c>Site</c>: where the application is reached.</summary>
public sealed class SiteOptions : IValidatableObject
{
    public const string Section = "Site";

    /// <summary>The address customers use, such as <c>https://missing.example.com</c>. Links in emails start with it.</summary>
    [Required(ErrorMessage = "Site:PublicUrl is missing: set it to the address customers use, such as https://missing.example.com.")]
    public string PublicUrl { get; set; } = "";

    /// <summary>Whether customers come by https: cookies and headers that need it follow this alone.</summary>
    internal bool IsHttps => PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Addresses or networks of reverse proxies, such as <c>10.0.0.5</c> or <c>10.0.0.0/8</c>, whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed.</summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>The same, an address being a network of one.</summary>
    internal IEnumerable<IPNetwork> Proxies => TrustedProxies.Select(proxy => NetworkOf(proxy)!.Value);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        var isProduction = validationContext.GetRequiredService<IHostEnvironment>().IsProduction();
        if (PublicUrl.Length > 0)
        {
            if (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            {
                yield return new("Site:PublicUrl must be a full address, such as https://missing.example.com.");
            }
            else if (url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            {
                yield return new("Site:PublicUrl must be a host of its own without a path, such as https://missing.example.com.");
            }
            else if (isProduction && url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            {
                yield return new("Site:PublicUrl begins with http: in production customers send identity documents there, so it must be https, such as https://missing.example.com.");
            }
        }

        foreach (var proxy in TrustedProxies)
        {
            if (NetworkOf(proxy) is not { } network)
            {
                yield return new($"Site:TrustedProxies has “{proxy}”, which is no address and no network: write 10.0.0.5 or 10.0.0.0/8.");
            }
            else if (network.PrefixLength == 0)
            {
                yield return new($"Site:TrustedProxies has “{proxy}”, which would believe everybody: name your proxies’ own addresses or network, such as 10.0.0.0/8.");
            }
        }
    }

    // "10" is an address to IPAddress, 0.0.0.10.
    private static IPNetwork? NetworkOf(string proxy) =>
        IPNetwork.TryParse(proxy, out var network) ? network
        : IPAddress.TryParse(proxy, out var address) && (proxy.Contains(':', StringComparison.Ordinal) || proxy.Count(c => c == '.') == 3)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;

    /// <summary>A full address of a page of ours.</summary>
    /// <param name="path">From the root, such as <c>/return</c>.</param>
    public Uri Link(string path) => new(new Uri(PublicUrl.TrimEnd('/') + "/"), path.TrimStart('/'));
}

/// <summary>Section <c>Care</c>: how customers reach a person.</summary>
public sealed class CareOptions
{
    public const string Section = "Care";

    /// <summary>As people read it, such as <c>(800) 555-0188</c>.</summary>
    [Required(ErrorMessage = "Care:Phone is missing: set it to the number at which customers reach a person.")]
    public string Phone { get; set; } = "";

    /// <summary>When somebody answers, with the time zone.</summary>
    [Required(ErrorMessage = "Care:Hours is missing: say when somebody answers the phone, with the time zone.")]
    public string Hours { get; set; } = "";

    /// <summary>Where customers may write.</summary>
    [Required(ErrorMessage = "Care:Email is missing: set it to the address at which customers reach a person.")]
    [EmailAddress(ErrorMessage = "Care:Email must be an email address.")]
    public string Email { get; set; } = "";

    /// <summary>The phone number as a link.</summary>
    public string PhoneLink
    {
        get
        {
            var digits = string.Concat(Phone.Where(char.IsAsciiDigit));
            return $"tel:+{(digits.Length == 10 ? "1" : "")}{digits}";
        }
    }
}
