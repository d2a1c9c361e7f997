using Microsoft.EntityFrameworkCore;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>
/// The requests before and after one, in the order and with the filters of the queue that it was opened from. Each is one
/// seek in the queue's own index, however deep in it.
/// </summary>
public sealed class QueueNeighbours(QueueReader queue, QueueKeys keys)
{
    /// <summary>The address's word for a place that the request has left, because something was decided.</summary>
    public const string Parameter = "at";

    private static readonly Func<ServiceRequest, QueueRow> ToRow = QueueRow.Of.Compile();

    /// <summary>Where the request stands in the queue of an address; null where it isn't in it and wasn't.</summary>
    public QueueCursor? PlaceOf(ServiceRequest request, IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(query);
        var filter = QueueFilter.Read(query);
        var order = QueueOrder.Of(filter);
        return keys.ReadPlace(query[Parameter], order.Name)
            ?? (request.HasEnded == filter.IsClosed ? new QueueCursor(order.Name, false, order.KeyOf(ToRow(request)), request.Id) : null);
    }

    /// <summary>A place as an address writes it.</summary>
    public string Write(QueueCursor place) => keys.Write(place);

    /// <summary>The addresses of the requests before and after a place, each null at its end.</summary>
    /// <param name="place">From <see cref="PlaceOf"/>.</param>
    /// <param name="query">The address's query.</param>
    /// <param name="me">The agent who looks.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    public async Task<(string? Previous, string? Next)> AroundAsync(QueueCursor place, IQueryCollection query, string me, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        var filter = QueueFilter.Read(query);
        return (await BesideAsync(filter, me, place with { Backwards = true }, cancellation), await BesideAsync(filter, me, place with { Backwards = false }, cancellation));
    }

    /// <summary>The address of a request, opened from a view of the queue.</summary>
    public static string AddressOf(RequestReference reference, QueueFilter filter)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(filter);
        var view = filter.Address();
        return $"/admin/requests/{reference}{view[view.IndexOf('?', StringComparison.Ordinal)..]}";
    }

    private async Task<string?> BesideAsync(QueueFilter filter, string me, QueueCursor place, CancellationToken cancellation)
    {
        foreach (var part in queue.Parts(filter, me, place))
        {
            if (await part.Select(r => r.Reference).FirstOrDefaultAsync(cancellation) is { } found)
            {
                return AddressOf(found, filter);
            }
        }

        return null;
    }
}
