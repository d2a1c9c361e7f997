using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Tests;

/// <summary>Questions that only the database answers.</summary>
internal static class DatabaseQuestions
{
    /// <summary>A request with its files and history.</summary>
    public static Task<ServiceRequest> FindByReferenceAsync(this MissingPackageContext database, string reference)
    {
        Assert.True(RequestReference.TryParse(reference, out var parsed));
        return database.Requests.AsNoTracking()
            .Include(request => request.Documents)
            .Include(request => request.Events.OrderBy(entry => entry.Id))
            .SingleAsync(request => request.Reference == parsed);
    }

    public static Task<ServiceRequest> RequestAsync(this MissingPackageApplication application, string reference) =>
        application.AskAsync(database => database.FindByReferenceAsync(reference));
}
