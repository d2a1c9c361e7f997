using System.Net;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Jobs;
using MissingPackage.Application.Packets;
using MissingPackage.Data.Packets;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Packets;

/// <summary>How long a packet holds, what ends it, and what happens when its making is cut off.</summary>
public sealed class PacketLifeTests(PacketLifeTests.Watched application) : IClassFixture<PacketLifeTests.Watched>
{
    /// <summary>An application whose store can be watched.</summary>
    public sealed class Watched : MissingPackageApplication
    {
        private TestStore? _store;

        public Watched() => Where(services => services.Wrap<IDocumentStore>(inner => _store = new TestStore(inner)));

        internal TestStore Store => Services.GetService(typeof(IDocumentStore)) is TestStore store ? store : _store!;
    }

    [Fact]
    public async Task Packet_WhenADocumentIsAdded_IsMadeAnew()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        var first = await agent.TakeAsync(application, customer.Reference, "pdf");
        var file = Assert.Single(await application.StoredPacketsAsync(customer.Reference));

        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PressAsync("Send proof of value", Files.Photo());
        Assert.EndsWith("/packet", (await agent.OpenAsync($"/admin/requests/{customer.Reference}/packet/pdf")).Address, StringComparison.Ordinal);
        var second = await agent.TakeAsync(application, customer.Reference, "pdf");
        Assert.NotEqual(first.Body.Length, second.Body.Length);
        Assert.False(file == Assert.Single(await application.StoredPacketsAsync(customer.Reference)));
    }

    [Fact]
    public async Task Packet_WhenAMaskChanges_IsOutOfDate_AndTheJobErasesIt()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.TakeAsync(application, customer.Reference, "pdf");
        await application.ErasePacketsAsync();
        Assert.Single(await application.StoredPacketsAsync(customer.Reference));

        await agent.MaskAsync(customer.Reference, left: "10");
        Assert.NotNull((await agent.PacketAsync(customer.Reference)).Button("Make the PDF"));
        Assert.True(await application.ErasePacketsAsync() >= 1);
        Assert.Empty(await application.StoredPacketsAsync(customer.Reference));
    }

    [Fact]
    public async Task Packet_AfterAWeek_IsErased()
    {
        using var own = new QuietApplication();
        var (customer, agent) = await own.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.TakeAsync(own, customer.Reference, "zip");
        own.Time.Advance(ErasePacketsJob.Kept + TimeSpan.FromMinutes(1));
        Assert.Equal(1, await own.ErasePacketsAsync());
        Assert.Empty(await own.StoredPacketsAsync(customer.Reference));
    }

    [Fact]
    public async Task Erase_WhenAnAgentErasesAFile_TakesThePacketsWithIt()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.TakeAsync(application, customer.Reference, "pdf");
        await agent.TakeAsync(application, customer.Reference, "zip");
        Assert.Equal(2, (await application.StoredPacketsAsync(customer.Reference)).Count);

        await agent.ReviewAsync(customer.Reference);
        agent.Tick("Military or other federal ID");
        await agent.EraseAsync();
        Assert.Empty(await application.StoredPacketsAsync(customer.Reference));
        Assert.Empty(await RowsAsync(customer.Reference));
        Assert.EndsWith("/packet", (await agent.OpenAsync($"/admin/requests/{customer.Reference}/packet/pdf")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_WhileAPacketIsBeingMade_LeavesNothingOfIt()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.PacketAsync(customer.Reference);
        await agent.PressAsync("Make the PDF");
        await agent.ReviewAsync(customer.Reference);
        agent.Tick("The customer asked for it");
        var page = agent.Page;
        application.Store.BeforeCreate = async name =>
        {
            if (name.Contains("/packets/", StringComparison.Ordinal))
            {
                application.Store.BeforeCreate = _ => Task.CompletedTask;
                await agent.EraseAsync();
            }
        };

        Assert.Equal(0, await application.MakePacketsAsync());
        Assert.NotSame(page, agent.Page);
        Assert.Empty(await application.StoredPacketsAsync(customer.Reference));
        Assert.Empty(await RowsAsync(customer.Reference));
    }

    [Fact]
    public async Task Making_ShowsHowFarItIs()
    {
        var (customer, agent) = await application.AcceptedAsync(null, PacketPeople.PlainId, Files.Photo());
        await agent.MaskAsync(customer.Reference);
        await agent.PacketAsync(customer.Reference);
        Assert.Contains("Waiting for its turn.", (await agent.PressAsync("Make the PDF")).Text, StringComparison.Ordinal);
        var during = "";
        application.Store.BeforeCreate = async name =>
        {
            if (name.Contains("/packets/", StringComparison.Ordinal))
            {
                application.Store.BeforeCreate = _ => Task.CompletedTask;
                during = (await agent.PacketAsync(customer.Reference)).Text;
            }
        };

        Assert.Equal(1, await application.MakePacketsAsync());
        Assert.Contains("Being made: step 3 of 3.", during, StringComparison.Ordinal);
        Assert.Contains("Download the PDF", (await agent.PacketAsync(customer.Reference)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Making_WhenTheProcessDies_IsDoneAgainByTheNext()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.PacketAsync(customer.Reference);
        await agent.PressAsync("Make the PDF");
        using var dying = new CancellationTokenSource();
        application.Store.BeforeCreate = async name =>
        {
            if (name.Contains("/packets/", StringComparison.Ordinal))
            {
                application.Store.BeforeCreate = _ => Task.CompletedTask;
                await dying.CancelAsync();
                dying.Token.ThrowIfCancellationRequested();
            }
        };
        var maker = (PacketMaker)application.Services.GetService(typeof(PacketMaker))!;
        await Assert.ThrowsAsync<OperationCanceledException>(() => maker.MakeAsync(dying.Token));

        // Nobody takes it over before the lease has run out: the first may be slow, not dead.
        Assert.Equal(0, await application.MakePacketsAsync());
        application.Time.Advance(PacketMaker.LeaseLife + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await application.MakePacketsAsync());
        Assert.Equal("application/pdf", (await agent.OpenAsync($"/admin/requests/{customer.Reference}/packet/pdf")).Header("Content-Type"));
    }

    [Fact]
    public async Task Making_WhenItFailsAgainAndAgain_SaysSo_AndCanBeTriedAgain()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.PacketAsync(customer.Reference);
        await agent.PressAsync("Make the PDF");
        application.Store.BeforeCreate = name => name.Contains("/packets/", StringComparison.Ordinal) ? throw new IOException("The disk is away.") : Task.CompletedTask;
        for (var attempt = 1; attempt <= KeptPacket.MaxAttempts; attempt++)
        {
            Assert.Equal(0, await application.MakePacketsAsync());
            application.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Contains("It couldn’t be made, in several attempts.", (await agent.PacketAsync(customer.Reference)).Text, StringComparison.Ordinal);
        application.Store.BeforeCreate = _ => Task.CompletedTask;
        await agent.PressAsync("Try again");
        Assert.Equal(1, await application.MakePacketsAsync());
    }

    [Fact]
    public async Task Making_WhenADocumentIsDamaged_SaysSo()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        var id = (await application.RequestAsync(customer.Reference)).Documents.Single(d => d.IdType is not null);
        File.Delete(application.FileOf(id, "page-1"));
        await agent.PacketAsync(customer.Reference);
        await agent.PressAsync("Make the PDF");
        Assert.Equal(0, await application.MakePacketsAsync());
        Assert.Contains("A stored document is damaged or missing.", (await agent.PacketAsync(customer.Reference)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packet_WhenItsBytesAreGone_IsMadeAnew()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.TakeAsync(application, customer.Reference, "pdf");
        var folder = application.FolderOf((await application.RequestAsync(customer.Reference)).Id);
        var missing = (await application.SweepAsync()).RowsWithoutBlob; // of other tests
        File.Delete(Path.Combine(folder, Assert.Single(await application.StoredPacketsAsync(customer.Reference))));
        Assert.Equal(missing, (await application.SweepAsync()).RowsWithoutBlob);
        Assert.EndsWith("/packet", (await agent.OpenAsync($"/admin/requests/{customer.Reference}/packet/pdf")).Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await agent.TakeAsync(application, customer.Reference, "pdf")).Status);
    }

    [Fact]
    public async Task Sweep_KeepsPackets_AndErasesWhatAMakerLeftBehind()
    {
        using var own = new QuietApplication();
        var (customer, agent) = await own.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.TakeAsync(own, customer.Reference, "pdf");
        var kept = Assert.Single(await own.StoredPacketsAsync(customer.Reference));
        var left = Path.Combine(own.FolderOf((await own.RequestAsync(customer.Reference)).Id), "packets", Guid.NewGuid().ToString("n"));
        await File.WriteAllTextAsync(left, "cut off", BehindThePages.Cancellation);
        File.SetLastWriteTimeUtc(left, own.Now - TimeSpan.FromHours(2));
        File.SetLastWriteTimeUtc(Path.Combine(Path.GetDirectoryName(left)!, Path.GetFileName(kept)), own.Now - TimeSpan.FromHours(2));
        await own.SweepAsync();
        Assert.Equal([kept], await own.StoredPacketsAsync(customer.Reference));
    }

    [Fact]
    public async Task Request_MadeTwiceAtOnce_MakesOnePacket()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        var second = await application.NewAgentAsync();
        await agent.PacketAsync(customer.Reference);
        await second.PacketAsync(customer.Reference);
        await Task.WhenAll(agent.PressAsync("Make the PDF"), second.PressAsync("Make the PDF"));
        Assert.Single(await RowsAsync(customer.Reference));
        Assert.Equal(1, await application.MakePacketsAsync());
    }

    private async Task<IReadOnlyList<KeptPacket>> RowsAsync(string reference)
    {
        var id = (await application.RequestAsync(reference)).Id;
        return await application.AskAsync(database => database.Packets.AsNoTracking().Where(p => p.RequestId == id).ToListAsync());
    }
}
