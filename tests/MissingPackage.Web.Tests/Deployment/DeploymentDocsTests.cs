using MissingPackage.Application.Site;

namespace MissingPackage.Web.Tests.Deployment;

/// <summary>docs/deployment.md says of the settings what the options classes say.</summary>
public sealed class DeploymentDocsTests
{
    /// <summary>Set to anything, the test writes the tables into the file instead of comparing them.</summary>
    private const string Variable = "MISSINGPACKAGE_WRITE_DOCS";

    private const string Page = "docs/deployment.md";
    private const string Begin = "<!-- The tables below are made from the options classes: see docs/development.md. -->\n\n";
    private const string End = "<!-- The tables above are made. -->\n";

    [Fact]
    public void EverySetting_HasADocstring() => Assert.Empty(SettingsTable.WithoutMeaning());

    [Fact]
    public void Settings_InTheDocs_AreThoseOfTheOptionsClasses()
    {
        var page = Repository.Read(Page);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from >= Begin.Length && to >= from, $"{Page} has lost the comments between which the tables stand.");
        var made = SettingsTable.All();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
        {
            File.WriteAllText(Repository.PathOf(Page), page[..from] + made + page[to..]);
            return;
        }

        Assert.True(page[from..to] == made, $"The settings have changed. Run this test with {Variable}=1, or put this into {Page}:\n\n{made}");
    }
}
