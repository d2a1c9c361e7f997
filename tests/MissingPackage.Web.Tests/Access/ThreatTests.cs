using System.Text.RegularExpressions;

namespace MissingPackage.Web.Tests.Access;

/// <summary>The table of threats of docs/security.md: whole, and each with a test that there is.</summary>
public sealed partial class ThreatTests
{
    private static readonly List<string[]> Threats = RouteTable.Rows("| Part |").ToList();

    [Fact]
    public void Threats_OfEachPart_AreOfEachKind()
    {
        string[] parts = ["Customer’s link", "Upload", "Statement", "Agents’ desk", "Seller’s link", "Import", "Mails", "Jobs", "Keys", "Logs"];
        Assert.Equal(parts, Threats.Select(row => row[0]).Distinct(StringComparer.Ordinal).ToArray());
        Assert.All(parts, part => Assert.Equal("STRIDE", string.Concat(Threats.Where(row => row[0] == part).Select(row => row[1]).Distinct(StringComparer.Ordinal))));
        Assert.All(Threats, row => Assert.All(row, cell => Assert.NotEmpty(cell)));
    }

    [Fact]
    public void Threats_EachNameATestThatThereIs()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .SelectMany(source => Test().Matches(source).Select(test => $"{Class().Match(source).Groups["name"].Value}.{test.Groups["name"].Value}"))
            .ToHashSet(StringComparer.Ordinal);
        var missing = Threats.Select(row => row[4].Trim('`')).Where(name => !tests.Contains(name)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, "docs/security.md names tests that aren’t there: " + string.Join(", ", missing));
    }

    [GeneratedRegex(@"\bclass (?<name>\w+Tests)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Class();

    [GeneratedRegex(@"\[(Fact|Theory)[^\n]*\n(\s*(\[[^\n]*|//[^\n]*)?\n)*?\s*public (async Task|Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Test();
}
