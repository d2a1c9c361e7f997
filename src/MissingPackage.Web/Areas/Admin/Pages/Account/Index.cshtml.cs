using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Account;

/// <summary>One's own account: how one signs in, and what happened to it.</summary>
[FreshSignIn("TwoFactorOff", "RecoveryCodes", "RemovePasskey")]
public sealed class IndexModel(
    UserManager<Agent> agents, AgentSignIn signIn, TwoFactor twoFactor, MissingPackageContext database, TimeProvider time)
    : AccountPageModel(agents, database, time)
{
    /// <summary>Recovery codes, one a line, right after they were made: they are shown once.</summary>
    [TempData]
    public string? Codes { get; set; }

    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    public int CodesLeft { get; private set; }

    public IReadOnlyList<AgentEvent> Events { get; private set; } = [];

    /// <summary>Whether the care desk stays closed until the agent has a second step.</summary>
    public bool SecondStepNeeded { get; private set; }

    public Task OnGetAsync(string? secondStep)
    {
        SecondStepNeeded = secondStep == "needed";
        return LoadAsync();
    }

    public async Task<IActionResult> OnPostTwoFactorOffAsync()
    {
        (Me.TwoFactorEnabled, Me.TotpSecret) = (false, null);
        Database.RecoveryCodes.RemoveRange(await Database.RecoveryCodes.Where(c => c.AgentId == Me.Id).ToListAsync(Aborted));
        Note(AgentEventKind.TwoFactorOff);
        if (!(await Agents.UpdateSecurityStampAsync(Me)).Succeeded)
        {
            return await ChangedAsync();
        }

        await signIn.StayAsync(Me);
        return Finish("The authenticator app is off. Your other devices are signed out.");
    }

    public async Task<IActionResult> OnPostRecoveryCodesAsync()
    {
        if (!Me.TwoFactorEnabled)
        {
            return await ChangedAsync();
        }

        Codes = string.Join('\n', await twoFactor.MakeRecoveryCodesAsync(Me, Aborted));
        Note(AgentEventKind.RecoveryCodesMade);
        await Database.SaveChangesAsync(Aborted);
        return Finish("New recovery codes. The old ones no longer work.");
    }

    /// <param name="id">The credential's id in base64url.</param>
    public async Task<IActionResult> OnPostRemovePasskeyAsync(string? id)
    {
        var passkey = (await Agents.GetPasskeysAsync(Me)).FirstOrDefault(p => Base64Url.EncodeToString(p.CredentialId) == id);
        if (passkey is null)
        {
            return await ChangedAsync();
        }

        Note(AgentEventKind.PasskeyRemoved, passkey.Name);
        await Agents.RemovePasskeyAsync(Me, passkey.CredentialId);
        await Agents.UpdateSecurityStampAsync(Me);
        await signIn.StayAsync(Me);
        return Finish("The passkey is removed. Your other devices are signed out.");
    }

    private async Task<IActionResult> ChangedAsync()
    {
        await LoadAsync();
        return Changed();
    }

    private async Task LoadAsync()
    {
        Passkeys = [.. (await Agents.GetPasskeysAsync(Me)).OrderBy(p => p.CreatedAt)];
        CodesLeft = await twoFactor.CountRecoveryCodesAsync(Me, Aborted);
        Events = await Database.AgentEvents.AsNoTracking().Where(e => e.SubjectId == Me.Id).OrderByDescending(e => e.Id).Take(10).ToListAsync(Aborted);
    }
}
