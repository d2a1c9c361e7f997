namespace MissingPackage.Data.Outbox;

/// <summary>Where a message stands. Stored by name: rename nothing, only add.</summary>
public enum OutboxState
{
    /// <summary>It is still to leave.</summary>
    Waiting,

    /// <summary>A mail server took it.</summary>
    Sent,

    /// <summary>It won't be tried again by itself: a person has to look.</summary>
    Dead,

    /// <summary>It was taken back before it left.</summary>
    Withdrawn,
}

/// <summary>
/// An email that was promised. It is written in the same save as what caused it, and leaves afterwards. Its content
/// is encrypted (it carries a name and a private link) and emptied once it has left. All times are UTC.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>Attempts until a message is given up: with the growing pauses, about three days.</summary>
    public const int MaxAttempts = 20;

    /// <summary>The longest <see cref="LastFailure"/>, in characters.</summary>
    public const int MaxFailure = 300;

    private OutboxMessage()
    {
    }

    /// <summary>The row's number: messages to one recipient leave in this order.</summary>
    public long Id { get; private set; }

    /// <summary>What its Message-ID is made from, so that a repeat is recognised.</summary>
    public Guid Key { get; private set; }

    /// <summary>The request it is about, if one.</summary>
    public Guid? RequestId { get; private set; }

    /// <summary>What kind of message, such as <c>request-opened</c>; safe to log.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>A promise that is kept once, such as "the last-day reminder of this deadline"; unique. Null where a repeat is wanted.</summary>
    public string? Promise { get; private set; }

    /// <summary>A hash that tells recipients apart; empty once the message no longer waits.</summary>
    public string Recipient { get; private set; } = "";

    /// <summary>Recipient and facts as JSON, encrypted; empty once sent or withdrawn.</summary>
    public string Content { get; private set; } = "";

    public DateTime CreatedOn { get; private set; }

    public OutboxState State { get; private set; }

    public DateTime? SentOn { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>When it was last tried, or null.</summary>
    public DateTime? LastAttemptOn { get; private set; }

    /// <summary>Why the last attempt failed, in words without personal data, or null.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Not tried before.</summary>
    public DateTime NextAttemptOn { get; private set; }

    /// <summary>The zone in whose night it isn't sent; null for messages that are welcome at any hour.</summary>
    public string? QuietZone { get; private set; }

    /// <summary>The node that is sending it, by a number of its own; null while nobody is. A save of another node is refused.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>Until when the lease holds: a node that died gives its messages back then.</summary>
    public DateTime? LeasedUntil { get; private set; }

    /// <summary>Writes a message.</summary>
    /// <param name="kind">What kind, safe to log.</param>
    /// <param name="recipient">A hash of the recipient's address.</param>
    /// <param name="content">Encrypted.</param>
    /// <param name="requestId">The request it is about, if one.</param>
    /// <param name="now">UTC.</param>
    public static OutboxMessage Write(string kind, string recipient, string content, Guid? requestId, DateTime now) => new()
    {
        Key = Guid.NewGuid(),
        RequestId = requestId,
        Kind = kind,
        Recipient = recipient,
        Content = content,
        CreatedOn = now,
        NextAttemptOn = now,
    };

    /// <summary>Makes it a promise that exists once: a second one with the same words is refused at the save.</summary>
    public OutboxMessage Once(string promise)
    {
        Promise = promise;
        return this;
    }

    /// <summary>Keeps it back until then, so that it can still be withdrawn.</summary>
    /// <param name="notBefore">UTC.</param>
    public OutboxMessage NotBefore(DateTime notBefore)
    {
        NextAttemptOn = notBefore;
        return this;
    }

    /// <summary>Keeps it back at night.</summary>
    /// <param name="zone">The IANA name of the recipient's zone.</param>
    public OutboxMessage NotAtNight(string zone)
    {
        QuietZone = zone;
        return this;
    }

    /// <summary>A mail server took it.</summary>
    public void MarkSent(DateTime now)
    {
        State = OutboxState.Sent;
        SentOn = now;
        LastFailure = null;
        Attempts++;
        LastAttemptOn = now;
        Content = "";
        Recipient = "";
        Release();
    }

    /// <summary>Puts the next attempt off: 1, 2, 4, ... minutes, at most 6 hours; after <see cref="MaxAttempts"/> it is dead.</summary>
    public void MarkFailed(DateTime now, string why)
    {
        var minutes = Math.Min(Math.Pow(2, Math.Min(Attempts, 20)), 360);
        NextAttemptOn = now.AddMinutes(minutes);
        Fail(now, why);
        if (Attempts >= MaxAttempts)
        {
            State = OutboxState.Dead;
        }
    }

    /// <summary>Trying again won't help, unless somebody mends something first.</summary>
    public void MarkDead(DateTime now, string why)
    {
        Fail(now, why);
        State = OutboxState.Dead;
    }

    /// <summary>Puts it off through no fault of its own: at night, or while no mail server answers.</summary>
    /// <param name="until">UTC.</param>
    public void PutOff(DateTime until)
    {
        NextAttemptOn = until;
        Release();
    }

    /// <summary>Takes it back.</summary>
    /// <returns>False if it has left or is just leaving.</returns>
    public bool TryWithdraw()
    {
        if (State != OutboxState.Waiting || Lease is not null)
        {
            return false;
        }

        State = OutboxState.Withdrawn;
        Content = "";
        Recipient = "";
        return true;
    }

    /// <summary>Tries a dead message again from the start.</summary>
    /// <returns>False if it isn't dead or its content is gone.</returns>
    public bool TryResend(DateTime now)
    {
        if (State != OutboxState.Dead || Content.Length == 0)
        {
            return false;
        }

        State = OutboxState.Waiting;
        Attempts = 0;
        NextAttemptOn = now;
        return true;
    }

    private void Fail(DateTime now, string why)
    {
        Attempts++;
        LastAttemptOn = now;
        LastFailure = why.Length > MaxFailure ? why[..MaxFailure] : why;
        Release();
    }

    private void Release()
    {
        Lease = null;
        LeasedUntil = null;
    }
}
