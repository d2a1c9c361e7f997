using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using MissingPackage.Documents.Tests;
using MissingPackage.Web.Tests.Documents;

namespace MissingPackage.Web.Tests.Faults;

/// <summary>A real process that must not start: one plain sentence, an exit code that says so, and nothing changed.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        await using var application = QuietApplication.And(Settings());
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        await application.OnlyDocumentAsync(customer.Reference);
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Start_WhenItCannotBeRight_SaysWhyAndChangesNothing()
    {
        await File.WriteAllTextAsync(_folder["words.db"], "No database, but words of somebody’s. ".PadRight(9_000, '.'), BehindThePages.Cancellation);
        var refusals = new (string Name, (string, string)[] Settings, string Says)[]
        {
            ("newer", Settings(Copy("newer.db", "INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('20990101000000_Later', '10.0.0')")), "The database is newer than this version of the application"),
            ("no keys", Settings(Copy("keyless.db", "DELETE FROM DataProtectionKeys")), "has no keys, and the store of Documents holds documents"),
            ("keys of a certificate", Settings(Copy("closed.db", "UPDATE DataProtectionKeys SET Xml = replace(replace(Xml, '<masterKey', '<encryptedSecret decryptorType=\"Microsoft.AspNetCore.DataProtection.XmlEncryption.EncryptedXmlDecryptor, Microsoft.AspNetCore.DataProtection\"><masterKey'), '</masterKey>', '</masterKey></encryptedSecret>')")), "Set KeyRing:CertificatePath"),
            ("another path", Settings("elsewhere.db"), "There is no database at Database:ConnectionString, and the store of Documents holds documents"),
            ("no database", Settings("words.db"), "can’t be opened: SQLite Error 26"),
            ("no server", [.. Settings(), ("Database:Provider", "SqlServer"), ("Database:ConnectionString", "Server=127.0.0.1,1;Database=sample;User ID=sample;Password=a-sample-secret;Connect Timeout=1;Encrypt=False")], "can’t be opened: "),
        };
        SqliteConnection.ClearAllPools();
        var before = Hashes();

        var answers = await Task.WhenAll(refusals.Select(refusal => RunningProcess.RunAsync(refusal.Settings)));

        foreach (var (refusal, (exitCode, output, errors)) in refusals.Zip(answers))
        {
            Assert.True(exitCode == 1, $"{refusal.Name} ended with {exitCode}: {output} {errors}");
            Assert.Contains(refusal.Says, errors, StringComparison.Ordinal);
            Assert.Matches("(Nothing|No document) was changed\\.\\s*$", errors);
            Assert.DoesNotContain("\n", errors.TrimEnd(), StringComparison.Ordinal);
            Assert.DoesNotContain("a-sample-secret", output + errors, StringComparison.Ordinal);
        }

        Assert.Equal(before, Hashes());
    }

    [Fact]
    public async Task Migrate_WhenAnEarlierOneWasKilled_GoesOn()
    {
        // What EF Core's lock leaves behind where the process dies in the middle of it.
        await ExecuteAsync("new.db", "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-07-01 16:00:00')");
        Assert.Equal((0, ""), await RunningProcess.RunAsync(Settings("new.db"), "migrate") switch { var (exitCode, _, errors) => (exitCode, errors) });
        Assert.Equal((0, ""), await RunningProcess.RunAsync(Settings("new.db"), "verify-history") switch { var (exitCode, _, errors) => (exitCode, errors) });
    }

    private (string Key, string Value)[] Settings(string database = "test.db") =>
    [
        ("Database:ConnectionString", $"Data Source={_folder[database]}"), ("Documents:Folder", _folder["documents"]),
        ("Intake:PrivateFolder", _folder["intake"]), ("Mail:PickupFolder", _folder["mail"]), ("Site:PublicUrl", "http://localhost:5080"),
        ("Care:Phone", "(800) 555-0188"), ("Care:Hours", "Weekdays"), ("Care:Email", "care@example.com"),
    ];

    private string Copy(string name, string change)
    {
        SqliteConnection.ClearAllPools();
        File.Copy(_folder["test.db"], _folder[name]);
        ExecuteAsync(name, change).GetAwaiter().GetResult();
        return name;
    }

    private async Task ExecuteAsync(string name, string words)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder[name]};Pooling=False");
        await connection.OpenAsync(BehindThePages.Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // fixed texts of this class
        command.CommandText = words;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(BehindThePages.Cancellation);
    }

    /// <summary>Everything that is of the site: databases and documents.</summary>
    private List<string> Hashes() =>
        [.. Directory.EnumerateFiles(_folder.Path, "*.db").Concat(Directory.EnumerateFiles(_folder["documents"], "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(_folder.Path, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
