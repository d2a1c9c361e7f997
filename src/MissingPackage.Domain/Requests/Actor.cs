namespace MissingPackage.Domain.Requests;

/// <summary>Who did something to a request.</summary>
public enum ActorKind
{
    /// <summary>The customer, through a grant to this one request.</summary>
    Customer,

    /// <summary>A signed-in care agent.</summary>
    Agent,

    /// <summary>The application itself, by a rule or a schedule.</summary>
    System,

    /// <summary>The seller, through the hand-off of this one request.</summary>
    Seller,
}

/// <summary>Who did something to a request.</summary>
/// <param name="Kind">Customer, agent, seller or the system.</param>
/// <param name="Name">The agent's sign-in name or the seller's name; null for the customer and the system.</param>
public sealed record Actor(ActorKind Kind, string? Name)
{
    /// <summary>The customer.</summary>
    public static Actor Customer { get; } = new(ActorKind.Customer, null);

    /// <summary>The application itself.</summary>
    public static Actor System { get; } = new(ActorKind.System, null);

    /// <summary>A care agent.</summary>
    /// <param name="name">The agent's sign-in name.</param>
    public static Actor Agent(string name) => new(ActorKind.Agent, name);

    /// <summary>A seller to whom a request was handed.</summary>
    /// <param name="name">The seller's name.</param>
    public static Actor Seller(string name) => new(ActorKind.Seller, name);
}
