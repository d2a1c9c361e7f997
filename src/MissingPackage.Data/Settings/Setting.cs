namespace MissingPackage.Data.Settings;

/// <summary>
/// Something that administrators edit, as one typed JSON document by key. Where there is no row, what was shipped holds.
/// </summary>
public sealed class Setting
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxKey = 60;

    private Setting()
    {
    }

    /// <summary>Such as <c>carriers/Usps</c>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>How often it was changed: 1 with the first change. A save over a version not seen is refused.</summary>
    public int Version { get; private set; }

    /// <summary>The document.</summary>
    public string Value { get; private set; } = "";

    /// <summary>A setting that nobody has changed yet.</summary>
    public static Setting AsShipped(string key) => new() { Key = key };

    /// <summary>Puts another document in place; the caller adds the <see cref="SettingChange"/> to the same save.</summary>
    public void Become(string value)
    {
        Value = value;
        Version++;
    }
}
