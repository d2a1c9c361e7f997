using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Packets;

/// <summary>In which form a claim packet is made. Stored by name: rename nothing, only add.</summary>
public enum PacketFormat
{
    /// <summary>One PDF.</summary>
    Pdf,

    /// <summary>A ZIP of separate files.</summary>
    Zip,
}

/// <summary>Where a packet stands. Stored by name: rename nothing, only add.</summary>
public enum KeptPacketState
{
    /// <summary>Asked for: a node makes it, or will.</summary>
    Waiting,

    /// <summary>It lies in the vault.</summary>
    Ready,

    /// <summary>It can't be made; asking again tries again.</summary>
    Failed,
}

/// <summary>
/// A claim packet that was asked for: one a request and format. It holds for one <see cref="Key"/> only, so that nothing
/// is served that was made of other facts or documents. All times are UTC.
/// </summary>
public sealed class KeptPacket
{
    /// <summary>Attempts until it is given up: the process may have died in each of them.</summary>
    public const int MaxAttempts = 3;

    /// <summary>The longest <see cref="Failure"/>, in characters.</summary>
    public const int MaxFailure = 300;

    /// <summary>The most characters of <see cref="MissingCharacters"/>.</summary>
    public const int MaxMissing = 100;

    private KeptPacket()
    {
    }

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The request it is of.</summary>
    public Guid RequestId { get; private set; }

    /// <summary>In which form.</summary>
    public PacketFormat Format { get; private set; }

    /// <summary>SHA-256 in hex of everything that goes into it.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public KeptPacketState State { get; private set; }

    /// <summary>When it was last asked for.</summary>
    public DateTime RequestedOn { get; private set; }

    /// <summary>Steps done.</summary>
    public int Step { get; private set; }

    /// <summary>Steps in all; 0 while nobody has begun.</summary>
    public int Steps { get; private set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Who makes it, or null.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>Until when it is nobody else's.</summary>
    public DateTime? LeasedUntil { get; private set; }

    /// <summary>The last part of its name in the vault, once it is ready.</summary>
    public Guid? File { get; private set; }

    /// <summary>Its length in bytes, once it is ready.</summary>
    public long Length { get; private set; }

    /// <summary>SHA-256 of its bytes in hex, once it is ready.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The characters of it that no font could draw, at most <see cref="MaxMissing"/>; or null.</summary>
    public string? MissingCharacters { get; private set; }

    /// <summary>Why it can't be made, in words for an agent; or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>A packet that is asked for the first time.</summary>
    public static KeptPacket Asked(Guid requestId, PacketFormat format, string key, DateTime now) => new()
    {
        Id = Guid.NewGuid(),
        RequestId = requestId,
        Format = format,
        Key = key,
        RequestedOn = now,
    };
}
