using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Tests.Requests;

public sealed class PacketRuleTests
{
    private static readonly DateTime Now = new(2026, 7, 2, 16, 0, 0, DateTimeKind.Utc);
    private static readonly Actor Agent = Actor.Agent("agent@example.com");

    [Fact]
    public void CanMakePacket_OnlyWithBothDocumentsAcceptedAndStored()
    {
        var request = RequestBuilder.CreateRequest();
        Assert.False(request.CanMakePacket);
        var id = Send(request, DocumentKind.PhotoId);
        Send(request, DocumentKind.Statement);
        Assert.False(request.CanMakePacket);
        request.AcceptDocuments(Agent, Now);
        Assert.True(request.CanMakePacket);
        Send(request, DocumentKind.ProofOfValue);
        Assert.Equal([DocumentKind.PhotoId, DocumentKind.Statement, DocumentKind.ProofOfValue], request.PacketDocuments.Select(d => d.Kind));
        request.EraseDocument(id, "Asked", Agent, Now);
        Assert.False(request.CanMakePacket);
    }

    [Fact]
    public void PagesToMask_AreThoseOfTheIdThatNobodyLookedAt()
    {
        var request = RequestBuilder.CreateRequest();
        var id = Send(request, DocumentKind.PhotoId, pages: 2);
        var statement = Send(request, DocumentKind.Statement);
        request.AcceptDocuments(Agent, Now);
        Assert.Equal([1, 2], request.PagesToMask(IdDisclosure.Masked).Select(p => p.Page.Number));
        Assert.Empty(request.PagesToMask(IdDisclosure.Full));
        Assert.Empty(request.PagesToMask(IdDisclosure.NotSent));

        request.MaskPage(id, 1, [], Agent, Now);
        Assert.Equal([2], request.PagesToMask(IdDisclosure.Masked).Select(p => p.Page.Number));
        request.MaskPage(id, 2, [new MaskedArea(10, 10, 90, 90)], Agent, Now);
        Assert.Empty(request.PagesToMask(IdDisclosure.Masked));
        Assert.Throws<RequestRuleException>(() => request.MaskPage(statement, 1, [], Agent, Now));
        Assert.Throws<RequestRuleException>(() => request.MaskPage(id, 3, [], Agent, Now));
        Assert.Throws<ArgumentException>(() => request.MaskPage(id, 1, [new MaskedArea(50, 0, 51, 10)], Agent, Now));
        Assert.Throws<ArgumentOutOfRangeException>(() => request.MaskPage(id, 1, [.. Enumerable.Repeat(new MaskedArea(0, 0, 1, 1), 7)], Agent, Now));
        Assert.Equal(["Page 1: nothing to cover", "Page 2: 1 covered"], request.Events.Where(e => e.Kind == RequestEventKind.IdMasked).Select(e => e.Detail!).ToArray());
    }

    [Fact]
    public void Forms_OfEveryCarrier_AskForTheCoreOnce()
    {
        foreach (var form in CarrierDirectory.All.Select(carrier => carrier.Claim.Form).Append(ClaimForm.Usual))
        {
            Assert.Equal(form.Count, form.Distinct().Count());
            Assert.Superset(
                new HashSet<ClaimField> { ClaimField.TrackingNumber, ClaimField.Reason, ClaimField.Sender, ClaimField.Recipient, ClaimField.DeliveryAddress, ClaimField.Contents, ClaimField.Value },
                form.ToHashSet());
        }

        Assert.Equal(3_000_000, CarrierDirectory.Get(CarrierCode.DhlExpress).Claim.MaxPacketBytes);
        Assert.Contains(ClaimField.SerialNumbers, CarrierDirectory.Get(CarrierCode.FedEx).Claim.Form);
        Assert.Contains(ClaimField.Weight, CarrierDirectory.Get(CarrierCode.Ups).Claim.Form);
        Assert.Contains(ClaimField.ServiceAndInsurance, CarrierDirectory.Get(CarrierCode.Usps).Claim.Form);
        Assert.All(CarrierDirectory.All, carrier => Assert.Equal(IdDisclosure.Masked, carrier.Claim.PhotoId));
    }

    private static Guid Send(ServiceRequest request, DocumentKind kind, int pages = 1)
    {
        var id = Guid.NewGuid();
        var type = kind == DocumentKind.PhotoId ? PhotoIdType.Passport : (PhotoIdType?)null;
        request.AttachDocument(new UploadedFile(id, Guid.NewGuid(), kind, type, "image/jpeg", 1000, id.ToString("n").PadRight(64, '0')), Now);
        request.FinishDocument(id, [.. Enumerable.Range(1, pages).Select(n => new DocumentPage(n, 100, 100, 1000, ""))], Now);
        return id;
    }
}
