namespace MissingPackage.Domain.Requests;

/// <summary>How a statement was signed on screen. Stored by name: rename nothing, only add.</summary>
public enum SigningMethod
{
    /// <summary>A typed name.</summary>
    Typed,

    /// <summary>Drawn with a finger, a pen or a mouse.</summary>
    Drawn,
}

/// <summary>
/// What attributes a signature given on screen to a person (ESIGN, 15 U.S.C. 7001; UETA, section 9). The signed file says
/// the same on its last page.
/// </summary>
/// <param name="Method">How it was given.</param>
/// <param name="Wording">The version of the statement's wording.</param>
/// <param name="TextSha256">SHA-256 of the statement's text that was signed, lower-case hex.</param>
/// <param name="SignedOn">UTC.</param>
/// <param name="EmailConfirmed">Whether the browser that signed had opened a link sent to the customer's address.</param>
/// <param name="OtherName">The typed name where it isn't the declarant's, at most <see cref="CustomerFacts.MaxName"/> characters; or null.</param>
/// <param name="MissingCharacters">The characters that no font could draw, at most <see cref="MaxMissing"/> characters; or null.</param>
/// <param name="IpAddress">Where it came from; empty once the file was erased.</param>
/// <param name="UserAgent">What the browser calls itself, at most <see cref="MaxUserAgent"/> characters; empty once the file was erased.</param>
public sealed record ScreenSignature(
    SigningMethod Method, string Wording, string TextSha256, DateTime SignedOn, bool EmailConfirmed,
    string? OtherName, string? MissingCharacters, string IpAddress, string UserAgent)
{
    /// <summary>The longest version of a wording, in characters.</summary>
    public const int MaxWording = 20;

    /// <summary>The most characters that no font could draw.</summary>
    public const int MaxMissing = 100;

    /// <summary>The longest address: an IPv6 one with a zone.</summary>
    public const int MaxIpAddress = 64;

    /// <summary>The longest name of a browser, in characters.</summary>
    public const int MaxUserAgent = 300;
}
