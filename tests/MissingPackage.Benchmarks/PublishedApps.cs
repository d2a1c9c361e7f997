using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace MissingPackage.Benchmarks;

/// <summary>
/// The application as it is deployed, and beside it the least that ASP.NET Core can be, and the least that the frameworks we
/// build on can be: all published the same way.
/// </summary>
internal sealed class PublishedApps : IDisposable
{
    private const string EmptyProject = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <PublishReadyToRun>true</PublishReadyToRun>
          </PropertyGroup>
        </Project>
        """;

    /// <summary>Answers every path with the file named in BODY, as it is, or with a word.</summary>
    private const string EmptyProgram = """
        var builder = WebApplication.CreateBuilder(args);
        if (Environment.GetEnvironmentVariable("BODY") is { Length: > 0 } file)
        {
            builder.Logging.ClearProviders();
            var bytes = File.ReadAllBytes(file);
            var encoding = Environment.GetEnvironmentVariable("BODY_ENCODING");
            var bare = builder.Build();
            bare.Run(context =>
            {
                context.Response.ContentType = "text/html; charset=utf-8";
                context.Response.ContentLength = bytes.Length;
                if (!string.IsNullOrEmpty(encoding))
                {
                    context.Response.Headers.ContentEncoding = encoding;
                }

                return context.Response.Body.WriteAsync(bytes).AsTask();
            });
            bare.Run();
            return;
        }

        var app = builder.Build();
        app.MapGet("/", () => "Hello World!");
        app.Run();
        """;

    private static readonly string[] FrameworkPackages =
    [
        "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore", "Microsoft.AspNetCore.Identity.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Sqlite",
    ];

    /// <summary>One Razor page with a form, which counts the accounts in SQLite: Identity's tables, the keys of its cookies in them, and nothing of ours.</summary>
    private const string FrameworksProgram = """
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Accounts>(options => options.UseSqlite(Environment.GetEnvironmentVariable("Database__ConnectionString")));
        builder.Services.AddDataProtection().PersistKeysToDbContext<Accounts>();
        builder.Services.AddIdentity<IdentityUser, IdentityRole>().AddEntityFrameworkStores<Accounts>();
        builder.Services.AddRazorPages();
        var app = builder.Build();
        using (var scope = app.Services.CreateScope())
        {
            await scope.ServiceProvider.GetRequiredService<Accounts>().Database.EnsureCreatedAsync();
        }

        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRazorPages();
        await app.RunAsync();

        public class Accounts(DbContextOptions<Accounts> options) : IdentityDbContext<IdentityUser>(options), IDataProtectionKeyContext
        {
            public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
        }
        """;

    private const string FrameworksPage = """
        @page
        @inject Accounts Accounts
        @addTagHelper *, Microsoft.AspNetCore.Mvc.TagHelpers
        <!doctype html><title>Accounts</title><form method="post"><button>@Accounts.Users.Count()</button></form>
        """;

    private static readonly string Runtime = "linux-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private readonly string _folder = Directory.CreateTempSubdirectory("missingpackage-bench-").FullName;

    public string Ours => Path.Combine(_folder, "ours", "MissingPackage.Web");

    public string Empty => Path.Combine(_folder, "empty", "Empty");

    public string Frameworks => Path.Combine(_folder, "frameworks", "Frameworks");

    public static async Task<PublishedApps> PublishAsync()
    {
        var apps = new PublishedApps();
        var source = Directory.CreateDirectory(Path.Combine(apps._folder, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "Empty.csproj"), EmptyProject);
        await File.WriteAllTextAsync(Path.Combine(source, "Program.cs"), EmptyProgram);
        await PublishAsync(Path.Combine(source, "Empty.csproj"), Path.Combine(apps._folder, "empty"));
        var frameworks = Directory.CreateDirectory(Path.Combine(apps._folder, "frameworks-source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(frameworks, "Frameworks.csproj"), EmptyProject.Replace("</Project>", $"<ItemGroup>{References()}</ItemGroup></Project>", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(frameworks, "Program.cs"), FrameworksProgram);
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(frameworks, "Pages")).FullName, "Index.cshtml"), FrameworksPage);
        await PublishAsync(Path.Combine(frameworks, "Frameworks.csproj"), Path.Combine(apps._folder, "frameworks"));
        await PublishAsync(Path.Combine(Root(), "src", "MissingPackage.Web", "MissingPackage.Web.csproj"), Path.Combine(apps._folder, "ours"));
        return apps;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task PublishAsync(string project, string target)
    {
        var artifacts = Directory.CreateTempSubdirectory("missingpackage-bench-").FullName;
        try
        {
            // Build output of its own: the benchmarks run from the usual one.
            using var publish = Process.Start(new ProcessStartInfo(
                "dotnet",
                ["publish", project, "-c", "Release", "-r", Runtime, "--self-contained", "false", "--artifacts-path", artifacts, "-o", target, "-v", "quiet"])
            {
                WorkingDirectory = Path.GetDirectoryName(project)!,
            })!;
            await publish.WaitForExitAsync();
            if (publish.ExitCode != 0)
            {
                throw new InvalidOperationException($"{project} couldn't be published.");
            }
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    /// <summary>In the versions that the application has.</summary>
    private static string References()
    {
        var versions = XDocument.Load(Path.Combine(Root(), "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value, StringComparer.Ordinal);
        return string.Concat(FrameworkPackages.Select(name => $"<PackageReference Include=\"{name}\" Version=\"{versions[name]}\" />"));
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MissingPackage.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Run the benchmarks from the repository: they publish the application.");
    }
}
