namespace MissingPackage.Data.Agents;

/// <summary>Stands in for the authenticator app, once: using it deletes the row. Only its hash is kept.</summary>
public sealed class RecoveryCode
{
    private RecoveryCode()
    {
    }

    public long Id { get; private set; }

    public string AgentId { get; private set; } = "";

    /// <summary>SHA-256 in hex.</summary>
    public string CodeHash { get; private set; } = "";

    public static RecoveryCode For(string agentId, string codeHash) => new() { AgentId = agentId, CodeHash = codeHash };
}
