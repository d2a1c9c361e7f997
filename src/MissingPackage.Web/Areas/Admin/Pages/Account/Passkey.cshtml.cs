using System.Security.Cryptography;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Account;

public sealed class PasskeyInput
{
    public string? Name { get; set; }

    /// <summary>What the browser made, as JSON.</summary>
    public string? Credential { get; set; }
}

internal sealed class PasskeyInputValidator : AbstractValidator<PasskeyInput>
{
    public PasskeyInputValidator()
    {
        RuleFor(i => i.Name).MaximumLength(60).WithMessage("At most 60 characters.");
        RuleFor(i => i.Credential).MaximumLength(100_000).WithMessage("That is no passkey.");
    }
}

[FreshSignIn(ToLook = true)]
public sealed class PasskeyModel(
    UserManager<Agent> agents, SignInManager<Agent> identity, AgentSignIn signIn, MissingPackageContext database, TimeProvider time)
    : AccountPageModel(agents, database, time)
{
    private const int MostPasskeys = 20;

    [BindProperty]
    public PasskeyInput Input { get; set; } = new();

    public void OnGet()
    {
    }

    /// <summary>The question that a new passkey answers, for scripts.</summary>
    public async Task<IActionResult> OnPostOptionsAsync() => Content(
        await identity.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = Me.Id, Name = Me.Email!, DisplayName = Me.Email! }), "application/json");

    public async Task<IActionResult> OnPostAsync()
    {
        var held = (await Agents.GetPasskeysAsync(Me)).Count;
        if (held >= MostPasskeys)
        {
            ModelState.AddModelError("", $"You have {MostPasskeys} passkeys already. Remove one first.");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await CheckAsync() is not { } passkey)
        {
            ModelState.AddModelError("", "The passkey couldn’t be checked, so it wasn’t added. Please try again.");
            return Page();
        }

        passkey.Name = string.IsNullOrWhiteSpace(Input.Name) ? $"Passkey {held + 1}" : Input.Name.Trim();
        Note(AgentEventKind.PasskeyAdded, passkey.Name);
        // Saved along with it: whoever is signed in elsewhere by the password alone is out, as when the app is set up.
        Me.SecurityStamp = Guid.NewGuid().ToString();
        if (!(await Agents.AddOrUpdatePasskeyAsync(Me, passkey)).Succeeded)
        {
            return Changed();
        }

        await signIn.StayAsync(Me, AgentClaims.Passkey);
        return Finish($"Added “{passkey.Name}”. Next time, choose “Sign in with a passkey”. Your other devices are signed out.");
    }

    private async Task<UserPasskeyInfo?> CheckAsync()
    {
        try
        {
            var made = await identity.PerformPasskeyAttestationAsync(Input.Credential ?? "");
            // A question asked for somebody else's account adds nothing to this one.
            return made.Succeeded && made.UserEntity.Id == Me.Id ? made.Passkey : null;
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or JsonException or FormatException or CryptographicException)
        {
            return null;
        }
    }
}
