using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Signals;

/// <summary>What an agent should look at. A signal decides nothing.</summary>
public enum SignalKind
{
    /// <summary>A file with the very same bytes was sent to another request.</summary>
    SameFile,

    /// <summary>Another request is about the same tracking number.</summary>
    SameTrackingNumber,

    /// <summary>Another request is about the same order.</summary>
    SameOrder,

    /// <summary>Another request came from the same email address.</summary>
    SameEmail,

    /// <summary>Another request came from the same phone number.</summary>
    SamePhone,

    /// <summary>Another package was to go to the same address.</summary>
    SameAddress,

    /// <summary>Many requests are about this address.</summary>
    ManyFromOneAddress,

    /// <summary>The label was printed for another ZIP code than the order's.</summary>
    LabelZipDiffers,

    /// <summary>The tracking number is another carrier's than the one named.</summary>
    OtherCarriersNumber,

    /// <summary>The request was opened before the package was expected.</summary>
    OpenedEarly,
}

/// <summary>A request that a signal points to.</summary>
/// <param name="Reference">Its reference.</param>
/// <param name="Name">Its customer.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OpenedOn">UTC.</param>
public sealed record RelatedRequest(RequestReference Reference, string Name, RequestStatus Status, DateTime OpenedOn);

/// <summary>Something to look at, with its evidence.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Evidence">What was seen, in a sentence for agents.</param>
public sealed record Signal(SignalKind Kind, string Evidence)
{
    /// <summary>The requests it points to, latest first; empty where it is about this request alone.</summary>
    public IReadOnlyList<RelatedRequest> Others { get; init; } = [];

    /// <summary>Whether there are more than <see cref="Others"/> shows.</summary>
    public bool HasMore { get; init; }
}
