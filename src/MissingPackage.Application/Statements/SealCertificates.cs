using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Data;
using MissingPackage.Data.Seals;
using MissingPackage.Documents.Pdf;

namespace MissingPackage.Application.Statements;

/// <summary>
/// The certificate that documents are sealed with, and every one they were ever sealed with. It comes from a file of the
/// owner's, or the application makes one and keeps it beside the key ring, encrypted with it; where several nodes make
/// one at the same time, all of them take the one that was saved first.
/// </summary>
public sealed class SealCertificates(IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptions<SealOptions> options, TimeProvider time) : IDisposable
{
    private const string Purpose = "MissingPackage.Seal.v1";
    private const string Subject = "MissingPackage (self-signed)";

    /// <summary>A self-made certificate is followed by a new one so long before its end.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(60);

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);
    private readonly SemaphoreSlim _turn = new(1);
    private SealCertificate? _current;

    /// <summary>The one to seal with.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The owner's certificate isn't valid at this time, or the key ring doesn't open ours.</exception>
    public async Task<SealCertificate> CurrentAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_current is null || (FromFile is null && _current.Certificate.NotAfter.ToUniversalTime() < Now + Renewal))
            {
                await using var scope = scopes.CreateAsyncScope();
                var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>();
                var found = FromFile is { } path ? await LoadAsync(database, path, cancellation) : await FindOrMakeAsync(database, cancellation);
                _current?.Dispose();
                _current = found;
            }

            return _current;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A check that knows every certificate documents were ever sealed with, by whichever node.</summary>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<PdfSealCheck> CheckAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<MissingPackageContext>().SealCertificates.AsNoTracking()
            .Select(c => c.Certificate).ToListAsync(cancellation);
        var certificates = kept.ConvertAll(X509CertificateLoader.LoadCertificate);
        try
        {
            return new PdfSealCheck(certificates);
        }
        finally
        {
            certificates.ForEach(certificate => certificate.Dispose());
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _current?.Dispose();
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private string? FromFile => options.Value.CertificatePath is { Length: > 0 } path ? path : null;

    private async Task<SealCertificate> LoadAsync(MissingPackageContext database, string path, CancellationToken cancellation)
    {
        SealCertificate loaded;
        try
        {
            loaded = SealCertificate.Load(path, options.Value.CertificatePassword);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException("Seal:CertificatePath must name a PKCS #12 file with a certificate and its key, and Seal:CertificatePassword its password.", unreadable);
        }

        if (Now < loaded.Certificate.NotBefore.ToUniversalTime() || Now > loaded.Certificate.NotAfter.ToUniversalTime())
        {
            throw new InvalidOperationException("The certificate of Seal:CertificatePath isn’t valid at this time: statements can’t be sealed with it.");
        }

        var thumbprint = Thumbprint(loaded);
        if (!await database.SealCertificates.AnyAsync(c => c.Thumbprint == thumbprint, cancellation))
        {
            database.SealCertificates.Add(KeptSealCertificate.FromFile(thumbprint, loaded.Certificate.RawData, Now));
            try
            {
                await database.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException) when (database.SealCertificates.AsNoTracking().Any(c => c.Thumbprint == thumbprint))
            {
                // Another node kept it first.
            }
        }

        return loaded;
    }

    private async Task<SealCertificate> FindOrMakeAsync(MissingPackageContext database, CancellationToken cancellation)
    {
        var latest = await LatestAsync();
        if (latest is not null && Open(latest) is { } kept)
        {
            if (kept.Certificate.NotAfter.ToUniversalTime() >= Now + Renewal)
            {
                return kept;
            }

            kept.Dispose();
        }

        var made = SealCertificate.CreateSelfSigned(Subject, Now);
        var generation = (latest?.Generation ?? 0) + 1;
        database.SealCertificates.Add(KeptSealCertificate.SelfMade(
            Thumbprint(made), made.Certificate.RawData, _protector.Protect(made.ToPfx(password: null)), generation, Now));
        try
        {
            await database.SaveChangesAsync(cancellation);
            return made;
        }
        catch (DbUpdateException failure)
        {
            // Another node was first: its certificate is the one.
            made.Dispose();
            database.ChangeTracker.Clear();
            return await LatestAsync() is { } other && other.Generation >= generation
                ? Open(other)
                : throw new InvalidOperationException("The certificate to seal with couldn’t be kept.", failure);
        }

        Task<KeptSealCertificate?> LatestAsync() => database.SealCertificates.AsNoTracking()
            .Where(c => c.Generation != null).OrderByDescending(c => c.Generation).FirstOrDefaultAsync(cancellation);
    }

    private SealCertificate Open(KeptSealCertificate kept)
    {
        try
        {
            return SealCertificate.Read(_protector.Unprotect(kept.ProtectedKey!), password: null);
        }
        catch (CryptographicException closed)
        {
            throw new InvalidOperationException("The key ring doesn’t open the key that statements are sealed with.", closed);
        }
    }

    private static string Thumbprint(SealCertificate certificate) =>
        certificate.Certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
}
