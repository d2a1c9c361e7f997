using System.Globalization;
using MissingPackage.Domain.Evidence;

namespace MissingPackage.Domain.Requests;

// Signing the statement on screen, and what a corrected fact does to it.
public sealed partial class ServiceRequest
{
    private const int MaxFactInHistory = 80;

    /// <summary>The statement that was signed on screen and still counts, or null.</summary>
    public RequestDocument? SignedStatement => _documents.Find(d => d.Signature is not null && d.IsUsable);

    /// <summary>Whether facts that the statement names may still be corrected.</summary>
    public bool CanCorrectFacts => CanAttachDocument;

    /// <summary>Takes in a statement that was signed on screen; its sealed file and its pages are safely stored.</summary>
    /// <param name="file">The sealed file; its upload id is the one of the form that was signed.</param>
    /// <param name="checkCode">The code printed on the file (<see cref="RequestDocument.CheckCode"/>).</param>
    /// <param name="signature">How it was signed.</param>
    /// <param name="pages">Its pages as pictures, at least one.</param>
    /// <param name="now">UTC. After the deadline it is marked late, and still taken.</param>
    /// <returns>The new document, or an earlier one: the same form was sent before, or the statement is signed already.</returns>
    /// <exception cref="RequestRuleException">The request no longer takes documents, or is full.</exception>
    public RequestDocument SignStatement(
        UploadedFile file, string checkCode, ScreenSignature signature, IReadOnlyList<DocumentPage> pages, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(checkCode);
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentOutOfRangeException.ThrowIfZero(pages.Count, nameof(pages));
        if (_documents.Find(d => d.UploadId == file.UploadId) is { } sentBefore)
        {
            return sentBefore;
        }

        Require(CanAttachDocument, "This request doesn’t take documents any more.");
        if (SignedStatement is { } signed)
        {
            return signed;
        }

        var document = Add(file with { Kind = DocumentKind.Statement, IdType = null, Replaces = null }, now);
        document.Sign(checkCode, signature, pages);
        Record(RequestEventKind.StatementSigned, Actor.Customer, now, DocumentKind.Statement);
        ReviewIfComplete(now);
        Weigh();
        return document;
    }

    /// <summary>Corrects facts. What was signed names other facts then: it is void, stays in the history, and a new
    /// signature is asked for.</summary>
    /// <param name="facts">All of them, corrected or not.</param>
    /// <param name="actor">Who corrects them.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Whether anything differed. If not, nothing happened.</returns>
    /// <exception cref="RequestRuleException">The documents were accepted, or the request has ended.</exception>
    public bool CorrectFacts(CorrectedFacts facts, Actor actor, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Require(CanCorrectFacts, "Facts can be corrected only until the documents are accepted.");
        var changes = facts.ChangesFrom(CorrectedFacts.Of(this)).ToList();
        if (changes.Count == 0)
        {
            return false;
        }

        (Order, Address, Shipment) = (facts.Order, facts.Address, facts.Shipment);
        Customer = Customer with { Name = facts.Name };
        Record(RequestEventKind.FactsCorrected, actor, now, detail: string.Join("; ", changes.Select(c => $"{c.Fact}: {Quote(c.Was)} → {Quote(c.Is)}")));

        // Another day or another zone may only give the customer more time.
        if (FirstDeadline.DueOn > DocumentsDueOn)
        {
            DocumentsDueOn = FirstDeadline.DueOn;
        }

        if (Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded)
        {
            NextStepDueOn = DocumentsDueOn;
        }

        CountFiling();
        VoidStatements(string.Join(", ", changes.Select(c => c.Fact)), actor, now);
        Weigh();
        return true;
    }

    private void VoidStatements(string facts, Actor actor, DateTime now)
    {
        var signed = _documents.Where(d => d.Kind == DocumentKind.Statement && d.IsWithUs).ToList();
        if (signed.Count == 0)
        {
            return;
        }

        signed.ForEach(document => document.Become(DocumentState.Voided));
        Record(RequestEventKind.StatementVoided, actor, now, DocumentKind.Statement, $"Corrected since it was signed: {facts}");
        if (Status is RequestStatus.ReadyForReview or RequestStatus.MoreNeeded)
        {
            AwaitAgain(now);
        }
    }

    private static string Quote(string fact) => fact.Length == 0 ? "nothing"
        : fact.Length <= MaxFactInHistory ? $"“{fact}”"
        : string.Create(CultureInfo.InvariantCulture, $"“{RequestEvent.Cut(fact, MaxFactInHistory)}…”");
}
