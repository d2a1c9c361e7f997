using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;

namespace MissingPackage.Application.Mail;

/// <summary>A message and its recipient.</summary>
/// <param name="ToName">The recipient's name, as people write it.</param>
/// <param name="ToEmail">The recipient's address.</param>
/// <param name="Message">The facts.</param>
public sealed record Letter(string ToName, string ToEmail, Message Message);

/// <summary>Puts letters into the outbox, encrypted, and takes them out again. The caller saves.</summary>
public sealed class Outbox(MissingPackageContext database, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("MissingPackage.Outbox.v2");

    /// <summary>Adds a letter; it leaves after the save.</summary>
    /// <param name="kind">What kind of message.</param>
    /// <param name="letter">What is sent.</param>
    /// <param name="requestId">The request it is about, if one.</param>
    public OutboxMessage Add(string kind, Letter letter, Guid? requestId)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return Add(kind, letter.ToEmail, letter, requestId);
    }

    /// <summary>Adds anything that is to be done for a recipient after the save.</summary>
    internal OutboxMessage Add<T>(string kind, string recipient, T content, Guid? requestId)
    {
        var message = OutboxMessage.Write(kind, Hash(recipient), _protector.Protect(JsonSerializer.Serialize(content)), requestId, time.GetUtcNow().UtcDateTime);
        database.Outbox.Add(message);
        return message;
    }

    /// <summary>Takes back what waits; the caller's save fails if it leaves meanwhile.</summary>
    /// <param name="requestId">The request it is about.</param>
    /// <param name="kind">What kind of message.</param>
    /// <param name="since">UTC; only what was promised from then on.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <returns>False where nothing could be taken back.</returns>
    public async Task<bool> WithdrawAsync(Guid requestId, string kind, DateTime since, CancellationToken cancellation)
    {
        var promised = await database.Outbox.Where(m => m.RequestId == requestId && m.Kind == kind && m.CreatedOn >= since).ToListAsync(cancellation);
        return promised.Count > 0 && promised.TrueForAll(message => message.TryWithdraw());
    }

    /// <summary>Reads what was added.</summary>
    /// <exception cref="CryptographicException">It doesn't decrypt: damaged, or a key is missing.</exception>
    /// <exception cref="JsonException">It isn't what was written.</exception>
    internal T Read<T>(OutboxMessage message) =>
        JsonSerializer.Deserialize<T>(_protector.Unprotect(message.Content)) ?? throw new JsonException("An empty message.");

    private static string Hash(string recipient) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipient.Trim().ToUpperInvariant())));
}
