using MissingPackage.Application.Requests;
using MissingPackage.Application.Settings;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Requests;

public sealed class StatusModel(CustomerAccess access, SettingsReader settings, TimeProvider time) : RequestPageModel(access)
{
    /// <summary>Days for which documents are kept after the end.</summary>
    public int KeptDays => settings.Get<RetentionOptions>().DocumentDays;

    /// <summary>The carrier's page about the replacement; null where there is no number or no carrier of ours.</summary>
    public Uri? ReplacementPage => Seen.Resolution is { Carrier: { } code, TrackingNumber: { } number } ? settings.Carrier(code).TrackingPage(number) : null;

    /// <summary>Whether we have emailed a link to the request; not where its address was told of too many.</summary>
    public bool WasMailed => Seen.Events.Any(e => e.Kind == RequestEventKind.LinkSent);

    public StatusView View { get; private set; } = null!;

    /// <summary>Today at the delivery address.</summary>
    public DateOnly Today { get; private set; }

    public void OnGet()
    {
        var now = time.GetUtcNow().UtcDateTime;
        View = StatusView.Of(Seen, now);
        Today = Request.Zone.DateOf(now);
    }

    /// <summary>An address of which only enough is shown to recognise it: s••••a@example.com.</summary>
    public static string Mask(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        var at = email.LastIndexOf('@');
        return at <= 0 ? "••••" : at == 1 ? $"{email[0]}••••{email[at..]}" : $"{email[0]}••••{email[at - 1]}{email[at..]}";
    }
}
