using MissingPackage.Data;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages;

/// <summary>How this agent can prove who they are.</summary>
public sealed record ConfirmMeans(bool Password, bool Code, bool Passkey, string? SingleSignOn)
{
    public static readonly ConfirmMeans None = new(false, false, false, null);

    public static async Task<ConfirmMeans> OfAsync(IServiceProvider services, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var steps = await services.GetRequiredService<TwoFactor>().StepsOfAsync(agent.Id, CancellationToken.None);
        return new(
            agent.PasswordHash is not null && (steps.App || !steps.Any),
            steps.App,
            steps.Passkey,
            steps.SingleSignOn ? services.GetRequiredService<SingleSignOn>().Name : null);
    }
}

/// <summary>A post that waits until the agent has proved again who they are.</summary>
public sealed class ConfirmQuestion(string address, IReadOnlyList<KeyValuePair<string, string>> typed)
{
    /// <summary>Where the post goes.</summary>
    public string Address { get; } = address;

    /// <summary>Its fields, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Typed { get; } = typed;

    public ConfirmMeans Means { get; set; } = ConfirmMeans.None;

    public string? Error { get; set; }
}

/// <summary>What the agent proves it with, in fields that no page's own form has.</summary>
public sealed record ConfirmAnswer(string? Password, string? Code, string? Credential)
{
    public const string Prefix = "Confirm.";

    public bool IsEmpty => string.IsNullOrEmpty(Password) && string.IsNullOrEmpty(Code) && string.IsNullOrEmpty(Credential);

    public static ConfirmAnswer Read(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new(form[Prefix + nameof(Password)], form[Prefix + nameof(Code)], form[Prefix + nameof(Credential)]);
    }

    public static string Wrong(Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.TwoFactorEnabled
            ? "Password or code isn’t right. A code works once: wait for the next one if you have just used it."
            : "That isn’t right. After several wrong tries, wait 15 minutes.";
    }

    public Task<bool> TryAsync(AgentSignIn signIn, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(signIn);
        ArgumentNullException.ThrowIfNull(agent);
        return string.IsNullOrEmpty(Credential)
            ? signIn.ConfirmAsync(agent, Password ?? "", Code)
            : signIn.TryPasskeyAsync(Credential, agent.Id);
    }
}
