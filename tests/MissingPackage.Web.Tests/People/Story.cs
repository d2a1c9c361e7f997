namespace MissingPackage.Web.Tests.People;

/// <summary>What a customer will answer; the usual story of these tests unless one changes a word of it.</summary>
public sealed record Story
{
    private static int s_number;

    public string OrderNumber { get; init; } = $"SAMPLE-{Interlocked.Increment(ref s_number) + 1000}";

    public string Seller { get; init; } = "Sample Seller";

    public string Item { get; init; } = "Running shoes, size 9";

    public string Value { get; init; } = "84.50";

    public string Line1 { get; init; } = "101 Example Street";

    public string Line2 { get; init; } = "";

    public string City { get; init; } = "New York";

    public string State { get; init; } = "New York";

    public string Zip { get; init; } = "10001";

    public string Tracking { get; init; } = "1Z5R89390357567127";

    public string Carrier { get; init; } = "UPS";

    public string Expected { get; init; } = "7/1/2026";

    public string MarkedDelivered { get; init; } = "7/1/2026";

    public string Name { get; init; } = "Sample Customer";

    public string Email { get; init; } = "sample@example.com";

    public string Phone { get; init; } = "(212) 555-0123";

    /// <summary>An address that no other customer of the test run has.</summary>
    public static string FreshEmail() => $"sample{Interlocked.Increment(ref s_number)}@example.com";
}
