using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using MissingPackage.Data;
using MissingPackage.Web.Areas.Admin.Pages;

namespace MissingPackage.Web.Access;

/// <summary>
/// On a page of the care desk: its posts (or the handlers named) ask an agent who signed in more than
/// <see cref="FreshSignInRequirement.Life"/> ago to prove again who they are, then go on with what was asked. What was
/// typed travels through the question in hidden fields, so that nothing is lost and nothing is kept on the server.
/// A handler named that is a GET (a download) is asked for on a page of its own, which leads back.
/// </summary>
/// <param name="handlers">Such as <c>Erase</c> and <c>Export</c>; none means every post of the page.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class FreshSignInAttribute(params string[] handlers) : Attribute, IAsyncPageFilter
{
    public IReadOnlyList<string> Handlers { get; } = handlers;

    /// <summary>Whether looking at the page asks for it too.</summary>
    public bool ToLook { get; set; }

    /// <summary>A field of the form: where <see cref="Holds"/> isn't in it, nothing is asked.</summary>
    public string? Field { get; set; }

    /// <summary>What <see cref="Field"/> holds where it is asked.</summary>
    public string? Holds { get; set; }

    /// <summary>Where a signed-in agent confirms who they are and is led back to what this request asked for.</summary>
    public static string ConfirmAddress(HttpRequest asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return "/admin/confirm?returnTo=" + Uri.EscapeDataString(asked.PathBase + asked.Path + asked.QueryString);
    }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.HandlerMethod is not { } handler || !Guards(handler.Name, handler.HttpMethod) || await IsFreshAsync(context.HttpContext))
        {
            await next();
            return;
        }

        var request = context.HttpContext.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            context.Result = new LocalRedirectResult(ConfirmAddress(request));
            return;
        }

        var form = await request.ReadFormAsync(context.HttpContext.RequestAborted);
        if (Field is not null && !form[Field].Contains(Holds, StringComparer.Ordinal))
        {
            await next();
            return;
        }

        var question = new ConfirmQuestion(request.PathBase + request.Path + request.QueryString, Typed(form));
        var services = context.HttpContext.RequestServices;
        var agent = await services.GetRequiredService<UserManager<Agent>>().GetUserAsync(context.HttpContext.User);
        if (agent is null)
        {
            context.Result = new ChallengeResult();
            return;
        }

        var answer = ConfirmAnswer.Read(form);
        if (!answer.IsEmpty)
        {
            if (await answer.TryAsync(services.GetRequiredService<AgentSignIn>(), agent))
            {
                await next();
                return;
            }

            question.Error = ConfirmAnswer.Wrong(agent);
        }

        context.Result = await AskAsync(context, services, question, agent);
    }

    private bool Guards(string? handler, string method) => ToLook || Handlers.Count == 0
        ? ToLook || HttpMethods.IsPost(method)
        : handler is not null && Handlers.Contains(handler, StringComparer.OrdinalIgnoreCase);

    private static async Task<bool> IsFreshAsync(HttpContext context) =>
        (await context.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, Policies.FreshSignIn)).Succeeded;

    private static List<KeyValuePair<string, string>> Typed(IFormCollection form) =>
        [.. from field in form
            where field.Key != "__RequestVerificationToken" && !field.Key.StartsWith(ConfirmAnswer.Prefix, StringComparison.Ordinal)
            from value in field.Value
            select KeyValuePair.Create(field.Key, value ?? "")];

    private static async Task<ViewResult> AskAsync(PageHandlerExecutingContext context, IServiceProvider services, ConfirmQuestion question, Agent agent)
    {
        question.Means = await ConfirmMeans.OfAsync(services, agent);
        // The page's own findings on what was typed come later, when the page looks at it.
        return new ViewResult
        {
            ViewName = "/Areas/Admin/Pages/Shared/ConfirmPost.cshtml",
            ViewData = new ViewDataDictionary<ConfirmQuestion>(services.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary()) { Model = question },
            StatusCode = StatusCodes.Status200OK,
        };
    }
}
