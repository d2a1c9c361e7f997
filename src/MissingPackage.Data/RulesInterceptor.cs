using Microsoft.EntityFrameworkCore.Diagnostics;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data;

/// <summary>Hands every request that is loaded the context's calendar and claim rules. One for all contexts: it holds nothing.</summary>
internal sealed class RulesInterceptor : IMaterializationInterceptor
{
    public static RulesInterceptor Instance { get; } = new();

    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        if (entity is ServiceRequest request && materializationData.Context is MissingPackageContext context)
        {
            request.CountBy(context.Calendar());
            request.FileBy(context.ClaimRules);
        }

        return entity;
    }
}
