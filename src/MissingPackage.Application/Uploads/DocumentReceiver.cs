using System.Buffers;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Packets;
using MissingPackage.Application.Storage;
using MissingPackage.Application.Telemetry;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Uploads;

/// <summary>What became of one uploaded file.</summary>
public abstract record Verdict
{
    /// <summary>Cleaned and stored.</summary>
    public sealed record Received(RequestDocument Document, IReadOnlyList<QualityAdvice> Advice) : Verdict;

    /// <summary>Safely stored, and still being checked.</summary>
    public sealed record Checking(RequestDocument Document) : Verdict;

    /// <summary>Not taken.</summary>
    public sealed record Refused(RefusalReason Reason, RefusalDetail Detail) : Verdict;

    /// <summary>Not taken, because the request takes no more files; the sentence says why.</summary>
    public sealed record NotAllowed(string Why) : Verdict;

    /// <summary>Not taken: there is no room to store it, or the store is away.</summary>
    public sealed record NoRoom : Verdict;

    /// <summary>Not taken: it came so slowly that it would hardly have ended.</summary>
    public sealed record TooSlow : Verdict;
}

/// <summary>
/// Takes in one file: streams it to the private folder, stores it encrypted and records it, and only then cleans it. A
/// crash at any step leaves either nothing or a file in quarantine that is finished later, never a half one.
/// </summary>
public sealed class DocumentReceiver(
    MissingPackageContext database, DocumentIntake intake, DocumentVault vault, IntakeOptions options, RequestMessages messages,
    ClaimPackets packets, Quarantine quarantine, Measurements measurements, TimeProvider time, ILogger<DocumentReceiver> logger)
{
    /// <summary>What doesn't decrypt may be damaged, or its key may be missing for a while: so long it is not given up.</summary>
    public static readonly TimeSpan KeyPatience = TimeSpan.FromDays(1);

    /// <summary>
    /// Checks of a file that came to no end, before it is given up. The first may have been cut off by something else: from then on
    /// it is looked at alone, and only it can be to blame.
    /// </summary>
    public const int MaxChecksCutOff = 3;

    /// <summary>An upload may take its time to begin, and stand still for so long in between.</summary>
    public static readonly TimeSpan SlowGrace = TimeSpan.FromSeconds(30);

    /// <summary>Bytes a second, on average over what comes after the grace: a fifth of what the slowest phone network brings.</summary>
    public const int MinBytesPerSecond = 1024;

    /// <summary>All that is in memory of a file while it arrives.</summary>
    private const int SpoolBytes = 64 * 1024;

    /// <summary>Takes in one file of one request.</summary>
    /// <param name="requestId">A request that the caller may write to.</param>
    /// <param name="kind">Which document it is a part of.</param>
    /// <param name="idType">Which ID, for a photo ID.</param>
    /// <param name="upload">The browser's id of this upload, by which repeats are recognised, and the file it replaces, if one.</param>
    /// <param name="content">The bytes; read to the end or to just above the file limit.</param>
    /// <param name="cancellation">Until the bytes are safe; after that the file is finished whatever happens.</param>
    public async Task<Verdict> ReceiveAsync(
        Guid requestId, DocumentKind kind, PhotoIdType? idType, (Guid Id, Guid? Replaces) upload, Stream content, CancellationToken cancellation)
    {
        var verdict = await TakeInAsync(requestId, kind, idType, upload, content, cancellation);
        Count(kind, verdict);
        return verdict;
    }

    private async Task<Verdict> TakeInAsync(
        Guid requestId, DocumentKind kind, PhotoIdType? idType, (Guid Id, Guid? Replaces) upload, Stream content, CancellationToken cancellation)
    {
        using var spooled = intake.NewPrivateFile();
        try
        {
            // Asked before a byte is kept. A repeat of an upload is recognised, and told what became of it.
            var before = await LoadAsync(requestId, cancellation);
            if (!before.Documents.Any(d => d.UploadId == upload.Id))
            {
                before.RequireRoomFor(kind);
            }

            database.ChangeTracker.Clear();
            if (await SpoolAsync(content, spooled, cancellation) is not var (length, sha256))
            {
                return new Verdict.TooSlow();
            }

            var (fileKind, refusal) = intake.Glance(spooled);
            if (refusal is not null)
            {
                return new Verdict.Refused(refusal.Reason, refusal.Detail);
            }

            var file = new UploadedFile(Guid.NewGuid(), upload.Id, kind, idType, MediaTypes.Of(fileKind), length, sha256, upload.Replaces);
            var document = await KeepAsync(requestId, file, spooled, cancellation);
            return document.State switch
            {
                DocumentState.Checking when document.Sha256 != sha256 => new Verdict.Checking(document), // other bytes under its id
                DocumentState.Checking => await FinishNowAsync(document, spooled),
                // From here on: a repeat of an upload that was answered before.
                DocumentState.Refused => await RefuseAgainAsync(requestId, spooled, cancellation),
                DocumentState.Removed => new Verdict.NotAllowed("You took this file back earlier. Choose it once more to send it anew."),
                DocumentState.SetAside => new Verdict.NotAllowed("We have this file, and asked you for another one in its place. Send a new photo."),
                DocumentState.Voided => new Verdict.NotAllowed("We have this file. It says what was corrected since, so please sign the statement again."),
                DocumentState.Erased => new Verdict.NotAllowed("We erased this file. If we still need the document, send another photo of it."),
                _ => new Verdict.Received(document, []),
            };
        }
        catch (RequestRuleException rule)
        {
            return new Verdict.NotAllowed(rule.Message);
        }
        catch (Exception full) when (IsFull(full))
        {
            return new Verdict.NoRoom();
        }
    }

    /// <summary>Finishes a file that was left in quarantine: by a crash, a busy intake, or a scanner that was down. The caller has a turn.</summary>
    /// <returns>The verdict, or null if there was nothing to finish.</returns>
    public async Task<Verdict?> FinishLaterAsync(Guid requestId, Guid documentId, CancellationToken cancellation)
    {
        database.ChangeTracker.Clear();
        var request = await LoadAsync(requestId, cancellation);
        if (request.Documents.SingleOrDefault(d => d.Id == documentId) is not { State: DocumentState.Checking } document)
        {
            return null;
        }

        if (document.ChecksCutOff >= MaxChecksCutOff)
        {
            logger.LogError("Document {DocumentId} is given up: none of {Checks} checks of it came to an end", documentId, MaxChecksCutOff);
            return await GiveUpAsync(document, cancellation);
        }

        await ChangeAsync(requestId, r => r.Documents.Single(d => d.Id == documentId).BeginCheck(), cancellation);
        using var original = intake.NewPrivateFile();
        var itself = false;
        try
        {
            await using (var file = original.OpenWrite())
            {
                await vault.ReadAsync(DocumentNames.Original(document), document.Sha256, file, cancellation);
            }

            var verdict = await FinishAsync(document, file => intake.ExamineInTurnAsync(file, cancellation), original, isLater: true, cancellation);
            if (verdict is not Verdict.Checking) // counted when it came
            {
                Count(document.Kind, verdict);
            }

            return verdict;
        }
        catch (DamagedDocumentException damaged) when (damaged.Damage != DocumentDamage.CannotDecrypt || document.ReceivedOn < Now - KeyPatience)
        {
            return await GiveUpAsync(document, cancellation);
        }
        catch (CheckFailedException)
        {
            itself = true;
            throw;
        }
        finally
        {
            if (!itself) // its own failure counts as a check that came to no end
            {
                await ChangeAsync(requestId, r => r.Documents.Single(d => d.Id == documentId).EndCheck(), CancellationToken.None);
            }
        }
    }

    /// <summary>Erases a file by a rule, with every claim packet that may hold it: the bytes first, then the record of it, so that a crash between repeats it.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="verb">Erases the file in the domain's books, and whatever else belongs into the same save.</param>
    /// <param name="documentId">The file.</param>
    /// <param name="cancellation">Stops before the next step; a repeat finishes it.</param>
    public async Task EraseAsync(Guid requestId, Guid documentId, Action<ServiceRequest> verb, CancellationToken cancellation)
    {
        await packets.EraseAsync(requestId, cancellation);
        await vault.EraseFolderAsync($"{DocumentNames.Folder(requestId)}/{documentId:n}", cancellation);
        await ChangeAsync(requestId, verb, cancellation);

        // One that was begun between still read the file.
        await packets.EraseAsync(requestId, CancellationToken.None);
    }

    /// <summary>Takes a file back and erases its bytes.</summary>
    /// <exception cref="RequestRuleException">It can't be taken back any more.</exception>
    public async Task RemoveAsync(Guid requestId, Guid documentId, CancellationToken cancellation)
    {
        await ChangeAsync(requestId, request => request.RemoveDocument(documentId, Now), cancellation);
        await vault.EraseFolderAsync($"{DocumentNames.Folder(requestId)}/{documentId:n}", cancellation);
        await packets.EraseAsync(requestId, cancellation);
    }

    /// <summary>Nothing can be made of it any more: say so, so that the customer sends it again.</summary>
    private async Task<Verdict> GiveUpAsync(RequestDocument document, CancellationToken cancellation)
    {
        var verdict = await RefuseAsync(document, new IntakeOutcome.Refused(RefusalReason.Unreadable, new RefusalDetail()), isLater: true, cancellation);
        Count(document.Kind, verdict);
        return verdict;
    }

    /// <param name="document">The file.</param>
    /// <param name="refused">Why.</param>
    /// <param name="isLater">Whether its sender doesn't wait for the verdict any more, and reads of it in a message.</param>
    /// <param name="cancellation">Stops before the next step; a repeat finishes it.</param>
    private async Task<Verdict> RefuseAsync(RequestDocument document, IntakeOutcome.Refused refused, bool isLater, CancellationToken cancellation)
    {
        await ChangeAsync(document.RequestId, Refuse, cancellation);
        await vault.EraseAsync(DocumentNames.Original(document), cancellation);
        return new Verdict.Refused(refused.Reason, refused.Detail);

        void Refuse(ServiceRequest request)
        {
            var waited = request.Documents.Any(d => d.Id == document.Id && d.State == DocumentState.Checking);
            request.RefuseDocument(document.Id, refused.Reason.ToString(), Now);
            if (isLater && waited && request.CanAttach(document.Kind))
            {
                messages.Refused(request, document, VerdictText.Of(refused.Reason, refused.Detail, options, Words.AcceptedTypes(intake)));
            }
        }
    }

    private void Count(DocumentKind kind, Verdict verdict)
    {
        var (word, reason) = verdict switch
        {
            Verdict.Received => ("received", null),
            Verdict.Checking => ("waiting", null),
            Verdict.Refused refused => ("refused", refused.Reason.ToString()),
            Verdict.NotAllowed => ("not_allowed", null),
            _ => ("no_room", null),
        };
        measurements.CountDocument(kind, word, reason);
    }

    private const int NoSpaceLeft = 28; // ENOSPC

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<Verdict> RefuseAgainAsync(Guid requestId, PrivateFile file, CancellationToken cancellation)
    {
        using var outcome = await intake.ExamineAsync(file, requestId, cancellation);
        return outcome is IntakeOutcome.Refused again
            ? new Verdict.Refused(again.Reason, again.Detail)
            : new Verdict.NotAllowed("We couldn’t use this file earlier. Choose it once more to send it anew.");
    }

    /// <summary>Copies the upload to a private file, and stops just above the limit.</summary>
    /// <returns>Null where it came too slowly.</returns>
    private async Task<(long Length, string Sha256)?> SpoolAsync(Stream content, PrivateFile spooled, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = spooled.OpenWrite();
        var buffer = ArrayPool<byte>.Shared.Rent(SpoolBytes);
        using var slow = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellation);
        try
        {
            var begun = time.GetTimestamp();
            long length = 0;
            while (length <= options.MaxFileBytes)
            {
                // What has come buys time for what is to come.
                var left = SlowGrace + TimeSpan.FromSeconds((double)length / MinBytesPerSecond) - time.GetElapsedTime(begun);
                if (left <= TimeSpan.Zero)
                {
                    return null;
                }

                slow.CancelAfter(left);
                var read = await content.ReadAsync(buffer, either.Token);
                if (read == 0)
                {
                    break;
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                length += read;
            }

            return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (OperationCanceledException) when (slow.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Stores the bytes encrypted, then records them. From here on they are safe.</summary>
    private async Task<RequestDocument> KeepAsync(Guid requestId, UploadedFile file, PrivateFile spooled, CancellationToken cancellation)
    {
        // Asked once before writing, so that a full or closed request costs no storage.
        var before = await LoadAsync(requestId, cancellation);
        var expected = before.AttachDocument(file, Now);
        database.ChangeTracker.Clear();
        if (expected.Id != file.Id)
        {
            return expected;
        }

        await vault.StoreAsync(DocumentNames.Original(expected), spooled, cancellation);
        RequestDocument? kept = null;
        try
        {
            await ChangeAsync(requestId, request => kept = request.AttachDocument(file, Now), CancellationToken.None);
        }
        finally
        {
            // Where the save itself failed, nobody knows for sure that it did: the bytes stay, and the sweep erases what no row claims.
            if (kept?.Id != file.Id)
            {
                await vault.EraseAsync(DocumentNames.Original(expected), CancellationToken.None);
            }
        }

        return kept!;
    }

    /// <summary>Finishes a file whose bytes are safe: whatever fails now, the file waits in quarantine and is finished later.</summary>
    private async Task<Verdict> FinishNowAsync(RequestDocument document, PrivateFile file)
    {
        try
        {
            var verdict = await FinishAsync(
                document, upload => intake.ExamineAsync(upload, document.RequestId, CancellationToken.None), file, isLater: false, CancellationToken.None);
            if (verdict is Verdict.Checking)
            {
                quarantine.GoOnWith(document.RequestId, document.Id);
            }

            return verdict;
        }
        catch (Exception failure) when (failure is not RequestRuleException)
        {
            logger.LogError("Document {DocumentId} couldn’t be finished at once ({Failure}); it is safe, and tried again", document.Id, failure.GetType().Name);
            return new Verdict.Checking(document);
        }
    }

    private async Task<IntakeOutcome> ExamineAsync(Func<PrivateFile, Task<IntakeOutcome>> examine, PrivateFile file)
    {
        using var timed = measurements.TimeIntake();
        try
        {
            return await examine(file);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or IOException))
        {
            throw new CheckFailedException(failure);
        }
    }

    private static bool IsFull(Exception failure) => failure is DocumentStoreFullException or DocumentStoreAwayException or IOException { HResult: NoSpaceLeft };

    private async Task<Verdict> FinishAsync(
        RequestDocument document, Func<PrivateFile, Task<IntakeOutcome>> examine, PrivateFile file, bool isLater, CancellationToken cancellation)
    {
        using var outcome = await ExamineAsync(examine, file);
        switch (outcome)
        {
            case IntakeOutcome.Cleaned cleaned:
                var pages = new List<DocumentPage>();
                foreach (var page in cleaned.Pages)
                {
                    var receipt = await StorePageAsync(document, pages.Count + 1, page.File, cancellation);
                    pages.Add(new DocumentPage(pages.Count + 1, page.Width, page.Height, receipt.Length, receipt.Sha256));
                }

                var finished = await ChangeAsync(document.RequestId, request => messages.TellWhenComplete(request, () => request.FinishDocument(document.Id, pages, Now)), cancellation);
                if (cleaned.Kind != FileKind.Pdf)
                {
                    // Of a picture only our own clean copy is kept; of a PDF the original too, as evidence.
                    await vault.EraseAsync(DocumentNames.Original(document), cancellation);
                }

                var done = finished.Documents.Single(d => d.Id == document.Id);
                if (!done.HasContent)
                {
                    // Taken back while it was being cleaned.
                    await vault.EraseFolderAsync($"{DocumentNames.Folder(done.RequestId)}/{done.Id:n}", cancellation);
                }

                // The domain decides whether a file was replaced: one that is still in its books keeps its bytes.
                if (finished.Documents.SingleOrDefault(d => d.Id == done.Replaces) is { HasContent: false } replaced)
                {
                    await vault.EraseFolderAsync($"{DocumentNames.Folder(done.RequestId)}/{replaced.Id:n}", cancellation);
                    await packets.EraseAsync(done.RequestId, cancellation);
                }

                return new Verdict.Received(done, cleaned.Advice);

            case IntakeOutcome.Refused refused:
                return await RefuseAsync(document, refused, isLater, cancellation);

            default:
                return new Verdict.Checking(document);
        }
    }

    /// <summary>
    /// Stores a cleaned page. Where it is there already, left by a crash or just made by a repeat of the same upload, it is
    /// kept if it is the same: it may be in the books by now.
    /// </summary>
    private async Task<VaultReceipt> StorePageAsync(RequestDocument document, int number, PrivateFile page, CancellationToken cancellation)
    {
        var name = DocumentNames.Page(document, number);
        try
        {
            return await vault.StoreAsync(name, page, cancellation);
        }
        catch (DocumentExistsException)
        {
            var (length, sha256) = await HashAsync(page, cancellation);
            try
            {
                await vault.ReadAsync(name, sha256, Stream.Null, cancellation);
                return new VaultReceipt(sha256, length);
            }
            catch (DamagedDocumentException)
            {
                if (!await database.Set<RequestDocument>().AnyAsync(d => d.Id == document.Id && d.State == DocumentState.Checking, cancellation))
                {
                    return new VaultReceipt(sha256, length); // another node finished it meanwhile: what is in the books stays, this isn't recorded
                }

                await vault.EraseAsync(name, cancellation);
                return await vault.StoreAsync(name, page, cancellation);
            }
        }
    }

    private static async Task<(long Length, string Sha256)> HashAsync(PrivateFile page, CancellationToken cancellation)
    {
        await using var file = page.OpenRead();
        return (file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)));
    }

    private Task<ServiceRequest> ChangeAsync(Guid requestId, Action<ServiceRequest> verb, CancellationToken cancellation) =>
        database.ChangeRequestAsync(requestId, verb, cancellation);

    private Task<ServiceRequest> LoadAsync(Guid requestId, CancellationToken cancellation) => database.LoadRequestAsync(requestId, cancellation);

    /// <summary>Intake itself failed over a file, which it never should.</summary>
    private sealed class CheckFailedException(Exception inner) : Exception("A file could not be checked.", inner);
}
