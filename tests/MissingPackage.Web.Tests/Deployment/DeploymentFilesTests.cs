using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using MissingPackage.Application.Site;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Tests.Composition;
using MissingPackage.Web.Tests.Data;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using Yaml = System.Collections.Generic.Dictionary<object, object>;

namespace MissingPackage.Web.Tests.Deployment;

/// <summary>
/// The container and workflow files say what the application understands. No container is built here: what a build would
/// stumble over first, a file that moved, a setting that was renamed, a project that was added, is looked for in the text.
/// </summary>
public sealed partial class DeploymentFilesTests
{
    private const string Folder = "src/MissingPackage.Web/";

    private static readonly string Dockerfile = Repository.Read(Folder + "Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal);

    [Fact]
    public void Dockerfile_Copies_WhatIsThereAndIsSentAlong()
    {
        var allowed = Repository.Read(Folder + "Dockerfile.dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var copied = Copies().Matches(Dockerfile).SelectMany(copy => copy.Groups["what"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1]).ToList();

        Assert.Contains("src/", copied, StringComparer.Ordinal);
        Assert.All(copied, path => Assert.True(Path.Exists(Repository.PathOf(path)), $"COPY {path}: it isn’t there."));
        Assert.All(copied, path => Assert.True(allowed.Contains(path.Split('/')[0], StringComparer.Ordinal), $"COPY {path}: Dockerfile.dockerignore keeps it out."));
    }

    [Fact]
    public void Dockerfile_CopiesEveryProjectFile_ThatTheRestoreNeeds() => Assert.Equal(
        ProjectsOf(Folder + "MissingPackage.Web.csproj").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        Copies().Matches(Dockerfile).Select(copy => copy.Groups["what"].Value.Split(' ')[0]).Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Dockerfile_SetsOnlyWhatIsASetting_AndWritesOnlyToItsVolume()
    {
        var set = Variables().Matches(Dockerfile).ToDictionary(
            match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal), match => (string?)match.Groups["value"].Value.Trim('"'), StringComparer.Ordinal);

        Assert.Empty(SettingsCheck.Misspelt(new ConfigurationBuilder().AddInMemoryCollection(set).Build()));
        // appsettings.json names folders of the application’s own, which is read-only here.
        var folders = OptionsSections.All.SelectMany(section => section.Settings).Select(setting => setting.Name)
            .Where(name => name is "Database:ConnectionString" or "Documents:Folder" or "Intake:PrivateFolder" or "Mail:PickupFolder").ToList();
        Assert.Equal(4, folders.Count);
        Assert.All(folders, name => Assert.StartsWith("/data/", set[name]!.Replace("Data Source=", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains("USER $APP_UID", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_Settings_WouldLetTheApplicationStart()
    {
        var services = (Yaml)Read(Folder + "compose.yaml")["services"];
        foreach (var name in new[] { "app", "migrate" })
        {
            var environment = (Yaml)((Yaml)services[name])["environment"];
            var settings = environment.ToDictionary(
                pair => ((string)pair.Key).Replace("__", ":", StringComparison.Ordinal), pair => (string?)Placeholder().Replace((string)pair.Value, "Sample-Password-1"), StringComparer.OrdinalIgnoreCase);
            Assert.Equal("Production", settings["ASPNETCORE_ENVIRONMENT"]);
            var all = new ConfigurationBuilder().AddJsonFile(Repository.PathOf(Folder + "appsettings.json")).AddInMemoryCollection(settings).Build();
            Assert.Empty(SettingsCheck.Faults(all, new Production("/app")));
        }
    }

    [Fact]
    public void Compose_RunsTheApplication_WithNoMoreRightsThanItNeeds()
    {
        var services = (Yaml)Read(Folder + "compose.yaml")["services"];
        foreach (var name in new[] { "app", "migrate" })
        {
            var service = (Yaml)services[name];
            Assert.Equal("true", service["read_only"]);
            Assert.Equal(["ALL"], (List<object>)service["cap_drop"]);
            Assert.Equal(["no-new-privileges:true"], (List<object>)service["security_opt"]);
        }

        // No secret is written down: each is asked for by name, and the sample file names all of them.
        var text = Repository.Read(Folder + "compose.yaml");
        var asked = Placeholder().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var sample = Repository.Read(Folder + "compose.env.example").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')).Select(line => line.Split('=')[0]);
        Assert.Equal(asked, sample.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Workflow_RunsTheReadmesTests_AndTheSameOnSqlServer()
    {
        var jobs = (Yaml)Read(".github/workflows/ci.yml")["jobs"];
        Assert.Contains(Steps(jobs["test"]), step => step.GetValueOrDefault("run") is ".ci/run");
        var testCommand = TestCommand().Match(Repository.Read("README.md")).Groups["command"].Value;
        Assert.NotEmpty(testCommand);
        Assert.Contains("\n" + testCommand + " ", Repository.Read(".ci/run"), StringComparison.Ordinal);

        var onServer = Assert.Single(Steps(jobs["sql-server"]), step => step.ContainsKey("env"));
        Assert.StartsWith("dotnet test --project tests/MissingPackage.Web.Tests", (string)onServer["run"], StringComparison.Ordinal);
        Assert.StartsWith("SqlServer;Server=", (string)((Yaml)onServer["env"])[TestDatabase.Variable], StringComparison.Ordinal);
    }

    [Fact]
    public void Workflow_MayReadOnly_SetsOnlySettings_AndPinsItsActions()
    {
        var workflow = Read(".github/workflows/ci.yml");
        Assert.Equal(new Dictionary<object, object> { ["contents"] = "read" }, (Yaml)workflow["permissions"]);
        var steps = ((Yaml)workflow["jobs"]).Values.SelectMany(Steps).ToList();
        Assert.All(steps.Where(step => step.ContainsKey("uses")), step => Assert.Matches(@"\A[a-z-]+/[a-z-]+@v\d+\z", (string)step["uses"]));
        var names = steps.SelectMany(step => ((Yaml?)step.GetValueOrDefault("env"))?.Keys.Cast<string>() ?? [])
            .Concat(Variables().Matches(string.Join('\n', steps.Select(step => step.GetValueOrDefault("run")))).Select(match => match.Groups["name"].Value));
        var set = names.Select(name => KeyValuePair.Create(name.Replace("__", ":", StringComparison.Ordinal), (string?)"")).DistinctBy(pair => pair.Key, StringComparer.Ordinal);
        Assert.DoesNotContain("is no setting", string.Join('\n', SettingsCheck.Misspelt(new ConfigurationBuilder().AddInMemoryCollection(set).Build())), StringComparison.Ordinal);
    }

    private static IEnumerable<Yaml> Steps(object job) => ((List<object>)((Yaml)job)["steps"]).Cast<Yaml>();

    private static Yaml Read(string path) =>
        new DeserializerBuilder().Build().Deserialize<Yaml>(new MergingParser(new Parser(new StringReader(Repository.Read(path)))));

    private static IEnumerable<string> ProjectsOf(string project) => XDocument.Load(Repository.PathOf(project)).Descendants("ProjectReference")
        .Where(reference => reference.Parent!.Attribute("Condition") is null) // another PDF engine, which no image has
        .Select(reference => "src/" + reference.Attribute("Include")!.Value.Replace('\\', '/')[3..])
        .SelectMany(ProjectsOf).Prepend(project);

    [GeneratedRegex(@"^COPY (?!--from)(?<what>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Copies();

    [GeneratedRegex("""\b(?<name>[A-Z][A-Za-z]+__[A-Za-z_]+)=(?<value>"[^"]*"|\S*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variables();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):\?[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"## Test it\s+```\s(?<command>[^`]+?)\s```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestCommand();
}
