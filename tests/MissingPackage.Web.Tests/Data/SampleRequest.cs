using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Web.Tests.Data;

/// <summary>Requests to store, plainly made up.</summary>
internal static class SampleRequest
{
    public static readonly Actor CareAgent = Actor.Agent("agent@example.com");

    /// <summary>A hundred emoji of two UTF-16 characters each would be all; these are mixed with two right-to-left scripts.</summary>
    public static string LongestName { get; } = FillTo(CustomerFacts.MaxName, "📦 עברית لعربية é ");

    public static RequestReference NewReference() => RequestReference.FromRandom(RandomNumberGenerator.GetBytes(5));

    /// <summary>An instant in UTC.</summary>
    public static DateTime At(string utc) => DateTime.Parse(
        utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>As little as a customer can report.</summary>
    public static ServiceRequest Short(decimal value = 100m, RequestReference? reference = null, Guid? submission = null, DateTime? openedOn = null) =>
        ServiceRequest.Open(
            Guid.NewGuid(),
            reference ?? NewReference(),
            submission ?? Guid.NewGuid(),
            new RequestFacts(
                new OrderFacts("ORDER-555-0100", "A sample item", null, value),
                new CustomerFacts("Sample Customer", "customer@example.com", null),
                new DeliveryAddress("1 Sample Street", null, "Sampleville", "NY", "00000"),
                new ShipmentFacts(null, null, new(2026, 7, 1), new(2026, 7, 1)),
                HomeSearch.None),
            openedOn ?? At("2026-07-02 14:00"));

    /// <summary>Every fact given, at its greatest length.</summary>
    public static ServiceRequest Long() => ServiceRequest.Open(
        Guid.NewGuid(),
        NewReference(),
        Guid.NewGuid(),
        new RequestFacts(
            new OrderFacts(
                FillTo(OrderFacts.MaxNumber, "ORDER-"), FillTo(OrderFacts.MaxItem, "📦 sample "),
                FillTo(OrderFacts.MaxSeller, "Sample Seller "), OrderFacts.MaxValue, FillTo(OrderFacts.MaxSerialNumbers, "SN-")),
            new CustomerFacts(
                LongestName, FillTo(CustomerFacts.MaxEmail - "@example.com".Length, "customer") + "@example.com",
                FillTo(CustomerFacts.MaxPhone, "555-0100 ")),
            new DeliveryAddress(
                FillTo(DeliveryAddress.MaxLine, "1 Sample Street "), FillTo(DeliveryAddress.MaxLine, "Unit 2 "),
                FillTo(DeliveryAddress.MaxCity, "Sampleville "), "HI", "00000-0000"),
            new ShipmentFacts(
                CarrierCode.DhlExpress, FillTo(TrackingNumber.MaxLength, "JJD"), new(2026, 7, 1), new(2026, 6, 30)),
            new HomeSearch(HomeKind.Apartment, Enum.GetValues<PlaceToLook>(), FillTo(HomeSearch.MaxCaseNumber, "CASE-"))),
        At("2026-07-02 14:00").AddTicks(1_234_567));

    public static UploadedFile File(DocumentKind kind, Guid? upload = null)
    {
        var id = Guid.NewGuid();
        return new UploadedFile(
            id, upload ?? Guid.NewGuid(), kind, kind == DocumentKind.PhotoId ? PhotoIdType.StateId : null,
            "image/jpeg", 250_000, Sha256(id.ToString()));
    }

    public static DocumentPage[] CleanPages(int count) =>
        [.. Enumerable.Range(1, count).Select(n => new DocumentPage(n, 1200 + n, 900, 84_000 + n, Sha256($"page {n}")))];

    /// <summary>Both documents, one minute apart.</summary>
    public static void ReceiveBoth(ServiceRequest request, string on = "2026-07-02 15:00")
    {
        foreach (var kind in DocumentKinds.Required)
        {
            var now = At(on).AddMinutes((int)kind);
            var document = request.AttachDocument(File(kind), now);
            request.FinishDocument(document.Id, CleanPages(1 + (int)kind), now);
        }
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Words repeated to just this many UTF-16 characters, no emoji cut in two.</summary>
    private static string FillTo(int length, string words)
    {
        var text = string.Concat(Enumerable.Repeat(words, 1 + (length / words.Length)))[..length];
        return char.IsHighSurrogate(text[^1]) ? text[..^1] + "." : text;
    }
}
