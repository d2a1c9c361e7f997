using Microsoft.EntityFrameworkCore.Diagnostics;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data;

/// <summary>Hands every request that is loaded the context's calendar. One for all contexts: it holds nothing.</summary>
internal sealed class CalendarInterceptor : IMaterializationInterceptor
{
    public static CalendarInterceptor Instance { get; } = new();

    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        if (entity is ServiceRequest request && materializationData.Context is MissingPackageContext context)
        {
            request.CountBy(context.Calendar());
        }

        return entity;
    }
}
