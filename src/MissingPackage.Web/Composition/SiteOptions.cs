using System.ComponentModel.DataAnnotations;

namespace MissingPackage.Web.Composition;

/// <summary>Section <c>Site</c>: where the application is reached.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>The address customers use, such as <c>https://missing.example.com</c>. Links in emails start with it.</summary>
    [Required(ErrorMessage = "Site:PublicUrl is missing: set it to the address customers use, such as https://missing.example.com.")]
    [Url(ErrorMessage = "Site:PublicUrl must be a full address, such as https://missing.example.com.")]
    public string PublicUrl { get; set; } = "";

    /// <summary>Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, or networks of them such as <c>10.0.0.0/16</c>. None by default.</summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>Whether customers come by https: cookies and headers that need it follow this alone.</summary>
    public bool IsHttps => PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

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
