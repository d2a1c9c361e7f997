using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Links;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Data;

namespace MissingPackage.Application.Mail;

/// <summary>Keeps strangers from having us write to an address that isn't theirs.</summary>
public sealed class OpenedMailLimit(MissingPackageContext database, CustomerLinks links, IOptions<MailOptions> mail, TimeProvider time)
{
    /// <summary>Whether an address was told of so many new requests, at none of which anybody has opened a link, that it is told of no more for now.</summary>
    public async Task<bool> IsToldEnoughAsync(string email, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (hourAgo, dayAgo) = (now.AddHours(-1), now.AddDays(-1));
        var unconfirmed = links.UnconfirmedOf(email);
        var told = await database.Outbox.Where(m => m.Kind == RequestOpened.Kind && m.CreatedOn > dayAgo && unconfirmed.Contains(m.RequestId!.Value))
            .Select(m => m.CreatedOn).ToListAsync(cancellation);
        return told.Count >= mail.Value.OpenedPerDay || told.Count(on => on > hourAgo) >= mail.Value.OpenedPerHour;
    }
}
