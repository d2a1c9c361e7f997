using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Evidence;

namespace MissingPackage.Domain.Requests;

// The files of a request: taken in, checked, taken back, erased.
public sealed partial class ServiceRequest
{
    /// <summary>Files a request holds at most.</summary>
    public const int MaxFiles = 20;

    /// <summary>Bytes of uploads a request holds at most.</summary>
    public const long MaxBytes = 60L * 1024 * 1024;

    /// <summary>Files that only help, which a request holds at most: room stays for the documents that are asked for.</summary>
    public const int MaxSupportingFiles = 8;

    /// <summary>Bytes of files that only help, which a request holds at most.</summary>
    public const long MaxSupportingBytes = MaxBytes / 3;

    /// <summary>Files that were refused after they had come, or taken back, which a request holds at most: its books don't grow without end.</summary>
    public const int MaxDiscardedFiles = 40;

    /// <summary>Whether a customer may send or take back the documents that are asked for.</summary>
    public bool CanAttachDocument => Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded or RequestStatus.ReadyForReview;

    /// <summary>Whether a customer may add what makes the claim stronger: until the claim is with the carrier.</summary>
    public bool CanAddEvidence => CanAttachDocument || Status == RequestStatus.WithSeller;

    /// <summary>The documents the customer still owes.</summary>
    public IEnumerable<DocumentKind> MissingDocuments =>
        DocumentKinds.Required.Where(kind => !_documents.Exists(d => d.Kind == kind && d.IsUsable));

    /// <summary>The documents of which nothing is with us, not even a file that is still being checked.</summary>
    public IEnumerable<DocumentKind> StillToSend =>
        DocumentKinds.Required.Where(kind => !_documents.Exists(d => d.Kind == kind && d.IsWithUs));

    /// <summary>Whether a customer may send or take back files of this kind.</summary>
    /// <param name="kind">Which document.</param>
    public bool CanAttach(DocumentKind kind) => kind.IsRequired() ? CanAttachDocument : CanAddEvidence;

    /// <summary>Bytes of uploads that are still stored.</summary>
    public long StoredBytes => _documents.Where(d => d.HasContent).Sum(d => d.Length);

    /// <summary>Makes sure, before any of its bytes are kept, that another file would be taken.</summary>
    /// <param name="kind">Which document it is a part of.</param>
    /// <exception cref="RequestRuleException">The request no longer takes files, or is full.</exception>
    public void RequireRoomFor(DocumentKind kind)
    {
        RequireOpenFor(kind);
        RequireRoomFor(kind, length: 1);
    }

    /// <summary>Takes in a file that is safely stored and waits to be cleaned.</summary>
    /// <param name="file">What arrived.</param>
    /// <param name="now">UTC; the moment the bytes were safe. After the deadline the file is marked late, and still taken.</param>
    /// <returns>The new document, or the one that the same upload or the same bytes made before.</returns>
    /// <exception cref="RequestRuleException">The request no longer takes files, or is full.</exception>
    public RequestDocument AttachDocument(UploadedFile file, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (_documents.Find(d => d.UploadId == file.UploadId || IsSameFile(d, file)) is { } earlier)
        {
            return earlier;
        }

        RequireOpenFor(file.Kind);
        var document = Add(file, now);
        Version++;
        return document;
    }

    /// <summary>Puts the cleaned pages of a file in place, and takes away the file it replaces; with both documents there, the request is ready for review.</summary>
    /// <param name="documentId">A document of this request.</param>
    /// <param name="pages">At least one page.</param>
    /// <param name="now">UTC.</param>
    public void FinishDocument(Guid documentId, IReadOnlyList<DocumentPage> pages, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentOutOfRangeException.ThrowIfZero(pages.Count, nameof(pages));
        var document = Find(documentId);
        if (document.State == DocumentState.Voided && document.Pages.Count == 0)
        {
            // Voided while it was being checked: it stays in the history, with its pages.
            document.Keep(pages);
            Version++;
            return;
        }

        if (document.State != DocumentState.Checking)
        {
            return;
        }

        document.Clean(pages);
        Record(RequestEventKind.DocumentReceived, Actor.Customer, now, document.Kind);
        if (CanAttach(document.Kind) && _documents.Find(d => d.Id == document.Replaces && d.Kind == document.Kind && d.IsRemovable) is { } replaced)
        {
            // Only now that the new one is good: a refused replacement leaves the old file as it was.
            replaced.Become(DocumentState.Removed);
            Record(RequestEventKind.DocumentRemoved, Actor.Customer, now, replaced.Kind);
        }

        ReviewIfComplete(now);
        Weigh();
    }

    /// <summary>Refuses a file that turned out not to be usable; the caller erases its bytes.</summary>
    /// <param name="documentId">A document of this request that is still being checked.</param>
    /// <param name="reason">Why, as a stable word.</param>
    /// <param name="now">UTC.</param>
    public void RefuseDocument(Guid documentId, string reason, DateTime now)
    {
        var document = Find(documentId);
        if (document.State == DocumentState.Checking)
        {
            document.Become(DocumentState.Refused);
            Record(RequestEventKind.DocumentRefused, Actor.System, now, document.Kind, reason);
        }
    }

    /// <summary>Takes a file back.</summary>
    /// <param name="documentId">A document of this request.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">An agent has accepted it, or the request doesn't take files any more.</exception>
    public void RemoveDocument(Guid documentId, DateTime now)
    {
        var document = Find(documentId);
        Require(CanAttach(document.Kind) && document.IsRemovable, "This file can’t be removed any more.");
        document.Become(DocumentState.Removed);
        Record(RequestEventKind.DocumentRemoved, Actor.Customer, now, document.Kind);
        WaitAgainIfIncomplete();
        Weigh();
    }

