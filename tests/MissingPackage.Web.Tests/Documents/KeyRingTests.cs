using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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

        await using var again = Start();
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

        await using (var without = Start(certificate: null))
        {
            var failure = Assert.ThrowsAny<Exception>(() => without.Services);
            Assert.Contains("KeyRing:CertificatePath", failure.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(stored, Directory.EnumerateFiles(_folder["documents"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList());
        await using var again = Start();
        Assert.Single(await KeysAsync(again));
        var agent = await again.NewAgentAsync();
        Assert.Equal(HttpStatusCode.OK, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1")).Status);
    }

    [Fact]
    public async Task Start_WithANewCertificateAndTheEarlierOne_OpensWhatIsThereAndProtectsNewKeysWithTheNewOne()
    {
        MakeCertificate("keys.pfx");
        MakeCertificate("new.pfx");
        var (reference, document) = await StoreADocumentAsync();

        await using (var alone = Start("new.pfx"))
        {
            var failure = Assert.ThrowsAny<Exception>(() => alone.Services);
            Assert.Contains("KeyRing:EarlierCertificates", failure.ToString(), StringComparison.Ordinal);
        }

        await using (var replaced = Start("new.pfx", "keys.pfx"))
        {
            var agent = await replaced.NewAgentAsync();
            Assert.Equal(HttpStatusCode.OK, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1")).Status);
            var now = replaced.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            replaced.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
            Assert.Equal([Thumbprint("keys.pfx"), Thumbprint("new.pfx")], (await KeysAsync(replaced)).ConvertAll(ProtectedBy));
        }

        await using var again = Start("new.pfx", "keys.pfx");
        Assert.Equal(HttpStatusCode.OK, (await (await again.NewAgentAsync()).OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1")).Status);
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
        await using var application = Start();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        return (reference, await application.OnlyDocumentAsync(reference));
    }

    private MissingPackageApplication Start(string? certificate = "keys.pfx", params string[] earlier)
    {
        (string, string)[] settings = [("Database:Provider", "Sqlite"), ("Database:ConnectionString", $"Data Source={_folder["test.db"]}"), ("Documents:Folder", _folder["documents"])];
        return QuietApplication.And(certificate is null
            ? settings
            : [
                .. settings, ("KeyRing:CertificatePath", _folder[certificate]), ("KeyRing:CertificatePassword", Password),
                .. earlier.Select((name, index) => ($"KeyRing:EarlierCertificates:{index}", _folder[name])),
            ]);
    }

    private string Thumbprint(string file)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(_folder[file], Password);
        return certificate.Thumbprint;
    }

    /// <summary>The thumbprint of the certificate that a key is encrypted to.</summary>
    private static string ProtectedBy(string key)
    {
        var encoded = XElement.Parse(key).Descendants().Single(element => element.Name.LocalName == "X509Certificate").Value;
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(encoded));
        return certificate.Thumbprint;
    }

    private void MakeCertificate(string file = "keys.pfx")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Sample key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllBytes(_folder[file], certificate.Export(X509ContentType.Pkcs12, Password));
    }
}
