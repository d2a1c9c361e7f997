using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Storage;
using MissingPackage.Data;
using MissingPackage.Data.Orders;
using MissingPackage.Data.Settings;
using MissingPackage.Documents;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Web.Composition;

/// <summary>A dozen requests, at least one in each state, for an empty database in development. Plainly samples.</summary>
internal static class SampleData
{
    private const string Reason = "The photo is blurred, so the name and the date can’t be read. Please lay the ID flat, in daylight, and take it again.";

    private static readonly Actor Agent = Actor.Agent("agent@example.com");

    private static readonly (string City, string State, string Zip)[] Towns =
    [
        ("New York", "NY", "10001"), ("Chicago", "IL", "60601"), ("Denver", "CO", "80202"), ("Seattle", "WA", "98101"),
        ("Honolulu", "HI", "96813"), ("Miami", "FL", "33101"), ("Austin", "TX", "73301"), ("Phoenix", "AZ", "85001"),
    ];

    private static readonly (CarrierCode Carrier, string Number)[] Parcels =
    [
        (CarrierCode.Usps, "9400111206206406260787"), (CarrierCode.Ups, "1Z5R89390357567127"),
        (CarrierCode.FedEx, "986578788855"), (CarrierCode.DhlExpress, "3318810025"),
    ];

    private static readonly string[] Items =
        ["Running shoes, size 9", "Coffee grinder", "Winter coat, blue, M", "Headphones", "Board game", "Set of four mugs"];

