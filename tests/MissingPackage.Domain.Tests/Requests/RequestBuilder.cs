using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>
/// Makes a request by telling its story: <c>CreateRequest(r => r.Expected("2026-07-01").To("HI").WithBothDocuments())</c>.
/// Left alone, the package was expected in New York on Wednesday 1 July 2026, so that the documents are due at the end
/// of Tuesday 7 July, and the request is opened on Thursday 2 July, before any deadline.
/// </summary>
internal sealed class RequestBuilder
{
    public const string FirstDeadline = "2026-07-08 03:59:59.999";

    public static readonly Actor Agent = Actor.Agent("agent@example.com");

    public static readonly Actor Seller = Actor.Seller("Sample Seller");

    public static readonly IReadOnlyList<DocumentPage> OnePage =
        [new DocumentPage(1, 1200, 900, 84_000, Convert.ToHexStringLower(SHA256.HashData("page"u8)))];

    private readonly List<Action<ServiceRequest>> _story = [];
    private string _expected = "2026-07-01";
    private string _opened = "2026-07-02 14:00";
    private string _state = "NY";
    private decimal _value = 100m;
    private CarrierCode? _carrier = CarrierCode.Ups;

    private RequestBuilder()
    {
    }

    public static ServiceRequest CreateRequest(Func<RequestBuilder, RequestBuilder>? tell = null)
    {
        var builder = new RequestBuilder();
        return (tell?.Invoke(builder) ?? builder).Build();
    }

    public RequestBuilder Expected(string date) => With(() => _expected = date);

    public RequestBuilder Opened(string utc) => With(() => _opened = utc);

    public RequestBuilder To(string state) => With(() => _state = state);

    public RequestBuilder Worth(decimal dollars) => With(() => _value = dollars);

    public RequestBuilder CarriedBy(CarrierCode? carrier) => With(() => _carrier = carrier);

    public RequestBuilder WithPhotoId(string on = "2026-07-02 15:00") => Then(r => r.Receive(DocumentKind.PhotoId, on));

    public RequestBuilder WithStatement(string on = "2026-07-02 15:00") => Then(r => r.Receive(DocumentKind.Statement, on));

    public RequestBuilder WithBothDocuments(string on = "2026-07-02 15:00") => WithPhotoId(on).WithStatement(on);

    public RequestBuilder StillChecking(DocumentKind kind, string on = "2026-07-02 15:00") => Then(r => r.Send(kind, on));

    public RequestBuilder AskedAgainFor(DocumentKind kind, string on = "2026-07-06 15:00") =>
        Then(r => r.AskForMore([kind], "The photo is too dark to read.", Agent, At(on)));

    public RequestBuilder Accepted(string on = "2026-07-06 15:00") => Then(r => r.AcceptDocuments(Agent, At(on)));

    public RequestBuilder HandedOff(string on = "2026-07-06 16:00") =>
        Then(r => r.HandToSeller("Sample Seller", "claims@example.com", Agent, At(on)));

    public RequestBuilder WithCarrierClaim(string on = "2026-07-07 15:00") =>
        Then(r => r.RecordCarrierClaim("CLAIM-555-0100", Agent, At(on)));

    public RequestBuilder OutOfStock(string on = "2026-07-08 14:00") => Then(r => r.RecordStock(false, Agent, At(on)));

    public RequestBuilder Refunded(string on = "2026-07-20 15:00") => OutOfStock(on).Then(r => r.Resolve(Resolution.Refund(100m), Agent, At(on)));

    public RequestBuilder Declined(string on = "2026-07-06 15:00") =>
        Then(r => r.Decline("The name on the ID is another one.", Agent, At(on)));

    public RequestBuilder Found(string on = "2026-07-07 15:00") =>
        Then(r => r.MarkFound(PlaceToLook.Neighbors, Actor.Customer, At(on)));

    public RequestBuilder AssignedToAgent(string on = "2026-07-02 14:30") =>
        Then(r => r.Assign("agent-1", "agent@example.com", Agent, At(on)));