    /// <summary>Records that a file's bytes are gone; the event is the certificate of it.</summary>
    /// <param name="documentId">A document of this request. Nothing happens if it has no content any more.</param>
    /// <param name="rule">Why, in a few words, such as "30 days after the request ended".</param>
    /// <param name="actor">The system, or the agent who erased it at once.</param>
    /// <param name="now">UTC.</param>
    /// <param name="askAgain">What the customer reads if the file is now missing from a review; null asks nothing.</param>
    public void EraseDocument(Guid documentId, string rule, Actor actor, DateTime now, string? askAgain = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rule);
        var document = Find(documentId);
        if (!document.HasContent)
        {
            return;
        }

        document.Erase();
        Record(RequestEventKind.DocumentErased, actor, now, document.Kind, $"{rule}. SHA-256 {document.Sha256}");
        if (askAgain is not null && CanAskForMore && MissingDocuments.Contains(document.Kind))
        {
            AskForMore([document.Kind], askAgain, actor, now);
        }

        // Bytes that are gone can't be brought back, so neither can the decision.
        LastDecision = null;
        WaitAgainIfIncomplete();
        Weigh();
    }

    /// <summary>Notes that an agent looked at a file; no change that another agent's decision would trip over.</summary>
    /// <param name="documentId">A document of this request.</param>
    /// <param name="agent">Who looked.</param>
    /// <param name="now">UTC.</param>
    public void NoteView(Guid documentId, Actor agent, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var document = Find(documentId);
        _events.Add(RequestEvent.Of(Id, RequestEventKind.DocumentViewed, agent, now, document.Kind));
    }

    private void ReviewIfComplete(DateTime now)
    {
        var waiting = Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded;
        if (waiting && !MissingDocuments.Any())
        {
            DocumentsCompletedOn ??= now;
            CompletedInTime ??= !_documents.Exists(d => d.IsUsable && d.Late);
            Record(RequestEventKind.DocumentsComplete, Actor.System, now);
            Await(RequestStatus.ReadyForReview, now, ServicePromise.ReviewDays);
        }
    }

    /// <summary>Puts a file in its place, within the limits of a request.</summary>
    private RequestDocument Add(UploadedFile file, DateTime now)
    {
        RequireRoomFor(file.Kind, file.Length);

        // What nobody asked for is never late.
        var late = file.Kind.IsRequired() && now > DocumentsDueOn;
        IsLate |= late;
        var position = _documents.Select(d => d.Position).DefaultIfEmpty().Max() + 1;
        if (_documents.Find(d => d.Id == file.Replaces && d.Kind == file.Kind && d.IsRemovable) is { } replaced)
        {
            position = replaced.Position;
            WaitAgainIfIncomplete();
        }

        var document = RequestDocument.Arrived(Id, file, position, now, late);
        _documents.Add(document);
        return document;
    }

    private void RequireOpenFor(DocumentKind kind)
    {
        Require(CanAttach(kind), "This request doesn’t take documents any more.");
        Require(
            _documents.Count(d => d.State is DocumentState.Refused or DocumentState.Removed) < MaxDiscardedFiles,
            "So many files of this request couldn’t be used or were taken back that we take no more of them here. Please call or write to us.");
    }

    private void RequireRoomFor(DocumentKind kind, long length)
    {
        Require(_documents.Count(d => d.HasContent) < MaxFiles, $"A request holds at most {MaxFiles} files.");
        Require(StoredBytes + length <= MaxBytes, $"A request holds at most {MaxBytes / (1024 * 1024)} MB of files.");
        if (!kind.IsRequired())
        {
            var supporting = _documents.Where(d => d.HasContent && !d.Kind.IsRequired()).ToList();
            Require(
                supporting.Count < MaxSupportingFiles && supporting.Sum(d => d.Length) + length <= MaxSupportingBytes,
                $"That is enough that helps the claim: at most {MaxSupportingFiles} files and {MaxSupportingBytes / (1024 * 1024)} MB. Remove one to add another.");
        }
    }

    /// <summary>A request under review that misses a document again waits for it, in the time there was.</summary>
    private void WaitAgainIfIncomplete()
    {
        if (Status == RequestStatus.ReadyForReview && MissingDocuments.Any())
        {
            Status = AskedAgainOn is null ? RequestStatus.AwaitingDocuments : RequestStatus.MoreNeeded;
            NextStepFrom = AskedAgainOn ?? OpenedOn;
            NextStepDays = AskedAgainOn is null ? DocumentDeadline.BusinessDays : ServicePromise.AskedAgainDays;
            DueBy(DocumentsDueOn);
        }
    }

    private void AcceptReceived(DocumentKind kind)
    {
        foreach (var document in _documents.Where(d => d.Kind == kind && d.State == DocumentState.Received))
        {
            document.Become(DocumentState.Accepted);
        }
    }

    private RequestDocument Find(Guid documentId) =>
        _documents.Find(d => d.Id == documentId) ?? throw new RequestRuleException("This file isn’t part of the request.");

    /// <summary>The same bytes for the same document, still in play: a repeat after a dropped connection.</summary>
    private static bool IsSameFile(RequestDocument document, UploadedFile file) =>
        document.Kind == file.Kind && string.Equals(document.Sha256, file.Sha256, StringComparison.Ordinal)
        && document.IsWithUs;
}
