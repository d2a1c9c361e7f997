using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace MissingPackage.Web.Composition;

/// <summary>How much a request may send: what its route says, or else what the server takes of any.</summary>
internal static class BodySizes
{
    /// <summary>Bytes that a route takes which says nothing else.</summary>
    public const long Default = 1024 * 1024;

    /// <summary>
    /// Refuses by its announced length what is too large, before anything looks at it. The server itself would only break
    /// off the reading of a form, and that looks like a form without its token.
    /// </summary>
    public static void UseBodySizes(this WebApplication app) => app.Use((context, next) =>
    {
        // The page that says so isn't sent the body anew.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is null && context.Request.ContentLength > LimitOf(context))
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        return next(context);
    });

    private static long LimitOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Default;
}
