using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Data.Settings;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

public sealed class SellerInput
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Notes { get; set; }
}

internal sealed class SellerInputValidator : AbstractValidator<SellerInput>
{
    public SellerInputValidator()
    {
        RuleFor(i => i.Name).Must(ReportAnswers.HasText).WithMessage("Write the seller’s name.")
            .MaximumLength(OrderFacts.MaxSeller).WithMessage($"At most {OrderFacts.MaxSeller} characters.");
        RuleFor(i => i.Email).NotEmpty().WithMessage("Enter the address to which claims are sent.")
            .MaximumLength(Data.Settings.Seller.MaxEmail).WithMessage("That is too long for an email address.")
            .EmailAddress().WithMessage("Enter an email address, such as claims@example.com.");
        RuleFor(i => i.Notes).MaximumLength(Data.Settings.Seller.MaxNotes).WithMessage("At most 1,000 characters.");
    }
}

/// <summary>One seller, or a new one: where claims, with the ID in them, are sent.</summary>
[FreshSignIn]
public sealed class SellerPageModel(MissingPackageContext database, SettingsEditor editor, TimeProvider time) : SettingPageModel(editor)
{
    private const string NameTaken = "There is a seller of this name already.";

    [BindProperty]
    public SellerInput Input { get; set; } = new();

    /// <summary>The seller as stored; null for a new one.</summary>
    public Data.Settings.Seller? Seller { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var id = context.RouteData.Values["id"] as string;
        Seller = Guid.TryParse(id, out var known) ? await database.Sellers.SingleOrDefaultAsync(s => s.Id == known, HttpContext.RequestAborted) : null;
        if (Seller is null && id != "new")
        {
            context.Result = new NotFoundResult();
            return;
        }

        await next();
    }

    public void OnGet()
    {
        Version = Seller?.Version ?? 0;
        Input = new SellerInput { Name = Seller?.Name, Email = Seller?.Email, Notes = Seller?.Notes };
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var seller = Seller ?? Data.Settings.Seller.New(Guid.NewGuid());
        var key = $"sellers/{seller.Id:n}";
        if (Version != seller.Version)
        {
            return await AnswerAsync(SaveOutcome.Stale, key, "", "");
        }

        var before = seller.Version == 0 ? null : Describe(seller);
        var name = ReportAnswers.Tidy(Input.Name);
        var nameKey = Data.Settings.Seller.KeyOf(name);
        if (await database.Sellers.AnyAsync(s => s.NameKey == nameKey && s.Id != seller.Id, HttpContext.RequestAborted))
        {
            ModelState.AddModelError("Input.Name", NameTaken);
            return Page();
        }

        seller.Become(name, Input.Email!.Trim(), string.IsNullOrWhiteSpace(Input.Notes) ? null : Input.Notes.Trim().ReplaceLineEndings("\n"));
        var after = Describe(seller);
        if (before == after)
        {
            return await AnswerAsync(SaveOutcome.Unchanged, key, "", "/admin/settings/sellers");
        }

        if (Seller is null)
        {
            database.Sellers.Add(seller);
        }

        var change = SettingChange.Of(key, seller.Version, before, after, Me, time.GetUtcNow().UtcDateTime);
        try
        {
            return await AnswerAsync(await Editor.SaveAsync(change, HttpContext.RequestAborted), key, $"Saved {name}.", "/admin/settings/sellers");
        }
        catch (DbUpdateException) when (database.Sellers.Any(s => s.NameKey == nameKey && s.Id != seller.Id))
        {
            // Somebody saved one of the same name at this moment.
            ModelState.AddModelError("Input.Name", NameTaken);
            return Page();
        }
    }

    private static string Describe(Data.Settings.Seller seller) =>
        JsonSerializer.Serialize(new Description(seller.Name, seller.Email, seller.Notes), SettingsReader.Json);

    private sealed record Description(string Name, string Email, string? Notes);
}
