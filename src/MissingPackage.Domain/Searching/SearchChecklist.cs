namespace MissingPackage.Domain.Searching;

/// <summary>One line of the checklist.</summary>
/// <param name="Place">What is stored.</param>
/// <param name="Title">A few words, as a label.</param>
/// <param name="Hint">One short sentence on how to look.</param>
public sealed record ChecklistItem(PlaceToLook Place, string Title, string Hint);

/// <summary>Places that belong together under one heading.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Items">The lines, most likely first.</param>
public sealed record ChecklistGroup(string Heading, IReadOnlyList<ChecklistItem> Items);

/// <summary>Where to look before a request is opened, by kind of home.</summary>
public static class SearchChecklist
{
    private static readonly ChecklistItem Household = new(
        PlaceToLook.Household, "Everyone you live with", "Someone may have brought it in and put it down.");

    private static readonly ChecklistItem Mailbox = new(
        PlaceToLook.Mailbox, "Your mailbox", "For the package, a parcel locker key, or an “attempted package delivery” slip.");

    private static readonly ChecklistItem DoorSlip = new(
        PlaceToLook.DoorSlip, "A slip on or near the door", "An “attempted package delivery” slip says where to pick it up. See below where a USPS or UPS slip leads.");

    private static readonly ChecklistItem DeliveryPhoto = new(
        PlaceToLook.DeliveryPhoto, "The carrier’s photo or note", "In its app, text message or email: often it shows the very spot.");

    private static readonly IReadOnlyList<ChecklistGroup> House =
    [
        new("Around your home",
        [
            new(PlaceToLook.FrontDoor, "Front door and porch", "Under the mat, behind planters, inside the screen door."),
            new(PlaceToLook.SideYard, "Side yard and shrubbery", "Drivers hide packages from thieves: look behind bushes and along the side of the house."),
            new(PlaceToLook.BackDoor, "Back door, gate and bins", "Also on the deck, and behind or inside an empty bin."),
            new(PlaceToLook.Garage, "Garage, shed or carport", "Behind cars and beside the door."),
        ]),
        new("With other people",
        [
            Household,
            new(PlaceToLook.Neighbors, "Neighbors", "Both sides, across the street, and the same number on the next street."),
        ]),
        new("Slips, notes and photos", [Mailbox, DoorSlip, DeliveryPhoto]),
    ];

    private static readonly IReadOnlyList<ChecklistGroup> Apartment =
    [
        new("In your building",
        [
            new(PlaceToLook.Lobby, "Lobby and entrance", "Behind the front door, by the stairs, on a ledge or under the mailboxes."),
            new(PlaceToLook.MailRoom, "Mail room and parcel lockers", "Also other people’s shelves: packages get put in the wrong slot."),
            new(PlaceToLook.Hallway, "Hallways, stairs and your own door", "And the same door one floor up or down."),
        ]),
        new("With other people",
        [
            new(PlaceToLook.FrontDesk, "Front desk, super or leasing office", "Ask whether they signed for it or put it away."),
            Household,
            new(PlaceToLook.Neighbors, "Neighbors", "The units beside, above and below yours, and the same unit in the next building."),
        ]),
        new("Slips, notes and photos", [Mailbox, DoorSlip, DeliveryPhoto]),
    ];

    private static readonly Dictionary<PlaceToLook, string> Titles = House.Concat(Apartment)
        .SelectMany(group => group.Items)
        .DistinctBy(item => item.Place)
        .ToDictionary(item => item.Place, item => item.Title);

    /// <summary>The checklist of a kind of home, in the order to look.</summary>
    /// <param name="home">The kind of home.</param>
    public static IReadOnlyList<ChecklistGroup> For(HomeKind home) => home == HomeKind.Apartment ? Apartment : House;

    /// <summary>The checklist of a kind of home, the place where most were found first, with its group.</summary>
    /// <param name="home">The kind of home.</param>
    /// <param name="found">What was found so far; with too few finds the list keeps its own order.</param>
    public static IReadOnlyList<ChecklistGroup> For(HomeKind home, FoundCounts found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Total < FoundCounts.EnoughToSort ? For(home)
            : [.. For(home)
                .Select(group => group with { Items = [.. group.Items.OrderByDescending(item => found.At(item.Place))] })
                .OrderByDescending(group => found.At(group.Items[0].Place))];
    }

    /// <summary>A place in a few words, as the checklist calls it.</summary>
    /// <param name="place">Any place.</param>
    public static string TitleOf(PlaceToLook place) => Titles.GetValueOrDefault(place, "Somewhere else");
}
