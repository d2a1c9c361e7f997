namespace MissingPackage.Data.Outbox;

/// <summary>
/// An email that was promised. It is written in the same save as what caused it, and leaves afterwards. Its content
/// is encrypted (it carries a name and a private link) and emptied once it has left.
/// </summary>
public sealed class OutboxMessage
{
    private OutboxMessage()
    {
    }

    public Guid Id { get; private set; }

    public Guid RequestId { get; private set; }

    /// <summary>What kind of message, such as <c>request-opened</c>; safe to log.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Recipient, subject and text as JSON, encrypted; empty once sent.</summary>
    public string Content { get; private set; } = "";

    public DateTime CreatedOn { get; private set; }

    public DateTime? SentOn { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>UTC; not tried before.</summary>
    public DateTime NextAttemptOn { get; private set; }

    public static OutboxMessage Write(Guid id, Guid requestId, string kind, string content, DateTime now) => new()
    {
        Id = id,
        RequestId = requestId,
        Kind = kind,
        Content = content,
        CreatedOn = now,
        NextAttemptOn = now,
    };

    /// <summary>Keeps it back until then, so that it can still be withdrawn.</summary>
    /// <param name="notBefore">UTC.</param>
    public OutboxMessage NotBefore(DateTime notBefore)
    {
        NextAttemptOn = notBefore;
        return this;
    }

    public void MarkSent(DateTime now)
    {
        SentOn = now;
        Attempts++;
        Content = "";
    }

    /// <summary>Puts the next attempt off: 1, 2, 4, ... minutes, at most 6 hours.</summary>
    public void MarkFailed(DateTime now)
    {
        Attempts++;
        var minutes = Math.Min(Math.Pow(2, Math.Min(Attempts - 1, 20)), 360);
        NextAttemptOn = now.AddMinutes(minutes);
    }
}
