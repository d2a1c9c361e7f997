using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Reviewing;

/// <summary>An agent compared one thing and found it right. It counts while the documents are the same.</summary>
public sealed class ReviewTick
{
    private ReviewTick()
    {
    }

    public Guid RequestId { get; private set; }

    public ComparedItem Item { get; private set; }

    /// <summary>The documents that were compared (<see cref="Comparison.KeyOf"/>).</summary>
    public string Documents { get; private set; } = "";

    /// <summary>The agent's sign-in name.</summary>
    public string AgentName { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTime TickedOn { get; private set; }

    public static ReviewTick For(Guid requestId, ComparedItem item, string documents, string agentName, DateTime now) => new()
    {
        RequestId = requestId,
        Item = item,
        Documents = documents,
        AgentName = agentName,
        TickedOn = now,
    };

    /// <summary>Whether it is about the documents as they are now.</summary>
    public bool CountsFor(ServiceRequest request) => string.Equals(Documents, Comparison.KeyOf(request, Item), StringComparison.Ordinal);

    /// <summary>Somebody ticks it again, for other documents.</summary>
    public void TickAgain(string documents, string agentName, DateTime now)
    {
        Documents = documents;
        AgentName = agentName;
        TickedOn = now;
    }
}
