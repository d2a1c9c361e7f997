using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Site;
using MissingPackage.Application.Storage;
using MissingPackage.Application.Telemetry;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Documents;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Pdf;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Statements;

/// <summary>A customer's signature as it arrives.</summary>
/// <param name="FormId">Made with the form: the same form sent twice makes one statement.</param>
/// <param name="TextSha256">SHA-256 of the text that the customer read.</param>
/// <param name="Mark">The signature.</param>
/// <param name="Place">City and state.</param>
/// <param name="EmailConfirmed">Whether this browser opened a link sent to the customer's address.</param>
/// <param name="IpAddress">Where it came from.</param>
/// <param name="UserAgent">What the browser calls itself.</param>
public sealed record SigningAct(Guid FormId, string TextSha256, SignatureMark Mark, string Place, bool EmailConfirmed, string IpAddress, string UserAgent);

/// <summary>What became of a signature.</summary>
public abstract record SigningOutcome
{
    /// <summary>The statement is signed: just now, or by the same form or another tab before.</summary>
    public sealed record Done : SigningOutcome;

    /// <summary>The text is not the one that was read: a fact was corrected meanwhile.</summary>
    public sealed record TextChanged : SigningOutcome;

    /// <summary>Not taken; the sentence says why.</summary>
    public sealed record NotAllowed(string Why) : SigningOutcome;

    /// <summary>Not taken: there is no room to store it.</summary>
    public sealed record NoRoom : SigningOutcome;
}

/// <summary>
/// Signs a statement on screen: makes the PDF with how it was signed, seals it, stores it and its pages encrypted, and
/// only then records it. A crash at any step leaves either nothing or a whole signed statement.
/// </summary>
public sealed class StatementSigner(
    MissingPackageContext database, DocumentVault vault, IPdfEngine engine, StatementPdfs statements, SealCertificates seals, RequestMessages messages,
    IOptions<SiteOptions> site, IntakeOptions intake, Measurements measurements, TimeProvider time)
{
    private const int CheckCodeBytes = 16;

    /// <summary>Signs the statement of one request.</summary>
    /// <param name="requestId">A request that the caller may write to.</param>
    /// <param name="act">The signature.</param>
    /// <param name="cancellation">Until the files are stored; after that it is recorded whatever happens.</param>
    public async Task<SigningOutcome> SignAsync(Guid requestId, SigningAct act, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(act);
        database.ChangeTracker.Clear();
        var request = await database.LoadRequestAsync(requestId, cancellation);
        if (WhyNot(request, act) is { } outcome)
        {
            return outcome;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var id = Guid.NewGuid();
        var checkCode = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CheckCodeBytes));
        var document = statements.TextOf(request).ToSigned(
            new StatementSignature(
                act.Mark, request.Customer.Name, act.Place, now, request.Zone, request.Customer.Email, act.EmailConfirmed, act.IpAddress, act.UserAgent),
            StatementPdfs.Author, site.Value.Link($"{StatementPdfs.CheckPath}/{checkCode}").ToString());
        PdfRendering drawn;
        byte[] file;
        using (measurements.TimePdf("statement"))
        {
            drawn = engine.Render(document);
            file = PdfSeal.Apply(drawn.Content, request.Reference, await seals.CurrentAsync(cancellation), now);
        }

        var upload = new UploadedFile(
            id, act.FormId, DocumentKind.Statement, null, MediaTypes.Of(FileKind.Pdf), file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
        var signature = SignatureOf(act, request, now, drawn.MissingCharacters);
        var folder = $"{DocumentNames.Folder(requestId)}/{id:n}";
        SigningOutcome? refused = null;
        RequestDocument? kept = null;
        try
        {
            await vault.StoreAsync($"{folder}/original", file, cancellation);
            var pages = new List<DocumentPage>();
            foreach (var page in engine.Picture(document, intake.MaxSide))
            {
                var receipt = await vault.StoreAsync($"{folder}/page-{pages.Count + 1}", page.Jpeg, cancellation);
                pages.Add(new DocumentPage(pages.Count + 1, page.Width, page.Height, receipt.Length, receipt.Sha256));
            }

            await database.ChangeRequestAsync(requestId, current =>
            {
                refused = WhyNot(current, act);
                kept = null;
                if (refused is null)
                {
                    messages.TellWhenComplete(current, () => kept = current.SignStatement(upload, checkCode, signature, pages, now));
                }
            }, CancellationToken.None);
            return refused ?? new SigningOutcome.Done();
        }
        catch (RequestRuleException rule)
        {
            return new SigningOutcome.NotAllowed(rule.Message);
        }
        catch (Exception cannot) when (cannot is DocumentStoreFullException or DocumentStoreAwayException)
        {
            return new SigningOutcome.NoRoom();
        }
        finally
        {
            if (kept?.Id != id)
            {
                await TidyAsync(folder);
            }
        }
    }

    private async Task TidyAsync(string folder)
    {
        try
        {
            await vault.EraseFolderAsync(folder, CancellationToken.None);
        }
        catch (DocumentStoreAwayException)
        {
            // The sweep finds it.
        }
    }

    private SigningOutcome? WhyNot(ServiceRequest request, SigningAct act)
    {
        if (request.Documents.FirstOrDefault(d => d.UploadId == act.FormId) is { } sentBefore)
        {
            return sentBefore.IsUsable
                ? new SigningOutcome.Done()
                : new SigningOutcome.NotAllowed("This form was sent before, and what was signed with it no longer counts. Please sign again below.");
        }

        return request.SignedStatement is not null ? new SigningOutcome.Done()
            : !request.CanAttachDocument ? new SigningOutcome.NotAllowed(Closed(request))
            : !string.Equals(statements.TextOf(request).Sha256, act.TextSha256, StringComparison.Ordinal) ? new SigningOutcome.TextChanged()
            : null;
    }

    private static string Closed(ServiceRequest request) => request.HasEnded
        ? "This request has ended, so the statement was not signed. There is nothing more to do."
        : "Your documents were accepted already, so the statement was not signed again. There is nothing more to do.";

    private static ScreenSignature SignatureOf(SigningAct act, ServiceRequest request, DateTime now, IReadOnlyList<string> missing) => new(
        act.Mark is TypedSignature ? SigningMethod.Typed : SigningMethod.Drawn,
        Statement.Version,
        act.TextSha256,
        now,
        act.EmailConfirmed,
        act.Mark is TypedSignature typed && !typed.IsNameOf(request.Customer.Name) ? typed.Name : null,
        Fit(string.Concat(missing), ScreenSignature.MaxMissing) is { Length: > 0 } characters ? characters : null,
        Fit(act.IpAddress, ScreenSignature.MaxIpAddress),
        Fit(act.UserAgent, ScreenSignature.MaxUserAgent));

    // Half a surrogate pair is not text and cannot be stored.
    private static string Fit(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
