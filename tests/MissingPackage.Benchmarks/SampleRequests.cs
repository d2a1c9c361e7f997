using System.Globalization;
using Bogus;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Benchmarks;

/// <summary>
/// Believable requests, the same ones each time, oldest first: three in five have ended over the last three years, the others
/// were opened in the last three weeks and stand at every step. Plainly samples: example.com, 555-01xx.
/// </summary>
internal sealed class SampleRequests(IReadOnlyList<Agent> agents, DateTime now)
{
    /// <summary>The seller of about one request in six.</summary>
    public const string LargestSeller = "Sample Outfitters";

    /// <summary>Changes with what is made, so that files made before aren't used again.</summary>
    public const int Edition = 2;

    private const double EndedShare = 0.6;

    private static readonly (string City, string State, string Zip)[] Towns =
    [
        ("New York", "NY", "10001"), ("Chicago", "IL", "60601"), ("Denver", "CO", "80202"), ("Seattle", "WA", "98101"), ("Honolulu", "HI", "96813"),
        ("Miami", "FL", "33101"), ("Austin", "TX", "73301"), ("Phoenix", "AZ", "85001"), ("Los Angeles", "CA", "90001"), ("Boston", "MA", "02101"),
    ];

    private static readonly string[] Items =
        ["Running shoes, size 9", "Coffee grinder", "Winter coat, blue, M", "Headphones", "Board game", "Set of four mugs", "Desk lamp", "Backpack", "Phone case", "Rain boots, size 7"];

    private static readonly DocumentPage[] Page = [new(1, 1200, 900, 84_000, new string('0', RequestDocument.Sha256Length))];

    private readonly Faker _faker = new("en") { Random = new Randomizer(20260701) };
    private readonly List<string> _sellers = [];
    private readonly List<string> _firstNames = [];
    private readonly List<string> _lastNames = [];

    public IEnumerable<ServiceRequest> Make(int count)
    {
        _sellers.AddRange(Enumerable.Range(0, 500).Select(n => $"Sample {_faker.Company.CompanyName()} {n.ToString(CultureInfo.InvariantCulture)}"));
        _firstNames.AddRange(Enumerable.Range(0, 3_000).Select(_ => _faker.Name.FirstName()));
        _lastNames.AddRange(Enumerable.Range(0, 3_000).Select(_ => _faker.Name.LastName()));
        var ended = (int)(count * EndedShare);
        for (var i = 0; i < count; i++)
        {
            var age = i < ended
                ? TimeSpan.FromDays(60 + (1035.0 * (ended - i) / ended))
                : TimeSpan.FromDays(21.0 * (count - i) / (count - ended));
            yield return i < ended ? End(Open(i, now - age)) : Advance(Open(i, now - age), now);
        }
    }

    private ServiceRequest Open(int number, DateTime opened)
    {
        var random = _faker.Random;
        var (city, state, zip) = random.ArrayElement(Towns);
        var (first, last) = (random.ListItem(_firstNames), random.ListItem(_lastNames));
        var name = random.Bool(0.1f) ? $"{first} {random.ListItem(_firstNames)} {last}" : $"{first} {last}";
        // Some wait days before they ask, and are late from the start.
        var expected = DateOnly.FromDateTime(opened).AddDays(-random.WeightedRandom([0, 1, 2, 3, 8], [0.3f, 0.3f, 0.15f, 0.1f, 0.15f]));
        CarrierCode? carrier = random.Bool(0.05f) ? null : random.Enum<CarrierCode>();
        var unique = number.ToString("D7", CultureInfo.InvariantCulture);
        var facts = new RequestFacts(
            new OrderFacts($"{random.Int(100, 999)}-{unique}", random.ArrayElement(Items), Seller(), decimal.Floor((decimal)Math.Exp(random.Double(2, 6.5))) + 0.99m),
            new CustomerFacts(name, $"{first}.{last}.{unique}@example.com", random.Bool(0.7f) ? $"(212) 555-01{random.Int(0, 99):00}" : null),
            new DeliveryAddress($"{random.Int(1, 9999)} Example Street", random.Bool(0.3f) ? $"Apt {random.Int(1, 40)}" : null, city, state, zip),
            new ShipmentFacts(carrier, carrier switch
            {
                CarrierCode.Ups => $"1Z5R8939{random.Int(0, 999)}{unique}",
                CarrierCode.Usps => $"94001112{random.Int(1000000, 9999999)}{unique}",
                CarrierCode.FedEx => $"98{random.Int(100, 999)}{unique}",
                CarrierCode.DhlExpress => $"33{random.Int(0, 9)}{unique}",
                _ => null,
            }, expected, expected),
            new HomeSearch(random.Enum<HomeKind>(), [PlaceToLook.FrontDoor, PlaceToLook.Neighbors, PlaceToLook.Mailbox], null));
        return ServiceRequest.Open(Guid.CreateVersion7(new DateTimeOffset(opened, TimeSpan.Zero)), Reference(number), random.Guid(), facts, opened);
    }

