using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Messages;

/// <summary>A mail server on a bad day: whatever it does, a message leaves once it lets us, and the customer can be called if it never does.</summary>
public sealed class SmtpTests : IAsyncLifetime
{
    private readonly SmtpServer _server = new();
    private MissingPackageApplication? _application;

    [Fact]
    public async Task Message_AboutARequest_HasTheRightEnvelopeAndHeaders()
    {
        _server.Login = ("care", "a secret");
        var application = Application(("Mail:Smtp:UserName", "care"), ("Mail:Smtp:Password", "a secret"));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = "one@example.com", Name = "José Sample" });
        await application.DispatchAsync();

        var (to, message, raw) = Assert.Single(_server.Deliveries);
        Assert.Equal("one@example.com", to);
        Assert.Equal("José Sample", Assert.Single(message.To.Mailboxes).Name);
        Assert.Equal("care@example.com", Assert.Single(message.From.Mailboxes).Address);
        Assert.Equal("care@example.com", Assert.Single(message.ReplyTo.Mailboxes).Address);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.Equal(application.Time.GetUtcNow(), message.Date);
        Assert.Equal($"{(await application.OutboxAsync()).Single().Key:n}@example.com", message.MessageId);
        Assert.Contains(reference, message.Subject, StringComparison.Ordinal);
        Assert.Contains("/open/", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("/open/", message.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("List-Unsubscribe", raw, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Dispatch_WhenTheServerIsDown_LosesNothingAndSendsWhenItIsBack()
    {
        var application = Application();
        var port = _server.Port;
        await _server.DisposeAsync();
        await application.WriteAsync(outbox => outbox.AddSample());
        for (var round = 0; round < 30; round++)
        {
            Assert.True((await application.DispatchAsync()).Unavailable);
            application.Time.Advance(TimeSpan.FromHours(6));
        }

        var row = Assert.Single(await application.OutboxAsync());
        Assert.Equal((OutboxState.Waiting, 0), (row.State, row.Attempts)); // the message isn't to blame
        Assert.Contains("can’t be reached", row.LastFailure, StringComparison.Ordinal);

        await using var back = new SmtpServer(port);
        await application.DispatchAsync();
        Assert.Single(back.Deliveries);
    }

    [Fact]
    public async Task Dispatch_WhenTheServerIsSilent_GivesUpAfterTheTimeout()
    {
        _server.Silent = true;
        var application = Application(("Mail:Smtp:TimeoutSeconds", "1"));
        await application.WriteAsync(outbox => outbox.AddSample());

        Assert.True((await application.DispatchAsync()).Unavailable);
        Assert.Equal(OutboxState.Waiting, Assert.Single(await application.OutboxAsync()).State);
    }

    [Fact]
    public async Task Dispatch_WhenTheServerIsTooSlowToTakeAMessage_TriesAgainLaterWithTheSameId()
    {
        _server.Thinks = TimeSpan.FromSeconds(30);
        var application = Application(("Mail:Smtp:TimeoutSeconds", "1"));
        await application.WriteAsync(outbox => outbox.AddSample());
        await application.DispatchAsync();
        var row = Assert.Single(await application.OutboxAsync());
        Assert.Equal((OutboxState.Waiting, 1), (row.State, row.Attempts));

        _server.Thinks = TimeSpan.Zero;
        application.Time.Advance(TimeSpan.FromMinutes(1));
        await application.DispatchAsync();
        Assert.Equal($"{row.Key:n}@example.com", Assert.Single(_server.Deliveries).Message.MessageId);
    }

    [Fact]
    public async Task Dispatch_WhenTheServerGreylists_ComesBackWithGrowingPauses()
    {
        var refusals = 4;
        _server.OnRecipient = _ => refusals-- > 0 ? "451 4.7.1 greylisted, come back later" : null;
        var application = Application();
        await application.WriteAsync(outbox => outbox.AddSample());
        var pauses = new List<int>();
        for (var minute = 0; minute < 60 && _server.Deliveries.Count == 0; minute++)
        {
            var before = refusals;
            await application.DispatchAsync();
            if (refusals != before)
            {
                pauses.Add(minute);
            }

            application.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([0, 1, 3, 7, 15], pauses);
        Assert.Single(_server.Deliveries);
    }

    [Fact]
    public async Task Dispatch_WhenTheServerNeverTakesAMessage_SetsItAsideAfterThreeDays()
    {
        _server.OnBody = _ => "451 not now";
        var application = Application();
        await application.WriteAsync(outbox => outbox.AddSample());
        var start = application.Now;
        while (Assert.Single(await application.OutboxAsync()).State == OutboxState.Waiting && application.Now < start.AddDays(10))
        {
            await application.DispatchAsync();
            application.Time.Advance(TimeSpan.FromHours(1));
        }

        var row = Assert.Single(await application.OutboxAsync());
        Assert.Equal((OutboxState.Dead, OutboxMessage.MaxAttempts), (row.State, row.Attempts));
        Assert.InRange((row.LastAttemptOn!.Value - start).TotalDays, 2.5, 4);
    }

    [Fact]
    public async Task Dispatch_WhenTheConnectionDropsInTheMiddleOfData_SendsTheRestAndThatOneLater()
    {
        _server.DropsBody = number => number == 2;
        var application = Application();
        await application.WriteAsync(outbox =>
        {
            foreach (var name in "abc")
            {
                outbox.AddSample($"{name}@example.com");
            }
        });

        await application.DispatchAsync();
        Assert.Equal(["a@example.com", "c@example.com"], _server.Deliveries.Select(d => d.To).ToList());
        application.Time.Advance(TimeSpan.FromMinutes(1));
        await application.DispatchAsync();
        Assert.Equal(["a@example.com", "c@example.com", "b@example.com"], _server.Deliveries.Select(d => d.To).ToList());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispatch_WhenARecipientIsRefusedForGood_MarksTheirRequestSoThatTheAgentCalls(bool atRecipient)
    {
        if (atRecipient)
        {
            _server.OnRecipient = to => to == "gone@example.com" ? "550 5.1.1 no such user" : null;
        }
        else
        {
            _server.OnBody = number => number == 1 ? "554 5.7.1 refused" : null;
        }

        var application = Application();
        var gone = await application.NewCustomer().OpenRequestAsync(new Story { Email = "gone@example.com", Phone = "(212) 555-0142" });
        var here = await application.NewCustomer().OpenRequestAsync(new Story { Email = "here@example.com" });
        await application.DispatchAsync();

        Assert.Equal(["here@example.com"], _server.Deliveries.Select(d => d.To).ToList());
        var request = await application.RequestAsync(gone);
        Assert.Equal(application.Now, request.EmailBouncedOn);
        Assert.Single(request.Events, e => e.Kind == RequestEventKind.EmailBounced);
        Assert.Null((await application.RequestAsync(here)).EmailBouncedOn);
        var dead = (await application.OutboxAsync()).Single(m => m.State == OutboxState.Dead);
        Assert.DoesNotContain("gone@", dead.LastFailure, StringComparison.Ordinal);

        var agent = await application.NewAgentAsync();
        Assert.Contains("Emails to this customer come back, since Wed, Jul 1, 12:00 pm ET. Please call (212) 555-0142.", (await agent.ReviewAsync(gone)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("come back, since", (await agent.ReviewAsync(here)).Text, StringComparison.Ordinal);

        // Shown to an administrator, who sends it again once the address works.
        await agent.OpenAsync("/admin/messages");
        Assert.Contains("Didn’t leave (1)", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains(gone, agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains($"answered {(atRecipient ? 550 : 554)}", agent.Page.Text, StringComparison.Ordinal);
        (_server.OnRecipient, _server.OnBody) = (_ => null, _ => null);
        await agent.PressAsync($"Send again request-opened {gone}");
        Assert.Contains("in the outbox again", agent.Page.Text, StringComparison.Ordinal);
        await application.DispatchAsync();
        Assert.Equal(["here@example.com", "gone@example.com"], _server.Deliveries.Select(d => d.To).ToList());
    }

    [Fact]
    public async Task Dispatch_WhenTheServerOffersNoTls_SendsNothingInTheClear()
    {
        var application = Application(("Mail:Smtp:Security", "StartTls"));
        await application.WriteAsync(outbox => outbox.AddSample());

        Assert.True((await application.DispatchAsync()).Unavailable);
        Assert.Empty(_server.Deliveries);
    }

    [Theory]
    [InlineData("StartTls")]
    [InlineData("Tls")]
    public async Task Dispatch_OverTls_SendsToAServerWhoseCertificateIsTrusted(string security)
    {
        using var authority = new OwnAuthority();
        using var certificate = authority.Issue("127.0.0.1");
        (_server.Certificate, _server.TlsFromTheStart, _server.Login) = (certificate, security == "Tls", ("care", "a secret"));
        var application = Application(
            ("Mail:Smtp:Security", security), ("Mail:Smtp:TrustedCertificates", authority.File), ("Mail:Smtp:UserName", "care"), ("Mail:Smtp:Password", "a secret"));
        await application.WriteAsync(outbox => outbox.AddSample());
        await application.DispatchAsync();

        Assert.Single(_server.Deliveries);
        Assert.Equal(1, _server.Secured);
    }

    [Theory]
    [InlineData("another.example.com", true)] // from the right authority, for another host
    [InlineData("127.0.0.1", false)] // from an authority that nobody named
    public async Task Dispatch_OverTls_SendsNothingToAServerThatProvesNothing(string host, bool named)
    {
        using var authority = new OwnAuthority();
        using var other = new OwnAuthority();
        using var certificate = authority.Issue(host);
        _server.Certificate = certificate;
        var application = Application(("Mail:Smtp:Security", "StartTls"), ("Mail:Smtp:TrustedCertificates", (named ? authority : other).File));
        await application.WriteAsync(outbox => outbox.AddSample());

        Assert.True((await application.DispatchAsync()).Unavailable);
        Assert.Empty(_server.Deliveries);
        Assert.Equal(OutboxState.Waiting, Assert.Single(await application.OutboxAsync()).State);
    }

    [Fact]
    public async Task Dispatch_WhenThePasswordIsWrong_WaitsAndBlamesNoMessage()
    {
        _server.Login = ("care", "a secret");
        var application = Application(("Mail:Smtp:UserName", "care"), ("Mail:Smtp:Password", "another"));
        await application.WriteAsync(outbox => outbox.AddSample());

        Assert.True((await application.DispatchAsync()).Unavailable);
        Assert.Equal((OutboxState.Waiting, 0), Assert.Single(await application.OutboxAsync()) switch { var m => (m.State, m.Attempts) });
    }

    [Theory]
    [InlineData("Sample\r\nBcc: other@example.com\r\n\r\nInjected", "sample@example.com")]
    [InlineData("Sample\nX-Injected: yes", "sample@example.com")]
    [InlineData("\"Sample\" <other@example.com>, ", "sample@example.com")]
    [InlineData("Sample\u2028\u0000\u0085Name", "sample@example.com")]
    public async Task Message_WithAHostileName_HasNoHeaderAndNoRecipientMore(string name, string email)
    {
        var application = Application();
        await application.WriteAsync(outbox => outbox.AddSample(email, name: name));
        await application.DispatchAsync();

        var (to, message, raw) = Assert.Single(_server.Deliveries);
        Assert.Equal(email, to);
        Assert.Equal(email, Assert.Single(message.To.Mailboxes).Address);
        Assert.Equal(
            ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-Id", "Reply-To", "Subject", "To", "X-Auto-Response-Suppress"],
            message.Headers.Concat(message.Body!.Headers).Select(header => header.Field).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToList());
        Assert.DoesNotContain("\r\nBcc", raw, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("sample@example.com\r\nRCPT TO:<other@example.com>")]
    [InlineData("sample@example.com, other@example.com")]
    [InlineData("Sample <sample@example.com>")]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task Message_ToNoAddress_IsSetAsideAndNeverSent(string email)
    {
        var application = Application();
        await application.WriteAsync(outbox => outbox.AddSample(email));
        await application.DispatchAsync();

        Assert.Empty(_server.Deliveries);
        Assert.Equal((OutboxState.Dead, "The address isn’t an email address."), Assert.Single(await application.OutboxAsync()) switch { var m => (m.State, m.LastFailure) });
    }

    [Theory]
    [InlineData("Mail:Smtp:Port must be a port", "Mail:Smtp:Port", "0")]
    [InlineData("belong together", "Mail:Smtp:UserName", "care")]
    [InlineData("TrustedCertificates names no file", "Mail:Smtp:TrustedCertificates", "/nowhere.pem")]
    [InlineData("TimeoutSeconds must be 1 to 60", "Mail:Smtp:TimeoutSeconds", "600")]
    [InlineData("MessagesPerSecond must be", "Mail:Smtp:MessagesPerSecond", "0")]
    [InlineData("Mail:From must be a name and an address", "Mail:From", "no address at all <")]
    [InlineData("in the clear", "Mail:Smtp:Host", "mail.example.com")]
    public void Start_WithAWrongSetting_SaysWhatToDo(string sentence, string key, string value)
    {
        var login = sentence == "in the clear" ? new[] { ("Mail:Smtp:UserName", "care"), ("Mail:Smtp:Password", "x") } : [];
        using var application = MissingPackageApplication.With([.. _server.Settings, .. login, (key, value)]);

        var failure = Assert.ThrowsAny<Exception>(() => application.Services);

        Assert.Contains(sentence, failure.ToString(), StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private MissingPackageApplication Application(params (string Key, string Value)[] settings) =>
        _application = MissingPackageApplication.With([.. _server.Settings, .. settings]);
}
