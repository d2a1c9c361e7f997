using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Links;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Site;
using MissingPackage.Data;
using MissingPackage.Data.Access;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Pages.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages;

public sealed class CodeInput
{
    public string? Code { get; set; }
}

internal sealed class CodeInputValidator : AbstractValidator<CodeInput>
{
    public CodeInputValidator() => RuleFor(i => i.Code)
        .Must(code => code is not null && code.Count(char.IsAsciiDigit) == SellerLinks.CodeLength && code.Length <= 20)
        .WithMessage($"Type the {SellerLinks.CodeLength} digits of the code.");
}

/// <summary>Who opened the link shows that they read the seller's mail.</summary>
[EnableRateLimiting(RateLimits.Guessable)]
public sealed class CodeModel(SellerAccess access, SellerLinks links, MissingPackageContext database, SellerMessages messages, TimeProvider time) : PageModel
{
    /// <summary>Codes that one hand-off sends in an hour.</summary>
    private const int MaxCodesAnHour = 6;

    private SellerGrant _grant = null!;

    public CodeInput Input { get; private set; } = new();

    /// <summary>Whether a code is on its way.</summary>
    public bool Sent { get; private set; }

    /// <summary>Where it goes, of which only enough is shown to recognise it: whoever holds a forwarded link doesn't learn it.</summary>
    public string Address => StatusModel.Mask(_grant.Email);

    public string Path => SellerLinks.PathOf(_grant.Id) + "/code";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (!Guid.TryParse(RouteData.Values[SellerAuthentication.RouteValue] as string, out var id)
            || await access.EnteredAsync(id, HttpContext.RequestAborted) is not { } grant)
        {
            context.Result = LocalRedirect("/seller");
            return;
        }

        _grant = grant;
        Sent = grant.Code is not null && grant.CodeExpiresOn > Now;
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostSendAsync()
    {
        if (_grant.LockedUntil > Now)
        {
            return Say(Locked);
        }

        var hourAgo = Now.AddHours(-1);
        if (await database.Outbox.CountAsync(m => m.RequestId == _grant.RequestId && m.Kind == SellerCode.Kind && m.CreatedOn > hourAgo, HttpContext.RequestAborted) >= MaxCodesAnHour)
        {
            return Say("We have sent many codes in this hour. Please use the last one, or try again later.");
        }

        var request = await database.Requests.AsNoTracking().SingleAsync(r => r.Id == _grant.RequestId, HttpContext.RequestAborted);
        messages.Code(request, _grant, links.RenewCode(_grant));
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        return LocalRedirect(Path);
    }

    public async Task<IActionResult> OnPostTryAsync([FromForm(Name = nameof(Input))] CodeInput form)
    {
        ArgumentNullException.ThrowIfNull(form);
        Input = form;
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await links.TryCodeAsync(_grant.Id, form.Code!, HttpContext.RequestAborted))
        {
            case CodeAnswer.Right:
                access.SignIn(_grant);
                await database.SaveChangesAsync(HttpContext.RequestAborted);
                return LocalRedirect(SellerLinks.PathOf(_grant.Id));
            case CodeAnswer.Wrong:
                return Say("That isn’t the code we sent last. Look at the latest email and type it again.", "Input.Code");
            case CodeAnswer.Locked:
                Sent = false;
                return Say(Locked);
            default:
                Sent = false;
                return Say("That code no longer counts. Have another one sent.");
        }
    }

    private static string Locked => $"Too many wrong codes. For {(int)SellerLinks.LockTime.TotalMinutes} minutes no code is taken; then have a new one sent.";

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private PageResult Say(string problem, string field = "")
    {
        ModelState.AddModelError(field, problem);
        return Page();
    }
}
