namespace MissingPackage.Data.Agents;

/// <summary>An emailed link that lets an invited agent choose a password, once. Only a hash of its token is kept.</summary>
public sealed class AgentInvitation
{
    private AgentInvitation()
    {
    }

    public Guid Id { get; private set; }

    public string AgentId { get; private set; } = "";

    /// <summary>SHA-256 of the link's token in hex.</summary>
    public string TokenHash { get; private set; } = "";

    public DateTime ExpiresOn { get; private set; }

    /// <summary>When it was used or replaced by a newer one; null while it works.</summary>
    public DateTime? UsedOn { get; private set; }

    public static AgentInvitation For(string agentId, string tokenHash, DateTime expiresOn) => new()
    {
        Id = Guid.NewGuid(),
        AgentId = agentId,
        TokenHash = tokenHash,
        ExpiresOn = expiresOn,
    };
}
