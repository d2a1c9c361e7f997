namespace MissingPackage.Data.Drafts;

/// <summary>What a customer has typed so far, encrypted, so that a closed tab loses nothing.</summary>
public sealed class ReportDraft
{
    private ReportDraft()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>The answers as JSON, encrypted by the application.</summary>
    public string Content { get; private set; } = "";

    public DateTime UpdatedOn { get; private set; }

    /// <summary>UTC; after this it is no longer read, and may be erased.</summary>
    public DateTime ExpiresOn { get; private set; }

    /// <summary>Grows with each save: of two at once the second is refused, and looks at the first before it saves again.</summary>
    public int Version { get; private set; }

    public static ReportDraft Begin(Guid id) => new() { Id = id };

    public void Keep(string content, DateTime now, TimeSpan life)
    {
        Content = content;
        UpdatedOn = now;
        ExpiresOn = now + life;
        Version++;
    }
}
