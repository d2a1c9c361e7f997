using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Statements;
using MissingPackage.Documents.Pdf;
using MissingPackage.Documents.Tests.Pdf;
using MissingPackage.Web.Tests.Documents;
using DocumentsTests = MissingPackage.Documents.Tests;

namespace MissingPackage.Web.Tests.Statements;

/// <summary>Where the seal's certificate comes from, and that all nodes have the same one.</summary>
public sealed class SealCertificatesTests
{
    [Fact]
    public async Task SelfMade_ByManyNodesAtOnce_IsOneForAllOfThem()
    {
        await using var application = new MissingPackageApplication();
        var nodes = Enumerable.Range(0, 4).Select(_ => Node(application)).ToList();

        var certificates = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.CurrentAsync(CancellationToken.None))));

        Assert.Single(certificates.Select(c => c.Certificate.GetCertHashString(HashAlgorithmName.SHA256)).Distinct(StringComparer.Ordinal));
        Assert.All(certificates, c => Assert.True(c.Certificate.HasPrivateKey));
        var kept = Assert.Single(await application.AskAsync(database => database.SealCertificates.ToListAsync()));
        Assert.Equal(1, kept.Generation);
        Assert.ThrowsAny<CryptographicException>(() => SealCertificate.Read(kept.ProtectedKey!, null));
        nodes.ForEach(node => node.Dispose());
    }

    [Fact]
    public async Task SelfMade_NearItsEnd_IsFollowedByAnotherAndOldStatementsStayOurs()
    {
        await using var application = new MissingPackageApplication();
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SignAsync();
        var pdf = await customer.CopyAsync(application);
        application.Time.Advance(TimeSpan.FromDays(365 * 5));

        using var node = Node(application);
        var next = await node.CurrentAsync(CancellationToken.None);

        Assert.True(next.Certificate.NotAfter.ToUniversalTime() > application.Now.AddYears(4));
        Assert.Equal(2, await application.AskAsync(database => database.SealCertificates.CountAsync()));
        Assert.Equal(SealState.IssuedByUs, (await node.CheckAsync(CancellationToken.None)).Examine(pdf).State);
    }

    [Fact]
    public async Task FromAFile_SealsAndIsKnownAfterItIsTakenAway()
    {
        using var folder = new DocumentsTests.TempFolder();
        using var mine = SealCertificate.CreateSelfSigned("Sample Market", new DateTime(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc));
        await File.WriteAllBytesAsync(folder["seal.pfx"], mine.ToPfx("sample"), BehindThePages.Cancellation);
        await using var application = MissingPackageApplication.With(("Seal:CertificatePath", folder["seal.pfx"]), ("Seal:CertificatePassword", "sample"));
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SignAsync();
        var pdf = await customer.CopyAsync(application);

        Assert.Contains("Sample Market", await PdfTools.SignatureAsync(pdf), StringComparison.Ordinal);
        Assert.Null(Assert.Single(await application.AskAsync(database => database.SealCertificates.ToListAsync())).ProtectedKey);
        using var without = Node(application);
        Assert.Equal(SealState.IssuedByUs, (await without.CheckAsync(CancellationToken.None)).Examine(pdf).State);
    }

    [Theory]
    [InlineData("missing.pfx", "sample", "Seal:CertificatePath must name a PKCS #12 file")]
    [InlineData("seal.pfx", "wrong", "Seal:CertificatePath must name a PKCS #12 file")]
    [InlineData("old.pfx", "sample", "isn’t valid at this time")]
    public async Task FromAFile_ThatIsOfNoUse_EndsTheStart(string file, string password, string message)
    {
        using var folder = new DocumentsTests.TempFolder();
        using var good = SealCertificate.CreateSelfSigned("Sample Market", new DateTime(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc));
        using var old = SealCertificate.CreateSelfSigned("Sample Market", new DateTime(2016, 7, 1, 0, 0, 0, DateTimeKind.Utc));
        await File.WriteAllBytesAsync(folder["seal.pfx"], good.ToPfx("sample"), BehindThePages.Cancellation);
        await File.WriteAllBytesAsync(folder["old.pfx"], old.ToPfx("sample"), BehindThePages.Cancellation);
        await using var application = MissingPackageApplication.With(("Seal:CertificatePath", folder[file]), ("Seal:CertificatePassword", password));

        var failure = Assert.ThrowsAny<InvalidOperationException>(() => application.Services);

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Another process with the same database and key ring.</summary>
    private static SealCertificates Node(MissingPackageApplication application) => new(
        application.Services.GetRequiredService<IServiceScopeFactory>(), application.Services.GetRequiredService<IDataProtectionProvider>(),
        Options.Create(new SealOptions()), application.Time);
}
