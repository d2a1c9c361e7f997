using System.Net;
using MimeKit;

namespace MissingPackage.Web.Tests.People;

/// <summary>What people of these tests visit: the application inside the test, or real processes of it at an address.</summary>
public interface ISite
{
    /// <summary>What an address bar begins with.</summary>
    Uri Site { get; }

    /// <summary>What a link in an email begins with.</summary>
    Uri PublicUrl { get; }

    /// <summary>A browser that follows no redirect by itself and keeps these cookies.</summary>
    HttpClient NewBrowser(CookieContainer cookies);

    /// <summary>Every message that was sent to this address, oldest first, once what is due has left.</summary>
    Task<IReadOnlyList<MimeMessage>> MailToAsync(string address);

    /// <summary>Lets so much time pass for what waits for it.</summary>
    Task PassAsync(TimeSpan time);
}
