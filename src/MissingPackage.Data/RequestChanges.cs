using Microsoft.EntityFrameworkCore;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data;

/// <summary>Changing a request that others may change at the same moment.</summary>
public static class RequestChanges
{
    private const int MaxTries = 10;

    /// <summary>Loads the request with its documents, applies one verb, saves; again from the start if somebody else saved in between.</summary>
    /// <param name="database">Forgets all that it tracked.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="verb">Applied anew on each try.</param>
    /// <param name="cancellation">Stops before the next step.</param>
    /// <returns>The request as saved.</returns>
    public static async Task<ServiceRequest> ChangeRequestAsync(
        this MissingPackageContext database, Guid requestId, Action<ServiceRequest> verb, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(verb);
        for (var attempt = 1; ; attempt++)
        {
            database.ChangeTracker.Clear();
            var request = await database.LoadRequestAsync(requestId, cancellation);
            verb(request);
            try
            {
                await database.SaveChangesAsync(cancellation);
                return request;
            }
            catch (DbUpdateException) when (attempt < MaxTries)
            {
                // Two tabs of one customer at once, or the same form twice: the second save is refused and looks again.
            }
        }
    }

    /// <summary>The request with its documents.</summary>
    /// <param name="database">Tracks it.</param>
    /// <param name="requestId">A request that exists.</param>
    /// <param name="cancellation">Stops the query.</param>
    public static Task<ServiceRequest> LoadRequestAsync(this MissingPackageContext database, Guid requestId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.Requests.Include(r => r.Documents).SingleAsync(r => r.Id == requestId, cancellation);
    }
}
