using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Data;
using MissingPackage.Web.Health;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Composition;

/// <summary>What a balancer and an alarm ask for.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Ready_WhenAllIsWell_SaysSoOfEachPartAndLeavesNothingBehind()
    {
        await using var application = QuietApplication.And();
        var (status, report) = await AskAsync(application);

        Assert.Equal((HttpStatusCode.OK, "Healthy"), (status, report.Status));
        Assert.Equal(["database", "disk", "documents", "mail", "pictures", "scanner"], report.Parts.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(application.DocumentsFolder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Ready_WhenAMigrationIsPending_IsNot_WhileTheProcessLives()
    {
        await using var application = QuietApplication.And();
        await application.AskAsync(database => database.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsHistory"));
        var (status, report) = await AskAsync(application);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (status, report.Status));
        Assert.Equal("Migrations are pending (1): run the migrate command.", report.Parts["database"].Note);
        Assert.Equal(HttpStatusCode.OK, (await application.NewStranger().OpenAsync("/health/live")).Status);
    }

    [Fact]
    public async Task Ready_WhenTheDatabaseIsNewer_IsNot_AndTheNextStartIsRefused()
    {
        using var folder = new MissingPackage.Documents.Tests.TempFolder();
        (string, string)[] settings = [("Database:Provider", "Sqlite"), ("Database:ConnectionString", $"Data Source={folder["test.db"]}")];
        await using (var application = QuietApplication.And(settings))
        {
            await application.AskAsync(database => database.Database.ExecuteSqlRawAsync(
                "INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('20990101000000_Later', '10.0.0')"));
            var (status, report) = await AskAsync(application);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.StartsWith("The database is newer than this version", report.Parts["database"].Note, StringComparison.Ordinal);
        }

        using var next = QuietApplication.And(settings);
        var refusal = Assert.ThrowsAny<Exception>(() => next.Services);
        Assert.Contains("The database is newer than this version of the application", refusal.ToString(), StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_WhenScannerAndMailServerAreAway_StillServes_AndNamesNoAddress()
    {
        await using var application = QuietApplication.And(
            ("Intake:Clamd", "/nowhere/clamd.sock"), ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", "9"), ("Mail:Smtp:Security", "None"));
        var (status, report) = await AskAsync(application);

        Assert.Equal((HttpStatusCode.OK, "Degraded"), (status, report.Status));
        Assert.Equal(("Degraded", "Degraded", "Healthy"), (report.Parts["scanner"].Status, report.Parts["mail"].Status, report.Parts["database"].Status));
        Assert.DoesNotContain("127.0.0.1", JsonSerializer.Serialize(report), StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", JsonSerializer.Serialize(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_WhenTheStoreIsBroken_IsNot_AndIsLookedAtOnceInFiveSeconds()
    {
        await using var application = QuietApplication.And();
        var stranger = application.NewStranger();
        await AskAsync(application);
        Directory.Delete(application.DocumentsFolder, recursive: true);
        await File.WriteAllTextAsync(application.DocumentsFolder, "in the way", BehindThePages.Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await stranger.OpenAsync("/health/ready")).Status);

        application.Time.Advance(Readiness.Life);
        var (status, report) = await AskAsync(application);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("The document store doesn’t take, give back or erase a document.", report.Parts["documents"].Note);
        File.Delete(application.DocumentsFolder);
        Directory.CreateDirectory(application.DocumentsFolder);
    }

    [Fact]
    public async Task Ready_WhenTheFolderOfUploadsIsGone_IsNot_AndNamesNoPath()
    {
        using var folder = new MissingPackage.Documents.Tests.TempFolder();
        await using var application = QuietApplication.And(("Intake:PrivateFolder", folder["intake"]));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(application)).Status);
        Directory.Move(folder["intake"], folder["elsewhere"]);
        application.Time.Advance(Readiness.Life);

        var (status, report) = await AskAsync(application);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("The folder where uploads pass through isn’t there, or can’t be used: every upload fails until it is.", report.Parts["disk"].Note);
        Directory.Move(folder["elsewhere"], folder["intake"]);
    }

    private static async Task<(HttpStatusCode Status, ReadinessReport Report)> AskAsync(MissingPackageApplication application)
    {
        var page = await application.NewStranger().OpenAsync("/health/ready");
        return (page.Status, JsonSerializer.Deserialize<ReadinessReport>(page.Body, JsonSerializerOptions.Web)!);
    }
}
