namespace MissingPackage.Domain.Requests;

/// <summary>Where the package was to go, in the United States.</summary>
/// <param name="Line1">Street and number; at most <see cref="MaxLine"/> characters.</param>
/// <param name="Line2">Apartment, suite or unit, or null.</param>
/// <param name="City">City; at most <see cref="MaxCity"/> characters.</param>
/// <param name="State">Two-letter code of a state, territory or military region (<see cref="Deadlines.UsStates"/>).</param>
/// <param name="Zip">Five digits, or ZIP+4 as 12345-6789.</param>
public sealed record DeliveryAddress(string Line1, string? Line2, string City, string State, string Zip)
{
    /// <summary>The longest address line, in characters.</summary>
    public const int MaxLine = 120;

    /// <summary>The longest city name, in characters.</summary>
    public const int MaxCity = 80;

    /// <summary>The address as lines of a label, without empty ones.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            yield return Line1;
            if (!string.IsNullOrWhiteSpace(Line2))
            {
                yield return Line2;
            }

            yield return $"{City}, {State} {Zip}";
        }
    }
}
