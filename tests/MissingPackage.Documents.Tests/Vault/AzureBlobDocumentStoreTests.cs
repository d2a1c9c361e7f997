using Azure;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Documents.Tests.Vault;

public sealed class AzureBlobDocumentStoreTests(AzuriteFixture azurite) : DocumentStoreContract, IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private AzureBlobDocumentStore? _store;

    protected override IDocumentStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _store = new(azurite.NewContainer());
        await _store.CreateContainerAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Read_WhenTheContainerIsMissing_IsAnErrorAndNotAMissingDocument()
    {
        var nowhere = new AzureBlobDocumentStore(azurite.NewContainer());

        var away = await Assert.ThrowsAsync<DocumentStoreAwayException>(() => nowhere.ReadAsync("requests/a", TestContext.Current.CancellationToken));
        Assert.IsType<RequestFailedException>(away.InnerException);
    }
}
