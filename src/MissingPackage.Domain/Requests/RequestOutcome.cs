namespace MissingPackage.Domain.Requests;

/// <summary>How a request ended. Stored by name: rename nothing, only add.</summary>
public enum RequestOutcome
{
    /// <summary>The seller sent the item again.</summary>
    Replaced,

    /// <summary>The money went back.</summary>
    Refunded,

    /// <summary>An agent declined it.</summary>
    Declined,

    /// <summary>The package turned up.</summary>
    Found,

    /// <summary>The customer asks for nothing more.</summary>
    Withdrawn,

    /// <summary>The documents never came.</summary>
    Abandoned,
}
