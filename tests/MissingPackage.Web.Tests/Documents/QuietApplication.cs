using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>The application without anything that runs by itself: a test runs the jobs when it wants them.</summary>
public sealed class QuietApplication : MissingPackageApplication
{
    /// <summary>The settings of <see cref="QuietApplication"/> for one with further ones.</summary>
    public static MissingPackageApplication And(params (string Key, string Value)[] settings) => With([.. Quiet, .. settings]);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        foreach (var (key, value) in Quiet)
        {
            builder.UseSetting(key, value);
        }
    }

    private static readonly (string Key, string Value)[] Quiet =
        [("Jobs:Enabled", "false"), ("RateLimits:UploadsPerMinute", "10000"), ("RateLimits:PostsPerMinute", "10000")];
}

/// <summary>What is behind the pages: rows, stored files and jobs.</summary>
internal static class BehindThePages
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The request with its files, in the order of their places, and its history.</summary>
    public static Task<ServiceRequest> RequestAsync(this MissingPackageApplication application, string reference)
    {
        var parsed = RequestReference.TryParse(reference, out var found) ? found : throw new ArgumentException("Not a reference.", nameof(reference));
        return application.AskAsync(database => database.Requests.AsNoTracking()
            .Include(r => r.Documents.OrderBy(d => d.Position).ThenBy(d => d.ReceivedOn))
            .Include(r => r.Events.OrderBy(e => e.Id))
            .SingleAsync(r => r.Reference == parsed));
    }

    /// <summary>The one file of the request.</summary>
    public static async Task<RequestDocument> OnlyDocumentAsync(this MissingPackageApplication application, string reference) =>
        Assert.Single((await application.RequestAsync(reference)).Documents);

    /// <summary>What the disk holds of the request, as names below its folder, such as <c>{document}/page-1</c>.</summary>
    public static async Task<IReadOnlyList<string>> StoredAsync(this MissingPackageApplication application, string reference)
    {
        var folder = application.FolderOf((await application.RequestAsync(reference)).Id);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal).ToList()
            : [];
    }

    public static string FolderOf(this MissingPackageApplication application, Guid requestId) =>
        Path.Combine(application.DocumentsFolder, "requests", requestId.ToString("n"));

    /// <summary>The name under which the vault keeps one file of a document.</summary>
    public static string StoredName(this RequestDocument document, string name) => $"requests/{document.RequestId:n}/{document.Id:n}/{name}";

    /// <summary>Where one stored file of a document lies.</summary>
    public static string FileOf(this MissingPackageApplication application, RequestDocument document, string name) =>
        Path.Combine(application.DocumentsFolder, document.StoredName(name));

    /// <summary>What of customers lies in the private folder.</summary>
    public static IReadOnlyList<string> InPlainForm(this MissingPackageApplication application) => InPlainForm(application.PrivateFolder);

    /// <summary>The same of a folder: beside uploads it holds locks, and ImageMagick's own settings.</summary>
    public static IReadOnlyList<string> InPlainForm(string privateFolder) => Directory.EnumerateDirectories(privateFolder)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) != "policy").ToList();

    public static string[] Details(this ServiceRequest request, RequestEventKind kind) =>
        request.Events.Where(e => e.Kind == kind).Select(e => e.Detail ?? "").ToArray();

    public static Task<int> FinishQuarantineAsync(this MissingPackageApplication application) =>
        application.RunAsync<FinishDocumentsJob, int>(job => job.FinishAsync(Cancellation));

    public static Task<int> EraseAsync(this MissingPackageApplication application) =>
        application.RunAsync<EraseJob, int>(job => job.EraseAsync(Cancellation));

    public static Task<SweepReport> SweepAsync(this MissingPackageApplication application) =>
        application.RunAsync<SweepJob, SweepReport>(job => job.SweepAsync(Cancellation));

    private static async Task<TResult> RunAsync<TJob, TResult>(this MissingPackageApplication application, Func<TJob, Task<TResult>> run)
        where TJob : notnull
    {
        await using var scope = application.Services.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<TJob>());
    }
}
