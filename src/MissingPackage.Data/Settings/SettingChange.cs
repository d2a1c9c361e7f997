namespace MissingPackage.Data.Settings;

/// <summary>One change of a setting: who, when, from what, to what. Append-only: the database context refuses to change one.</summary>
public sealed class SettingChange
{
    /// <summary>The longest name of who changed it, in characters.</summary>
    public const int MaxChangedBy = 256;

    private SettingChange()
    {
    }

    /// <summary>The row's number, in the order of writing.</summary>
    public long Id { get; private set; }

    /// <summary>Which setting, as in <see cref="Setting.Key"/>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The setting's version after it.</summary>
    public int Version { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime ChangedOn { get; private set; }

    /// <summary>The agent's sign-in name.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>The document before; null for something new.</summary>
    public string? From { get; private set; }

    /// <summary>The document after.</summary>
    public string To { get; private set; } = "";

    /// <summary>Notes a change.</summary>
    public static SettingChange Of(string key, int version, string? from, string to, string changedBy, DateTime now) =>
        new() { Key = key, Version = version, From = from, To = to, ChangedBy = changedBy, ChangedOn = now };
}
