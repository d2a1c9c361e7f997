using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Links;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Mail;

/// <summary>
/// The way back for whoever lost their link. Asking writes one row, whatever was typed, so that neither the answer nor the
/// time it takes tells what exists; whether there is anything to send is found out afterwards.
/// </summary>
public sealed class ReturnLinks(MissingPackageContext database, Outbox outbox, CustomerLinks links, RequestMessages messages)
{
    public const string Kind = "return-asked";

    /// <summary>What was typed.</summary>
    private sealed record Asked(string Reference, string Email);

    /// <summary>Somebody asks for a link. The caller saves.</summary>
    public void Ask(RequestReference reference, string email)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(email);
        outbox.Add(Kind, email, new Asked(reference.Value, email.Trim()), requestId: null);
    }

    /// <summary>Writes the message with the link, if reference and address belong together, and forgets what was typed. The caller saves.</summary>
    public async Task AnswerAsync(OutboxMessage asked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var typed = outbox.Read<Asked>(asked);
        database.Outbox.Remove(asked);
        var reference = RequestReference.TryParse(typed.Reference, out var parsed) ? parsed : throw new FormatException("Not a reference.");
        var request = await database.Requests.SingleOrDefaultAsync(r => r.Reference == reference, cancellation);
        if (request is not null
            && string.Equals(request.Customer.Email, typed.Email, StringComparison.OrdinalIgnoreCase)
            && !await links.HasLinksEnoughAsync(request, cancellation))
        {
            messages.ReturnLink(request);
        }
    }
}
