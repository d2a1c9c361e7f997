namespace MissingPackage.Data.Settings;

/// <summary>A seller, with whom to write to about a claim.</summary>
public sealed class Seller
{
    /// <summary>The longest email address, in characters.</summary>
    public const int MaxEmail = 254;

    /// <summary>The longest notes, in characters.</summary>
    public const int MaxNotes = 1000;

    private Seller()
    {
    }

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>As orders name it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name in capitals, as <see cref="KeyOf"/> makes it: one seller a name, however it is typed.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Where claims are sent.</summary>
    public string Email { get; private set; } = "";

    /// <summary>For agents, or null.</summary>
    public string? Notes { get; private set; }

    /// <summary>How often it was changed; a save over a version not seen is refused.</summary>
    public int Version { get; private set; }

    /// <summary>A new seller, still without a name.</summary>
    public static Seller New(Guid id) => new() { Id = id };

    /// <summary>What names are compared by.</summary>
    public static string KeyOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }

    /// <summary>Puts other facts in place; the caller adds the <see cref="SettingChange"/> to the same save.</summary>
    public void Become(string name, string email, string? notes)
    {
        Name = name;
        NameKey = KeyOf(name);
        Email = email;
        Notes = notes;
        Version++;
    }
}
