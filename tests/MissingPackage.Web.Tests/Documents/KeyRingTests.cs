using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Documents.Tests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>The keys that documents are encrypted with, protected by a certificate.</summary>
public sealed class KeyRingTests : IDisposable
{
    private const string Password = "a sample password";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Keys_WhenACertificateIsConfigured_AreEncryptedAndDocumentsOpenAfterARestart()
    {
        MakeCertificate();
        var (reference, document) = await StoreADocumentAsync();

        await using var again = Start(withCertificate: true);
        Assert.All(await KeysAsync(again), key =>
        {
            Assert.Contains("encryptedSecret", key, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal);
        });
        var agent = await again.NewAgentAsync();
        Assert.Equal(HttpStatusCode.OK, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1")).Status);
    }

    [Fact]
    public async Task Start_WhenTheCertificateIsMissing_SaysSoAndLosesNothing()
    {
        MakeCertificate();
        var (reference, document) = await StoreADocumentAsync();
        var stored = Directory.EnumerateFiles(_folder["documents"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

        await using (var without = Start(withCertificate: false))
        {
            var failure = Assert.ThrowsAny<Exception>(() => without.Services);
            Assert.Contains("KeyRing:CertificatePath", failure.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(stored, Directory.EnumerateFiles(_folder["documents"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList());
        await using var again = Start(withCertificate: true);
        Assert.Single(await KeysAsync(again));
        var agent = await again.NewAgentAsync();
        Assert.Equal(HttpStatusCode.OK, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1")).Status);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static Task<List<string>> KeysAsync(MissingPackageApplication application) =>
        application.AskAsync(database => database.DataProtectionKeys.Select(key => key.Xml!).ToListAsync());

    private async Task<(string Reference, RequestDocument Document)> StoreADocumentAsync()
    {
        await using var application = Start(withCertificate: true);
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        return (reference, await application.OnlyDocumentAsync(reference));
    }

    private MissingPackageApplication Start(bool withCertificate)
    {
        (string, string)[] settings = [("Database:Provider", "Sqlite"), ("Database:ConnectionString", $"Data Source={_folder["test.db"]}"), ("Documents:Folder", _folder["documents"])];
        return QuietApplication.And(withCertificate
            ? [.. settings, ("KeyRing:CertificatePath", _folder["keys.pfx"]), ("KeyRing:CertificatePassword", Password)]
            : settings);
    }

    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Sample key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllBytes(_folder["keys.pfx"], certificate.Export(X509ContentType.Pkcs12, Password));
    }
}
