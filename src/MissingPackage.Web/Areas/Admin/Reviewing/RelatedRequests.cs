using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Signals;

namespace MissingPackage.Web.Areas.Admin.Reviewing;

/// <summary>Finds requests that share something with one, through indexes only. Of erased documents, the hash is what is left to compare.</summary>
public sealed class RelatedRequests(MissingPackageContext database)
{
    /// <summary>Other requests that a signal shows.</summary>
    public const int Shown = 5;

    // Rows read for one kind of signal: enough to show the latest and to say that there are many.
    private const int Read = 100;

    private sealed record Shared(string Key, Guid RequestId, RequestReference Reference, string Name, RequestStatus Status, DateTime OpenedOn)
    {
        public RelatedRequest Related => new(Reference, Name, Status, OpenedOn);
    }

    /// <summary>Every signal of a request: its own, and those that other requests give.</summary>
    public async Task<IReadOnlyList<Signal>> SignalsOfAsync(ServiceRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var signals = SignalRules.Of(request).ToList();
        await AddSameFilesAsync(signals, request, cancellation);
        var (order, tracking) = (RequestSearchTerm.Number(request.Order.Number), RequestSearchTerm.Number(request.Shipment.TrackingNumber ?? ""));
        await AddAsync(SignalKind.SameTrackingNumber, tracking, $"Tracking number {request.Shipment.TrackingNumber} is in");
        await AddAsync(SignalKind.SameOrder, order == tracking ? null : order, $"Order {request.Order.Number} is in");
        await AddAsync(SignalKind.SameEmail, RequestSearchTerm.Email(request.Customer.Email), $"{request.Customer.Email} is the email address of");
        await AddAsync(SignalKind.SamePhone, RequestSearchTerm.Phone(request.Customer.Phone), $"{request.Customer.Phone} is the phone number of");
        var atAddress = await AddAsync(SignalKind.SameAddress, RequestSearchTerm.Address(request.Address), $"{request.Address.Line1} is the delivery address of");
        AddMany(signals, request, atAddress);
        return signals;

        async Task<List<Shared>> AddAsync(SignalKind kind, string? term, string evidence)
        {
            var shared = term is { Length: > 1 } ? await ByTermAsync(request.Id, term, cancellation) : [];
            if (shared.Count > 0)
            {
                signals.Add(Signal(kind, $"{evidence} {Count(shared)} too.", shared));
            }

            return shared;
        }
    }

    /// <summary>Requests with a term, the latest first.</summary>
    public IQueryable<ServiceRequest> WithTerm(Guid not, string term) =>
        database.SearchTerms.AsNoTracking().Where(t => t.Term == term && t.RequestId != not)
            .OrderBy(t => t.RequestId).Take(Read)
            .Join(database.Requests, t => t.RequestId, r => r.Id, (t, r) => r);

    /// <summary>Files of other requests with these very bytes.</summary>
    public IQueryable<RequestDocument> WithBytes(Guid not, IReadOnlyCollection<string> hashes) =>
        database.Set<RequestDocument>().AsNoTracking().Where(d => hashes.Contains(d.Sha256) && d.RequestId != not).OrderBy(d => d.Sha256).Take(Read);

    private async Task<List<Shared>> ByTermAsync(Guid not, string term, CancellationToken cancellation)
    {
        var found = await WithTerm(not, term)
            .Select(r => new Shared(term, r.Id, r.Reference, r.Customer.Name, r.Status, r.OpenedOn)).ToListAsync(cancellation);
        return [.. found.OrderByDescending(shared => shared.OpenedOn)];
    }

    private async Task AddSameFilesAsync(List<Signal> signals, ServiceRequest request, CancellationToken cancellation)
    {
        var hashes = request.Documents.Where(d => d.State is not (DocumentState.Removed or DocumentState.Refused)).Select(d => d.Sha256).Distinct(StringComparer.Ordinal).ToList();
        if (hashes.Count == 0)
        {
            return;
        }

        var found = await WithBytes(request.Id, hashes)
            .Join(database.Requests, d => d.RequestId, r => r.Id, (d, r) => new Shared(d.Sha256, r.Id, r.Reference, r.Customer.Name, r.Status, r.OpenedOn))
            .ToListAsync(cancellation);
        foreach (var same in found.GroupBy(shared => shared.Key, StringComparer.Ordinal))
        {
            var file = request.Documents.First(d => d.Sha256 == same.Key);
            var others = same.DistinctBy(shared => shared.RequestId).OrderByDescending(shared => shared.OpenedOn).ToList();
            signals.Add(Signal(
                SignalKind.SameFile, $"The very same {DocumentWords.NameOf(file.Kind)} file (SHA-256 {same.Key[..12]}…) was sent to {Count(others)} too.", others));
        }
    }

    private static void AddMany(List<Signal> signals, ServiceRequest request, List<Shared> atAddress)
    {
        var count = 1 + atAddress.Count(shared => shared.OpenedOn > request.OpenedOn - SignalRules.ManyWithin && shared.OpenedOn < request.OpenedOn + SignalRules.ManyWithin);
        if (count >= SignalRules.Many)
        {
            signals.Add(new Signal(SignalKind.ManyFromOneAddress, $"{(count > Read ? "More than " + Read : count)} requests about this address within {SignalRules.ManyWithin.Days} days."));
        }
    }

    private static Signal Signal(SignalKind kind, string evidence, List<Shared> shared) => new(kind, evidence)
    {
        Others = [.. shared.Take(Shown).Select(other => other.Related)],
        HasMore = shared.Count > Shown,
    };

    private static string Count(List<Shared> shared) =>
        shared.Count == 1 ? "another request" : shared.Count >= Read ? $"more than {Read} other requests" : $"{shared.Count} other requests";
}
