using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Site;
using MissingPackage.Application.Telemetry;
using MissingPackage.Data;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Tests;

/// <summary>
/// Which project may know which: in the project files, because an arrow is added there first, and in the compiled
/// assemblies, because that is what counts. And nobody but the composition knows what time it is.
/// </summary>
public partial class WallsTests
{
    // The arrows of the design. Whoever adds one has to change it first.
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["MissingPackage.Domain"] = [],
        ["MissingPackage.Data"] = ["MissingPackage.Domain"],
        ["MissingPackage.Documents"] = ["MissingPackage.Domain"],
        ["MissingPackage.Application"] = ["MissingPackage.Data", "MissingPackage.Documents", "MissingPackage.Domain"],
        ["MissingPackage.Web"] = ["MissingPackage.Application", "MissingPackage.Data", "MissingPackage.Documents", "MissingPackage.Domain"],
    };

    private static readonly Dictionary<string, Assembly> Assemblies = new(StringComparer.Ordinal)
    {
        ["MissingPackage.Domain"] = typeof(ServiceRequest).Assembly,
        ["MissingPackage.Data"] = typeof(MissingPackageContext).Assembly,
        ["MissingPackage.Documents"] = typeof(DocumentVault).Assembly,
        ["MissingPackage.Application"] = typeof(SiteOptions).Assembly,
        ["MissingPackage.Web"] = typeof(DatabaseOptions).Assembly,
    };

    // Encryption is the one thing of ASP.NET Core that the documents need, and its abstractions know nothing of the web.
    private static readonly string[] TakenFromAspNetCoreByDocuments = ["Microsoft.AspNetCore.DataProtection.Abstractions"];

    // Paces a loop in real time; what is due is read from the time handed in.
    private static readonly string[] PacedBySystemTime = ["MissingPackage.Application/Mail/OutboxDispatcher.cs", "MissingPackage.Application/Telemetry/QueueWatch.cs"];

    private static readonly string Source = Repository.PathOf("src");

    // Another engine for PDFs, outside the solution: an owner with a licence switches it on, and nothing here builds it.
    private const string OwnersChoice = "MissingPackage.Documents.QuestPdf";

    public static TheoryData<string> Projects { get; } = new(Arrows.Keys);

    [Fact]
    public void Source_Projects_AreTheFiveOfTheDesignAndTheOwnersChoice() => Assert.Equal(
        Sorted(Arrows.Keys.Append(OwnersChoice)),
        Sorted(Directory.EnumerateFiles(Source, "*.*proj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectFile_References_AreTheArrowsOfTheDesign(string project) => Assert.Equal(
        Sorted(Arrows[project]),
        Sorted(Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_References_AreNoMoreThanTheArrowsOfTheDesign(string project) => Assert.Empty(
        ReferencesOf(project).Where(IsOurs).Except(Arrows[project], StringComparer.Ordinal));

    [Fact]
    public void Application_Folders_FormNoCircle()
    {
        var circles = FolderGraph.Of(Assemblies["MissingPackage.Application"]).Circles();

        Assert.True(circles.Count == 0, string.Join(Environment.NewLine, circles));
    }

    [Fact]
    public void Domain_ProjectFile_TakesInNothing()
    {
        Assert.Equal("Microsoft.NET.Sdk", Project("MissingPackage.Domain").Attribute("Sdk")?.Value);
        Assert.Empty(Items("MissingPackage.Domain", "PackageReference"));
        Assert.Empty(Items("MissingPackage.Domain", "FrameworkReference"));
        Assert.Empty(Items("MissingPackage.Domain", "Reference"));
    }

    [Fact]
    public void Domain_Assembly_ReferencesTheRuntimeOnly()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        Assert.DoesNotContain(ReferencesOf("MissingPackage.Domain"), name => !File.Exists(Path.Combine(runtime, $"{name}.dll")));
    }

    [Fact]
    public void Documents_Anywhere_KnowNeitherTheWebNorTheDatabase()
    {
        Assert.Equal("Microsoft.NET.Sdk", Project("MissingPackage.Documents").Attribute("Sdk")?.Value);
        Assert.Empty(Items("MissingPackage.Documents", "FrameworkReference"));
        Assert.DoesNotContain(Items("MissingPackage.Documents", "PackageReference"), name => IsWebOrDatabase(name));
        Assert.DoesNotContain(ReferencesOf("MissingPackage.Documents"), name => IsWebOrDatabase(name));

        static bool IsWebOrDatabase(string name) => IsEntityFramework(name)
            || (IsAspNetCore(name) && !TakenFromAspNetCoreByDocuments.Contains(name, StringComparer.Ordinal));
    }

    [Fact]
    public void Data_Anywhere_KnowsNothingOfPages()
    {
        Assert.Equal("Microsoft.NET.Sdk", Project("MissingPackage.Data").Attribute("Sdk")?.Value);
        Assert.Empty(Items("MissingPackage.Data", "FrameworkReference"));
        Assert.DoesNotContain(Items("MissingPackage.Data", "PackageReference"), name => IsPages(name));
        Assert.DoesNotContain(ReferencesOf("MissingPackage.Data"), name => IsPages(name));

        // The accounts and the key ring are stored, so their packages are the two that belong here.
        static bool IsPages(string name) => IsAspNetCore(name)
            && !name.StartsWith("Microsoft.AspNetCore.Identity", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal);
    }

    [Fact]
    public void Application_Anywhere_KnowsNothingOfPages()
    {
        Assert.Empty(Items("MissingPackage.Application", "FrameworkReference"));
        Assert.DoesNotContain(Items("MissingPackage.Application", "PackageReference"), name => IsPages(name));
        Assert.DoesNotContain(ReferencesOf("MissingPackage.Application"), name => IsPages(name));

        // Accounts, what is encrypted, and the components that messages are written as: none of them needs a web server.
        static bool IsPages(string name) => IsAspNetCore(name)
            && !name.StartsWith("Microsoft.AspNetCore.Identity", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal);
    }

    [Fact]
    public void Source_AnyFile_DoesNotReadTheClock() => Assert.Empty(
        SourceFiles().Where(file => ReadsTheClock().IsMatch(File.ReadAllText(file))).Select(Relative));

    [Fact]
    public void Source_AnyFileOutsideComposition_DoesNotTakeTheSystemsTime() => Assert.Empty(
        SourceFiles()
            .Where(file => File.ReadAllText(file).Contains("TimeProvider.System", StringComparison.Ordinal))
            .Select(Relative)
            .Where(file => !file.StartsWith("MissingPackage.Web/Composition/", StringComparison.Ordinal))
            .Except(PacedBySystemTime, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_Calls_DoNotReadTheClock(string project)
    {
        using var file = new PEReader(File.OpenRead(Assemblies[project].Location));
        var metadata = file.GetMetadataReader();

        var calls = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent), member.Name))
            .Select(call => $"{metadata.GetString(call.Type.Namespace)}.{metadata.GetString(call.Type.Name)}.{metadata.GetString(call.Name)}")
            .ToList();

        Assert.NotEmpty(calls);
        Assert.DoesNotContain(calls, call => call is "System.DateTime.get_Now" or "System.DateTime.get_UtcNow" or "System.DateTime.get_Today"
            or "System.DateTimeOffset.get_Now" or "System.DateTimeOffset.get_UtcNow");
    }

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\s*\.\s*(Now|UtcNow|Today)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadsTheClock();

    private static bool IsOurs(string name) => name.StartsWith("MissingPackage.", StringComparison.Ordinal);

    private static bool IsAspNetCore(string name) => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private static bool IsEntityFramework(string name) => name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Data.", StringComparison.Ordinal);

    private static IEnumerable<string> ReferencesOf(string project) =>
        Assemblies[project].GetReferencedAssemblies().Select(name => name.Name!);

    private static XElement Project(string project) => XElement.Load(Path.Combine(Source, project, $"{project}.csproj"));

    private static IEnumerable<string> Items(string project, string kind) =>
        Project(project).Descendants(kind).Where(item => item.Parent!.Attribute("Condition")?.Value.Contains("PdfEngine", StringComparison.Ordinal) != true).Select(item => item.Attribute("Include")!.Value);

    private static IEnumerable<string> SourceFiles() => Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".cshtml" or ".razor")
        .Where(file => !Relative(file).Split('/').Any(folder => folder is "bin" or "obj"));

    private static string Relative(string file) => Path.GetRelativePath(Source, file).Replace('\\', '/');

    private static string Sorted(IEnumerable<string> names) => string.Join('\n', names.Order(StringComparer.Ordinal));
}
