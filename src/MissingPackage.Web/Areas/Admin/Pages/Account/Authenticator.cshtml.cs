using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Web.Access;
using QRCoder;

namespace MissingPackage.Web.Areas.Admin.Pages.Account;

/// <summary>
/// Shows a secret for the authenticator app and stores it once a code proves that the app has it. Until then it travels
/// with the form, encrypted: looking at the page changes nothing.
/// </summary>
[FreshSignIn(ToLook = true)]
public sealed class AuthenticatorModel(
    UserManager<Agent> agents, AgentSignIn signIn, TwoFactor twoFactor, MissingPackageContext database, TimeProvider time)
    : AccountPageModel(agents, database, time)
{
    private const string Issuer = "Missing Package care desk";

    [BindProperty]
    public CodeInput Input { get; set; } = new();

    /// <summary>The secret to be, encrypted for this agent.</summary>
    [BindProperty]
    public string? Setup { get; set; }

    [TempData]
    public string? Codes { get; set; }

    /// <summary>The secret in groups of four, to be typed.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The secret as a link that apps open.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The same as a picture: modules a side, and a path of one square each.</summary>
    public (int Size, string Path) Qr { get; private set; }

    public IActionResult OnGet()
    {
        if (Me.TwoFactorEnabled)
        {
            return RedirectToPage("/Account/Index");
        }

        Show(twoFactor.NewSecret(Me));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Me.TwoFactorEnabled)
        {
            return RedirectToPage("/Account/Index");
        }

        if (twoFactor.Open(Me, Setup) is null)
        {
            return RedirectToPage();
        }

        if (ModelState.IsValid && !twoFactor.TryTurnOn(Me, Setup!, Input.Code!))
        {
            ModelState.AddModelError("Input.Code", "That code isn’t right. Check that the phone’s clock is set by itself, and enter the newest code.");
        }

        if (!ModelState.IsValid)
        {
            Show(Setup!);
            return Page();
        }

        var codes = await twoFactor.MakeRecoveryCodesAsync(Me, Aborted);
        Note(AgentEventKind.TwoFactorOn);
        if (!(await Agents.UpdateSecurityStampAsync(Me)).Succeeded)
        {
            Show(Setup!);
            return Changed();
        }

        Codes = string.Join('\n', codes);
        await signIn.StayAsync(Me, AgentClaims.TwoFactor);
        return Finish("The authenticator app is on. Your other devices are signed out.");
    }

    private void Show(string setup)
    {
        var secret = twoFactor.Open(Me, setup) ?? throw new CryptographicException("A secret just made can’t be read.");
        var base32 = Totp.ToBase32(secret);
        Setup = setup;
        Key = string.Join(' ', base32.Chunk(4).Select(group => new string(group)));
        Address = $"otpauth://totp/{Uri.EscapeDataString(Issuer)}:{Uri.EscapeDataString(Me.Email!)}?secret={base32}&issuer={Uri.EscapeDataString(Issuer)}&digits=6&period=30";
        using var drawn = QRCodeGenerator.GenerateQrCode(Address, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < drawn.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < drawn.ModuleMatrix[y].Count; x++)
            {
                if (drawn.ModuleMatrix[y][x])
                {
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        Qr = (drawn.ModuleMatrix.Count, path.ToString());
    }
}
