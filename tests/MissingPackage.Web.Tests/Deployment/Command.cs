using System.Diagnostics;
using MissingPackage.Web.Tests.Documents;

namespace MissingPackage.Web.Tests.Deployment;

/// <summary>A process that ends by itself.</summary>
internal static class Command
{
    /// <summary>The application with these arguments and settings, in production.</summary>
    public static Task<(int Code, string Output, string Error)> RunApplicationAsync(string[] arguments, params (string Key, string Value)[] settings) =>
        RunAsync("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "MissingPackage.Web.dll"), .. arguments], [.. settings, ("ASPNETCORE_ENVIRONMENT", "Production")]);

    public static async Task<(int Code, string Output, string Error)> RunAsync(string program, string[] arguments, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(BehindThePages.Cancellation), process.StandardError.ReadToEndAsync(BehindThePages.Cancellation));
        await process.WaitForExitAsync(BehindThePages.Cancellation);
        return (process.ExitCode, await output, await error);
    }
}
