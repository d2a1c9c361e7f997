namespace MissingPackage.Domain.Searching;

/// <summary>The kind of home a package was meant for; it decides where a driver might have left it.</summary>
public enum HomeKind
{
    /// <summary>A house, with a yard and neighbors at a distance.</summary>
    House,

    /// <summary>An apartment, with shared doors, halls and people at a desk.</summary>
    Apartment,
}

/// <summary>Where a package marked delivered may be. Stored by name: rename nothing, only add.</summary>
public enum PlaceToLook
{
    /// <summary>Front door and porch.</summary>
    FrontDoor,

    /// <summary>Side yard, behind shrubbery.</summary>
    SideYard,

    /// <summary>Back door, gate and bins.</summary>
    BackDoor,

    /// <summary>Garage, shed or carport.</summary>
    Garage,

    /// <summary>The building's lobby and entrance.</summary>
    Lobby,

    /// <summary>Mail room or parcel lockers.</summary>
    MailRoom,

    /// <summary>Front desk, doorman, superintendent or leasing office.</summary>
    FrontDesk,

    /// <summary>Hallways, stairs and other floors.</summary>
    Hallway,

    /// <summary>Everyone who lives at the address.</summary>
    Household,

    /// <summary>Neighbors in a house or unit nearby.</summary>
    Neighbors,

    /// <summary>A delivery-attempt slip on the door.</summary>
    DoorSlip,

    /// <summary>The mailbox: the package itself, a locker key or a delivery-attempt slip.</summary>
    Mailbox,

    /// <summary>The carrier's delivery photo or note.</summary>
    DeliveryPhoto,

    /// <summary>Anywhere else (used when a customer says where a package was found).</summary>
    SomewhereElse,
}
