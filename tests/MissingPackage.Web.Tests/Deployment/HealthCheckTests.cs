using System.Globalization;
using System.Text.Json;
using MissingPackage.Documents.Tests;
using MissingPackage.Web.Tests.Documents;

namespace MissingPackage.Web.Tests.Deployment;

/// <summary>The Dockerfile's health check, without a container: its command against a process that runs as in production.</summary>
public sealed class HealthCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Command_OfTheDockerfile_TellsAProcessThatAnswersFromOneThatIsGone()
    {
        Assert.SkipWhen(Programs.Find("bash") is null, "bash is not installed.");
        await using var process = await RunningProcess.StartAsync(
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("Database:ConnectionString", $"Data Source={_folder["test.db"]}"), ("Documents:Folder", _folder["documents"]),
            ("Intake:PrivateFolder", _folder["intake"]), ("Mail:PickupFolder", _folder["mail"]), ("Site:PublicUrl", "http://localhost:5080"),
            ("Care:Phone", "(800) 555-0188"), ("Care:Hours", "Weekdays"), ("Care:Email", "care@example.com"), ("Jobs:Enabled", "false"),
        ]);
        var dockerfile = Repository.Read("src/MissingPackage.Web/Dockerfile");
        var check = JsonSerializer.Deserialize<string[]>(dockerfile[(dockerfile.IndexOf("CMD [", StringComparison.Ordinal) + 4)..].Split('\n')[0])!;
        var script = check[2].Replace("8080", process.Address.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        Assert.Equal((0, "", ""), await Command.RunAsync(check[0], [check[1], script]));
        Assert.Equal(1, (await Command.RunAsync(check[0], [check[1], script.Replace("/health/live", "/nowhere", StringComparison.Ordinal)])).Code);
        await process.KillAsync();
        Assert.Equal(1, (await Command.RunAsync(check[0], [check[1], script])).Code);
    }

    public void Dispose() => _folder.Dispose();
}