    public static async Task PrepareSampleDataAsync(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment() || !app.Configuration.Read<SampleDataOptions>(SampleDataOptions.Section).Enabled)
        {
            return;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var database = services.GetRequiredService<MissingPackageContext>();
        await AddKnownOrdersAsync(database, services.GetRequiredService<TimeProvider>());
        if (await database.Requests.AnyAsync())
        {
            return;
        }

        var samples = new Samples(database, services.GetRequiredService<DocumentVault>(), services.GetRequiredService<DocumentIntake>(),
            services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        await samples.MakeAsync();
        app.Logger.LogInformation("Made {Count} sample requests; see them at /admin", await database.Requests.CountAsync());
    }

    /// <summary>Three orders that a report can be tried with: MP-DEMO-1001 to 1003 of customer@example.com.</summary>
    private static async Task AddKnownOrdersAsync(MissingPackageContext database, TimeProvider time)
    {
        if (await database.KnownOrders.AnyAsync())
        {
            return;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        for (var number = 1; number <= 3; number++)
        {
            var (city, state, zip) = Towns[number - 1];
            var (carrier, tracking) = Parcels[number - 1];
            database.KnownOrders.Add(new KnownOrder
            {
                Number = $"MP-DEMO-{1000 + number}",
                Item = Items[number + 1],
                SerialNumbers = number == 2 ? "SAMPLE-SN-0001" : null,
                Value = 59.95m * number,
                Seller = "Sample Seller",
                Carrier = carrier,
                TrackingNumber = tracking,
                Line1 = $"{number}0 Example Street",
                City = city,
                State = state,
                Zip = zip,
                ExpectedDate = today.AddDays(-number),
            }.Complete("customer@example.com", today));
        }

        await database.SaveChangesAsync();
    }

    private sealed class Samples(MissingPackageContext database, DocumentVault vault, DocumentIntake intake, DateTime now)
    {
        private const string SellerName = "Sample Seller";
        private const string SellerEmail = "claims@example.com";

        private int _made;

        public async Task MakeAsync()
        {
            // (days since expected, days since opened)
            Open(2, 1);
            Open(0, 0.1);
            Open(12, 2);
            await OpenWithAsync(1, 0.5, DocumentKind.Statement);
            await ReadyAsync(4, 3);
            await ReadyAsync(8, 6);
            await ReadyAsync(15, 1);
            (await ReadyAsync(5, 4)).AskForMore([DocumentKind.PhotoId], Reason, Agent, now.AddDays(-1));
            (await ReadyAsync(9, 8)).AcceptDocuments(Agent, now.AddHours(-5));
            var handed = await ReadyAsync(11, 10);
            handed.AcceptDocuments(Agent, now.AddDays(-3));
            handed.HandToSeller(SellerName, SellerEmail, Agent, now.AddDays(-2));
            var claimed = await ReadyAsync(20, 18);
            claimed.AcceptDocuments(Agent, now.AddDays(-15));
            claimed.HandToSeller(SellerName, SellerEmail, Agent, now.AddDays(-14));
            claimed.RecordCarrierClaim("SAMPLE-CLAIM-1001", Agent, now.AddDays(-6));
            var replaced = await ReadyAsync(30, 28);
            replaced.AcceptDocuments(Agent, now.AddDays(-25));
            replaced.Resolve(Resolution.Replacement("1Z879E930346834440"), Agent, now.AddDays(-20));
            var refunded = await ReadyAsync(40, 38);
            refunded.AcceptDocuments(Agent, now.AddDays(-35));
            refunded.RecordCarrierClaim("SAMPLE-CLAIM-1002", Agent, now.AddDays(-33));
            refunded.RecordStock(false, Agent, now.AddDays(-23));
            refunded.Resolve(Resolution.Refund(refunded.Order.Value), Agent, now.AddDays(-22));
            (await ReadyAsync(14, 13)).Decline("The carrier’s photo shows the package at your door, and the statement names another address. If that’s a mistake, please call us.", Agent, now.AddDays(-9));
            if (await database.Users.OrderBy(agent => agent.NormalizedUserName).FirstOrDefaultAsync() is { } agent)
            {
                claimed.Assign(agent.Id, agent.UserName!, Agent, now.AddDays(-15));
                (await ReadyAsync(3, 2)).Assign(agent.Id, agent.UserName!, Agent, now.AddHours(-20));
            }

            Open(3, 2).MarkFound(PlaceToLook.Neighbors, Actor.Customer, now.AddDays(-1));
            var seller = Seller.New(Guid.NewGuid());
            seller.Become(SellerName, SellerEmail, null);
            database.Sellers.Add(seller);
            await database.SaveChangesAsync();
        }

        private ServiceRequest Open(int daysSinceExpected, double daysSinceOpened)
        {
            var number = ++_made;
            var opened = now.AddDays(-daysSinceOpened);
            var expected = DateOnly.FromDateTime(now).AddDays(-daysSinceExpected);
            var (city, state, zip) = Towns[number % Towns.Length];
            var (carrier, tracking) = Parcels[number % Parcels.Length];
            var facts = new RequestFacts(
                new OrderFacts($"SAMPLE-{20400 + number}", Items[number % Items.Length], SellerName, 19.95m + (number * 13)),
                new CustomerFacts($"Sample Customer {number}", $"sample{number}@example.com", $"(212) 555-01{number:00}"),
                new DeliveryAddress($"{100 + number} Example Street", number % 3 == 0 ? "Apt 4B" : null, city, state, zip),
                new ShipmentFacts(carrier, tracking, expected, expected),
                new HomeSearch(HomeKind.House, [PlaceToLook.FrontDoor, PlaceToLook.SideYard, PlaceToLook.Neighbors, PlaceToLook.Mailbox], number % 2 == 0 ? $"SAMPLE-CASE-{number}" : null));
            var request = ServiceRequest.Open(Guid.NewGuid(), RequestReference.FromRandom(RandomNumberGenerator.GetBytes(5)), Guid.NewGuid(), facts, opened);
            database.Requests.Add(request);
            return request;
        }

        private async Task<ServiceRequest> ReadyAsync(int daysSinceExpected, double daysSinceOpened)
        {
            var request = await OpenWithAsync(daysSinceExpected, daysSinceOpened, DocumentKind.Statement);
            await SendAsync(request, DocumentKind.PhotoId, now.AddDays(-daysSinceOpened).AddMinutes(55));
            return request;
        }

        private async Task<ServiceRequest> OpenWithAsync(int daysSinceExpected, double daysSinceOpened, DocumentKind kind)
        {
            var request = Open(daysSinceExpected, daysSinceOpened);
            await SendAsync(request, kind, now.AddDays(-daysSinceOpened).AddMinutes(40));
            return request;
        }

        private async Task SendAsync(ServiceRequest request, DocumentKind kind, DateTime on)
        {
            var jpeg = kind == DocumentKind.PhotoId
                ? SamplePictures.PhotoId(request.Customer.Name, request.Address.Lines)
                : SamplePictures.SignedPage(
                [
                    $"Reference {request.Reference}", "", $"I, {request.Customer.Name}, state that the package", "described here did not reach me.", "",
                    $"Order {request.Order.Number}: {request.Order.Item}", $"Tracking {request.Shipment.TrackingNumber}", .. request.Address.Lines,
                ]);
            using var sent = intake.NewPrivateFile();
            await sent.WriteAsync(jpeg, CancellationToken.None);
            using var outcome = await intake.ExamineAsync(sent, request.Id, CancellationToken.None);
            if (outcome is not IntakeOutcome.Cleaned { Pages: [var page] })
            {
                throw new InvalidOperationException("A sample picture didn’t pass intake.");
            }

            var file = new UploadedFile(
                Guid.NewGuid(), Guid.NewGuid(), kind, kind == DocumentKind.PhotoId ? PhotoIdType.DriversLicense : null, "image/jpeg",
                jpeg.Length, Convert.ToHexStringLower(SHA256.HashData(jpeg)));
            var document = request.AttachDocument(file, on);
            var receipt = await vault.StoreAsync(DocumentNames.Page(document, 1), page.File, CancellationToken.None);
            request.FinishDocument(document.Id, [new DocumentPage(1, page.Width, page.Height, receipt.Length, receipt.Sha256)], on);
        }
    }
}