    private string? Seller() =>
        _faker.Random.Bool(0.17f) ? LargestSeller : _faker.Random.Bool(0.1f) ? null : _sellers[(int)(_sellers.Count * Math.Pow(_faker.Random.Double(), 2))];

    // Unlike random bytes, no two numbers make the same reference.
    private static RequestReference Reference(int number)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, (uint)number * 2_654_435_761UL % (1UL << 35) << 29);
        return RequestReference.FromRandom(bytes);
    }

    private ServiceRequest End(ServiceRequest request)
    {
        var random = _faker.Random;
        var on = request.OpenedOn;
        Assign(request, on.AddHours(1), 1f);
        var way = random.WeightedRandom([0, 1, 2, 3], [0.68f, 0.14f, 0.1f, 0.08f]);
        if (way == 2)
        {
            request.MarkFound(random.Enum<PlaceToLook>(), Actor.Customer, on.AddHours(random.Double(1, 90)));
        }
        else if (way == 3)
        {
            request.Withdraw(on.AddHours(random.Double(1, 90)));
        }
        else
        {
            Send(request, on.AddHours(random.Double(1, 70)));
            var decided = on.AddHours(random.Double(75, 140));
            if (way == 1)
            {
                request.Decline("The name on the ID is another one.", Somebody(), decided);
            }
            else
            {
                request.AcceptDocuments(Somebody(), decided);
                request.RecordCarrierClaim($"SAMPLE-{random.Int(10000, 99999)}", Somebody(), decided.AddHours(random.Double(1, 100)));
                var inStock = random.Bool();
                request.RecordStock(inStock, Somebody(), decided.AddDays(5));
                request.Resolve(inStock ? Resolution.Replacement(null) : Resolution.Refund(request.Order.Value), Somebody(), decided.AddDays(random.Double(5, 30)));
            }
        }

        return request;
    }

    private ServiceRequest Advance(ServiceRequest request, DateTime until)
    {
        var random = _faker.Random;
        // Times between its opening and now, so that nothing happens in the future.
        DateTime At(double share) => request.OpenedOn + ((until - request.OpenedOn) * share);
        var step = random.WeightedRandom([0, 1, 2, 3, 4], [0.27f, 0.38f, 0.08f, 0.18f, 0.09f]);
        if (step > 0)
        {
            Send(request, At(0.3));
        }

        Assign(request, At(0.4), step switch { 0 => 0.2f, 1 => 0.34f, _ => 1f });
        if (step == 2)
        {
            request.AskForMore([DocumentKind.PhotoId], "The photo is too dark to read.", Somebody(), At(0.6));
        }
        else if (step > 2)
        {
            request.AcceptDocuments(Somebody(), At(0.6));
            if (step == 4)
            {
                request.RecordCarrierClaim($"SAMPLE-{random.Int(10000, 99999)}", Somebody(), At(0.8));
            }
        }

        return request;
    }

    private void Send(ServiceRequest request, DateTime on)
    {
        var random = _faker.Random;
        var kinds = DocumentKinds.Required.Concat(DocumentKinds.Supporting.Where(kind => random.Bool(kind == DocumentKind.ProofOfValue ? 0.45f : 0.25f)));
        foreach (var kind in kinds)
        {
            var id = Guid.NewGuid();
            request.AttachDocument(new UploadedFile(id, id, kind, kind == DocumentKind.PhotoId ? PhotoIdType.StateId : null, "image/jpeg", 250_000, id.ToString("n").PadLeft(RequestDocument.Sha256Length, '0')), on);
            request.FinishDocument(id, Page, on);
        }

        if (random.Bool(0.6f))
        {
            var known = AddedEvidence.Of(request);
            request.AddEvidence(
                known with
                {
                    CarrierCaseNumber = random.Bool(0.8f) ? $"SAMPLE-CASE-{random.Int(10000, 99999)}" : null,
                    PoliceReportNumber = random.Bool(0.15f) ? $"SAMPLE-PD-{random.Int(1000, 9999)}" : null,
                    SerialNumbers = random.Bool(0.2f) ? $"SN-{random.Int(100000, 999999)}" : null,
                },
                Actor.Customer, on);
        }
    }

    private void Assign(ServiceRequest request, DateTime on, float share)
    {
        if (_faker.Random.Bool(share))
        {
            var agent = !_faker.Random.Bool(0.3f) ? agents[_faker.Random.Int(1, agents.Count - 1)] : agents[0];
            request.Assign(agent.Id, agent.UserName!, Actor.Agent(agent.UserName!), on);
        }
    }

    private Actor Somebody() => Actor.Agent(agents[_faker.Random.Int(0, agents.Count - 1)].UserName!);
}