    /// <summary>Goes to a status by its ordinary way.</summary>
    public RequestBuilder ThatIs(RequestStatus status) => status switch
    {
        RequestStatus.AwaitingDocuments => this,
        RequestStatus.ReadyForReview => WithBothDocuments(),
        RequestStatus.MoreNeeded => ThatIs(RequestStatus.ReadyForReview).AskedAgainFor(DocumentKind.PhotoId),
        RequestStatus.WithSeller => ThatIs(RequestStatus.ReadyForReview).Accepted(),
        RequestStatus.CarrierClaimFiled => ThatIs(RequestStatus.WithSeller).WithCarrierClaim(),
        RequestStatus.Resolved => ThatIs(RequestStatus.CarrierClaimFiled).Refunded(),
        RequestStatus.Declined => ThatIs(RequestStatus.ReadyForReview).Declined(),
        RequestStatus.Closed => ThatIs(RequestStatus.ReadyForReview).Found(),
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public RequestBuilder Then(Action<ServiceRequest> step) => With(() => _story.Add(step));

    /// <summary>An instant in UTC.</summary>
    public static DateTime At(string utc) => DateTime.Parse(
        utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>A file that nobody sent before, unless its bytes or its upload are named.</summary>
    public static UploadedFile File(DocumentKind kind, long length = 250_000, string? bytes = null, Guid? upload = null)
    {
        var id = Guid.NewGuid();
        var content = Encoding.UTF8.GetBytes(bytes ?? id.ToString());
        return new UploadedFile(
            id, upload ?? Guid.NewGuid(), kind, PhotoIdType.DriversLicense, "image/jpeg", length,
            Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private RequestBuilder With(Action change)
    {
        change();
        return this;
    }

    private ServiceRequest Build()
    {
        var expected = DateOnly.ParseExact(_expected, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var facts = new RequestFacts(
            new OrderFacts("ORDER-555-0100", "A sample item", "Sample Seller", _value),
            new CustomerFacts("Sample Customer", "customer@example.com", "555-0100"),
            new DeliveryAddress("1 Sample Street", null, "Sampleville", _state, "00000"),
            new ShipmentFacts(_carrier, null, expected, expected),
            HomeSearch.None);
        var request = ServiceRequest.Open(
            Guid.NewGuid(), RequestReference.FromRandom([1, 2, 3, 4, 5]), Guid.NewGuid(), facts, At(_opened));
        _story.ForEach(step => step(request));
        return request;
    }
}

/// <summary>What the customer's uploads do to a request, in one word each.</summary>
internal static class RequestUploads
{
    private static int s_corrections;

    /// <summary>The customer signs the statement on screen.</summary>
    public static RequestDocument Sign(this ServiceRequest request, DateTime now, Guid? form = null, ScreenSignature? signature = null)
    {
        var file = RequestBuilder.File(DocumentKind.Statement, upload: form);
        return request.SignStatement(file, file.Id.ToString("n")[..RequestDocument.CheckCodeLength], signature ?? Signature(now), RequestBuilder.OnePage, now);
    }

    public static ScreenSignature Signature(DateTime now) => new(
        SigningMethod.Typed, "2026.1", new string('a', RequestDocument.Sha256Length), now, EmailConfirmed: true,
        OtherName: null, MissingCharacters: null, "203.0.113.7", "SampleBrowser/1.0");

    /// <summary>Somebody corrects the item, to something it was not before.</summary>
    public static bool Correct(this ServiceRequest request, DateTime now, Actor? actor = null)
    {
        var facts = CorrectedFacts.Of(request);
        var item = $"A corrected item {Interlocked.Increment(ref s_corrections)}";
        return request.CorrectFacts(facts with { Order = facts.Order with { Item = item } }, actor ?? Actor.Customer, now);
    }

    /// <summary>A file arrives and is still being checked.</summary>
    public static RequestDocument Send(this ServiceRequest request, DocumentKind kind, string on = "2026-07-02 15:00") =>
        request.AttachDocument(RequestBuilder.File(kind), RequestBuilder.At(on));

    /// <summary>A file arrives and turns out well.</summary>
    public static RequestDocument Receive(this ServiceRequest request, DocumentKind kind, string on = "2026-07-02 15:00")
    {
        var document = request.Send(kind, on);
        request.FinishDocument(document.Id, RequestBuilder.OnePage, RequestBuilder.At(on));
        return document;
    }
}
