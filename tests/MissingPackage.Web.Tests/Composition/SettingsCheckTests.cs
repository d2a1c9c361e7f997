using Microsoft.Extensions.Configuration;
using MissingPackage.Application.Site;
using MissingPackage.Documents.Tests;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Tests.Deployment;

namespace MissingPackage.Web.Tests.Composition;

/// <summary>Settings that are missing, misspelt, of the wrong type, or contradict each other.</summary>
public sealed class SettingsCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Good_HasNoFaults() => Assert.Empty(Faults());

    [Theory]
    [InlineData("Mail:Smpt:Host", "Mail:Smpt:Host is no setting; did you mean Mail:Smtp:Host?")]
    [InlineData("mail:smtp:hots", "did you mean Mail:Smtp:Host?")]
    [InlineData("Care:Telephone", "Care:Telephone is no setting; those of Care are Phone, Hours and Email.")]
    [InlineData("Databse:Provider", "Databse:Provider is no setting; did you mean Database:Provider?")]
    [InlineData("Jbos:Enabled", "did you mean Jobs:Enabled?")]
    [InlineData("Database:Provider:Name", "Database:Provider:Name is no setting")]
    [InlineData("Retention:DocumentsDays", "did you mean Retention:DocumentDays?")]
    public void Misspelt_IsNamed_WithTheNearest(string name, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Faults((name, "x"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("MAIL", "/var/mail/root")] // of a login shell
    [InlineData("Logging:LogLevel:Default", "Warning")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://*:8080")]
    [InlineData("Logs:Folder", "/var/log")]
    [InlineData("OpenIdConnect:Name", "Our sign-in")]
    [InlineData("care:phone", "(800) 555-0100")]
    [InlineData("Database:MaxBatchSize", "")]
    public void OthersAndGood_AreLeftAlone(string name, string value) => Assert.Empty(Faults((name, value)));

    [Theory]
    [InlineData("RateLimits:PostsPerMinute", "many", "RateLimits:PostsPerMinute is “many”: it must be a whole number")]
    [InlineData("RateLimits:PostsPerMinute", "99999999999", "at most 2147483647")]
    [InlineData("RateLimits:PostsPerMinute", "0", "RateLimits:PostsPerMinute is 0: it must be from 1 to 1000000.")]
    [InlineData("Mail:Smtp:Port", "", "Mail:Smtp:Port is empty: it must be a whole number")]
    [InlineData("Mail:Smtp:MessagesPerSecond", "fast", "it must be a number")]
    [InlineData("Jobs:Enabled", "yes", "Jobs:Enabled is “yes”: it must be true or false.")]
    [InlineData("Database:Provider", "Postgres", "Database:Provider is “Postgres”: it must be Sqlite or SqlServer.")]
    [InlineData("Database:Provider", "7", "it must be Sqlite or SqlServer.")]
    [InlineData("Mail:Smtp:Security", "SSL", "it must be StartTls, Tls or None.")]
    [InlineData("Intake:MaxWait", "20s", "Intake:MaxWait is “20s”: it must be a length of time in hours, minutes and seconds, such as 00:00:30.")]
    [InlineData("Intake:MaxFileBytes", "15 MB", "it must be a whole number")]
    [InlineData("Site:TrustedProxies", "10.0.0.5", "Site:TrustedProxies is a list: number its entries, such as Site:TrustedProxies:0 = 10.0.0.5.")]
    [InlineData("OpenIdConnect:Roles", "Agent", "OpenIdConnect:Roles is a table: name its entries")]
    [InlineData("Mail:Smtp", "smtp.example.com", "Mail:Smtp holds no value itself: its settings are Host, Port,")]
    public void WrongType_SaysWhatItMustBe(string name, string value, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Faults((name, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Site:PublicUrl", "", "Site:PublicUrl is missing")]
    [InlineData("Site:PublicUrl", "missing.example.com", "Site:PublicUrl must be a full address")]
    [InlineData("Site:PublicUrl", "https://example.com/missing", "without a path")]
    [InlineData("Site:PublicUrl", "http://missing.example.com", "it must be https")]
    [InlineData("Site:TrustedProxies:0", "proxy.example.com", "Site:TrustedProxies has “proxy.example.com”, which is no address and no network")]
    [InlineData("Site:TrustedProxies:0", "10", "which is no address")]
    [InlineData("Site:TrustedProxies:0", "10.0.0.0/33", "which is no address and no network")]
    [InlineData("Site:TrustedProxies:0", "0.0.0.0/0", "would believe everybody")]
    [InlineData("Care:Email", "care", "Care:Email must be an email address")]
    [InlineData("Database:ConnectionString", "", "Database:ConnectionString is missing")]
    [InlineData("Database:ConnectionString", "Server=sql.example.com;Database=MissingPackage", "is it one of SQL Server?")]
    [InlineData("Database:ConnectionString", "Cache=Shared", "names no file")]
    [InlineData("Documents:Store", "AzureBlob", "Documents:ConnectionString is missing: Documents:Store is AzureBlob")]
    [InlineData("Documents:ConnectionString", "UseDevelopmentStorage=true", "but Documents:Store is Disk")]
    [InlineData("Documents:Folder", "wwwroot/documents", "Documents:Folder must name a folder outside wwwroot")]
    [InlineData("Intake:PrivateFolder", "", "Intake:PrivateFolder is missing")]
    [InlineData("Intake:Clamd", "clamd", "Intake:Clamd must be host:port")]
    [InlineData("KeyRing:CertificatePath", "nowhere.pfx", "KeyRing:CertificatePath must name a PKCS #12 file")]
    [InlineData("KeyRing:CertificatePassword", "x", "KeyRing:CertificatePassword is set without KeyRing:CertificatePath")]
    [InlineData("KeyRing:EarlierCertificates:0", "old.pfx", "KeyRing:EarlierCertificates is set without KeyRing:CertificatePath")]
    [InlineData("Seal:CertificatePath", "nowhere.pfx", "Seal:CertificatePath must name a PKCS #12 file")]
    [InlineData("Seal:CertificatePassword", "x", "Seal:CertificatePassword is set without Seal:CertificatePath")]
    [InlineData("Statement:FontFolder", "/nowhere", "there is no folder /nowhere")]
    [InlineData("Mail:Smtp:Password", "x", "Mail:Smtp:Password is set without Mail:Smtp:Host")]
    [InlineData("Mail:PickupFolder", "", "Mail:Smtp:Host and Mail:PickupFolder are both missing")]
    [InlineData("Mail:Smtp:Host", "smtp.example.com", "Mail:From is still a sample")]
    [InlineData("Bootstrap:AdminEmail", "admin@example.com", "Bootstrap:AdminEmail and Bootstrap:AdminPassword belong together")]
    [InlineData("OpenIdConnect:ClientId", "x", "OpenIdConnect:Authority is missing")]
    [InlineData("Retention:DraftDays", "0", "Retention:DraftDays must be from 1 to 365")]
    public void MissingOrContradictory_IsOneSentence(string name, string value, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Faults((name, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Data Source=x.db", "names a SQLite file, but Database:Provider is SqlServer")]
    [InlineData("Database=MissingPackage", "names no server")]
    [InlineData("Server=sql.example.com;User ID=app;Password=secret", "names no database")]
    [InlineData("Server=sql.example.com;Database=MissingPackage;Pasword=secret", "can’t be read as one of SQL Server")]
    [InlineData("Server=sql.example.com;Database=MissingPackage;Password=secret;Timeout=soon", "can’t be read as one of SQL Server")]
    [InlineData("sql.example.com secret", "can’t be read as one of SQL Server")]
    public void ConnectionStringOfSqlServer_WhenWrong_IsSaidWithoutShowingIt(string connection, string sentence)
    {
        var fault = Assert.Single(Faults(("Database:Provider", "SqlServer"), ("Database:ConnectionString", connection)));
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionStringOfAzure_WhenWrong_IsSaidWithoutShowingIt()
    {
        var fault = Assert.Single(Faults(("Documents:Store", "AzureBlob"), ("Documents:ConnectionString", "AccountKey=secret")));
        Assert.StartsWith("Documents:ConnectionString can’t be read", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void SingleSignOn_WhenHalfSet_NamesEachMissingHalf() => Assert.Collection(
        Faults(("OpenIdConnect:Authority", "https://login.example.com/")),
        fault => Assert.StartsWith("OpenIdConnect:ClientId is missing", fault, StringComparison.Ordinal),
        fault => Assert.StartsWith("OpenIdConnect:ClientSecret is missing", fault, StringComparison.Ordinal),
        fault => Assert.StartsWith("OpenIdConnect:Roles is empty", fault, StringComparison.Ordinal));

    [Fact]
    public void Smtp_WhenThePasswordWouldGoInTheClear_SaysSo() => Assert.Contains("in the clear", Assert.Single(Faults(
        ("Mail:From", "care@market.test"), ("Mail:Smtp:Host", "smtp.market.test"), ("Mail:Smtp:Security", "None"), ("Mail:Smtp:UserName", "care"), ("Mail:Smtp:Password", "x"))), StringComparison.Ordinal);

    [Fact]
    public void KeyRing_WhenThePasswordIsAnother_SaysSo()
    {
        File.WriteAllText(_folder["keys.pfx"], "no certificate");
        Assert.Contains("keys.pfx isn’t one, or the password is another", Assert.Single(Faults(("KeyRing:CertificatePath", "keys.pfx"))), StringComparison.Ordinal);
    }

    [Fact]
    public void PublicUrl_OfThisMachine_MayBeHttpInProduction() => Assert.Empty(Faults(("Site:PublicUrl", "http://localhost:5080")));

    /// <summary>Somebody who has it all wrong reads it all at once, as a process that ends with 1 and shows no stack trace.</summary>
    [Fact]
    public async Task Start_WhenSeveralAreWrong_SaysEachOnStandardErrorAndEnds()
    {
        var (code, output, error) = await Command.RunApplicationAsync(
            [], ("Mail:Smpt:Host", "x"), ("Jobs:Enabled", "maybe"), ("Database:ConnectionString", "Server=x;Password=secret"));

        var lines = error.TrimEnd().Split('\n');
        Assert.Equal((1, ""), (code, output));
        Assert.Equal("MissingPackage doesn’t start, because 7 settings are wrong. Nothing was changed.", lines[0]);
        Assert.Equal(7, lines.Count(line => line.StartsWith("  - ", StringComparison.Ordinal)));
        Assert.Contains("  - Mail:Smpt:Host is no setting; did you mean Mail:Smtp:Host?", lines, StringComparer.Ordinal);
        Assert.Contains("  - Jobs:Enabled is “maybe”: it must be true or false.", lines, StringComparer.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("  - Site:PublicUrl is missing", StringComparison.Ordinal));
        Assert.EndsWith("docs/deployment.md has all of them.", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("secret", StringComparison.Ordinal));
    }

    /// <summary>What the settings can’t tell beforehand is said as plainly.</summary>
    [Theory]
    [InlineData("Data Source=/proc/nowhere/test.db", "/proc/nowhere")]
    [InlineData("Data Source=folder.db", "Database:ConnectionString")]
    public async Task Start_WhenTheDatabaseCantBeUsed_SaysSoAndEnds(string connection, string sentence)
    {
        Directory.CreateDirectory(_folder["folder.db"]);
        var (code, _, error) = await Command.RunApplicationAsync(["migrate", "--contentRoot", _folder.Path],
            ("Site:PublicUrl", "https://missing.example.com"), ("Care:Phone", "(800) 555-0188"), ("Care:Hours", "Weekdays"), ("Care:Email", "care@example.com"),
            ("Documents:Folder", "documents"), ("Intake:PrivateFolder", "intake"), ("Mail:From", "care@example.com"), ("Mail:PickupFolder", "mail"), ("Database:ConnectionString", connection));

        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    /// <summary>No options class is forgotten: each with a section is held against the settings, and in the docs.</summary>
    [Fact]
    public void EveryOptionsClass_IsInTheList() => Assert.Equal(
        new[] { typeof(OptionsSections).Assembly, typeof(SiteOptions).Assembly, typeof(MissingPackage.Documents.Vault.DocumentVault).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetField("Section") is { IsLiteral: true })
            .Select(type => $"{type.GetField("Section")!.GetRawConstantValue()} {type.Name}").Order(StringComparer.Ordinal),
        OptionsSections.All.Select(section => $"{section.Name} {section.Type.Name}").Order(StringComparer.Ordinal));

    public void Dispose() => _folder.Dispose();

    /// <summary>What is found wrong in production, with good settings but for these.</summary>
    private IReadOnlyList<string> Faults(params (string Key, string Value)[] others)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Site:PublicUrl"] = "https://missing.example.com",
            ["Site:TrustedProxies:1"] = "10.0.0.0/8",
            ["Site:TrustedProxies:2"] = "fd00::1",
            ["Care:Phone"] = "(800) 555-0188",
            ["Care:Hours"] = "Weekdays, 9 am to 6 pm Eastern Time",
            ["Care:Email"] = "care@example.com",
            ["Database:ConnectionString"] = "Data Source=test.db",
            ["Intake:PrivateFolder"] = "intake",
            ["Mail:From"] = "care@example.com",
            ["Mail:PickupFolder"] = "mail",
        };
        foreach (var (key, value) in others)
        {
            settings[key] = value;
        }

        return SettingsCheck.Faults(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new Production(_folder.Path));
    }
}
