using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MissingPackage.Benchmarks;

/// <summary>The application as it is deployed, and beside it the least that ASP.NET Core can be: both published the same way.</summary>
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

    private static readonly string Runtime = "linux-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private readonly string _folder = Directory.CreateTempSubdirectory("missingpackage-bench-").FullName;

    public string Ours => Path.Combine(_folder, "ours", "MissingPackage.Web");

    public string Empty => Path.Combine(_folder, "empty", "Empty");

    public static async Task<PublishedApps> PublishAsync()
    {
        var apps = new PublishedApps();
        var source = Directory.CreateDirectory(Path.Combine(apps._folder, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "Empty.csproj"), EmptyProject);
        await File.WriteAllTextAsync(Path.Combine(source, "Program.cs"), EmptyProgram);
        await PublishAsync(Path.Combine(source, "Empty.csproj"), Path.Combine(apps._folder, "empty"));
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
