namespace MissingPackage.Domain.Carriers;

/// <summary>The day from which a carrier counts.</summary>
public enum ClaimClock
{
    /// <summary>The day the parcel was handed to the carrier.</summary>
    Mailing,

    /// <summary>The day the delivery was promised for.</summary>
    ExpectedDelivery,

    /// <summary>The day the carrier marked it delivered.</summary>
    Delivery,
}

/// <summary>A day before or after which a claim isn't taken.</summary>
/// <param name="Days">Calendar days after <paramref name="From"/>, 0 or more.</param>
/// <param name="From">The day to count from.</param>
public sealed record ClaimLimit(int Days, ClaimClock From);

/// <summary>The days of a parcel that carriers count from.</summary>
/// <param name="Mailed">The day it was handed to the carrier; null where only the seller knows it.</param>
/// <param name="Expected">The day it was promised for.</param>
/// <param name="Delivered">The day it was marked delivered.</param>
public sealed record ParcelDates(DateOnly? Mailed, DateOnly Expected, DateOnly Delivered);

/// <summary>
/// What a carrier says about claims for a lost parcel. Its clocks are not the customer's document deadline. Carriers
/// change their rules and public sources disagree, so each set says where it is from and when it was last checked.
/// </summary>
public sealed record ClaimRules
{
    /// <summary>Who may file, in a few words.</summary>
    public required string WhoFiles { get; init; }

    /// <summary>The first day on which a claim is taken; null where the carrier names none.</summary>
    public ClaimLimit? Earliest { get; init; }

    /// <summary>The last day on which a claim is taken; null where the carrier names none.</summary>
    public ClaimLimit? Latest { get; init; }

    /// <summary>What the two limits don't say, such as exceptions by service; null where nothing.</summary>
    public string? TimingNote { get; init; }

    /// <summary>What has to come with a claim.</summary>
    public required string Documents { get; init; }

    /// <summary>What the carrier's claim form asks for, in its order.</summary>
    public IReadOnlyList<ClaimField> Form { get; init; } = ClaimForm.Usual;

    /// <summary>
    /// How much of the photo ID goes to the carrier. No carrier's list of documents names an ID, and a claim needs one to
    /// show whose statement it is: as shipped it goes with its number covered.
    /// </summary>
    public IdDisclosure PhotoId { get; init; } = IdDisclosure.Masked;

    /// <summary>The most bytes a claim's files may have together; null where the carrier names no limit.</summary>
    public long? MaxPacketBytes { get; init; }

    /// <summary>The search the carrier wants before a claim; null where it wants none.</summary>
    public string? SearchFirst { get; init; }

    /// <summary>The quickest usual decision, in business days.</summary>
    public required int DecisionDaysFrom { get; init; }

    /// <summary>The slowest usual decision, in business days: what is promised to the customer.</summary>
    public required int DecisionDaysTo { get; init; }

    /// <summary>Where these rules are from.</summary>
    public required string Source { get; init; }

    /// <summary>The day somebody last compared them with the carrier's own.</summary>
    public required DateOnly CheckedOn { get; init; }

    /// <summary>A megabyte of <see cref="MaxPacketBytes"/>, in bytes: the smaller one of the two in use, so that a packet fits both.</summary>
    public const long Megabyte = 1_000_000;

    /// <summary>
    /// The mailing day isn't known to us, only the delivery that was promised. A package is taken to have been so many days
    /// on its way: the longest usual ground transit, so that a warning errs towards too early.
    /// </summary>
    public const int AssumedTransitDays = 10;
}
