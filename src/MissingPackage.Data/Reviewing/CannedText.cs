namespace MissingPackage.Data.Reviewing;

/// <summary>Where a canned text is offered. Stored by name: rename nothing, only add.</summary>
public enum CannedTextUse
{
    /// <summary>A reason to ask for a document again.</summary>
    AskAgain,

    /// <summary>A reason to decline.</summary>
    Decline,

    /// <summary>A message to the customer.</summary>
    Message,
}

/// <summary>A text that agents choose from a list: a reason or a reply, with placeholders such as <c>{name}</c>.</summary>
public sealed class CannedText
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 80;

    /// <summary>The longest text, in characters; what is filled in makes it longer.</summary>
    public const int MaxText = 800;

    private CannedText()
    {
    }

    public Guid Id { get; private set; }

    public CannedTextUse Use { get; private set; }

    /// <summary>What agents choose it by; the customer never sees it.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What the customer reads.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Every change adds one: a save of a stale copy is refused.</summary>
    public int Version { get; private set; }

    public static CannedText Write(CannedTextUse use, string title, string text) => new()
    {
        Id = Guid.NewGuid(),
        Use = use,
        Title = title,
        Text = text,
    };

    public void Rewrite(string title, string text)
    {
        Title = title;
        Text = text;
        Version++;
    }
}
