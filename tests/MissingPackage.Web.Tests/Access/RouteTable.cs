using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace MissingPackage.Web.Tests.Access;

/// <summary>One line of the table of routes: an address, who may use it, and what it takes.</summary>
/// <param name="Address">Such as <c>/requests/{reference}</c>.</param>
/// <param name="Who">A line of the table of people, such as <c>its customer</c>.</param>
/// <param name="Gets">Names of the handlers that answer a GET, the one without a name as <c>-</c>; none for a route that only takes posts.</param>
/// <param name="Posts">The same for POST; empty for a page that has none.</param>
/// <param name="Limit">The policy that counts its posts; empty where the general limit alone does.</param>
/// <param name="Kilobytes">The largest body it takes, in KiB; null where a server's default holds.</param>
internal sealed record RouteRow(string Address, string Who, string Gets, string Posts, string Limit, long? Kilobytes)
{
    public IEnumerable<string> GetHandlers => Split(Gets);

    public IEnumerable<string> PostHandlers => Split(Posts);

    public override string ToString() =>
        $"| `{Address.Replace("|", "\\|", StringComparison.Ordinal)}` | {Who} | {Gets} | {Posts} | {Limit} | {Kilobytes?.ToString("N0", CultureInfo.InvariantCulture)} |";

    private static string[] Split(string names) => names.Split(", ", StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The tables of docs/security.md, and what the application really has.</summary>
internal static partial class RouteTable
{
    /// <summary>Stands for everything in <c>wwwroot</c>.</summary>
    public const string StaticFiles = "(static files)";

    public static string Document { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));

    /// <summary>The table of routes, as it is written.</summary>
    public static IReadOnlyList<RouteRow> Written { get; } = Rows("| Address |")
        .Select(cells => new RouteRow(cells[0].Trim('`'), cells[1], cells[2], cells[3], cells[4], cells[5].Length == 0 ? null : long.Parse(cells[5], NumberStyles.AllowThousands, CultureInfo.InvariantCulture)))
        .ToList();

    /// <summary>For each line of the table of people, how each of them is answered.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> People { get; } = ReadPeople();

    /// <summary>What the application has. Who may use it isn't known here.</summary>
    public static async Task<IReadOnlyList<RouteRow>> RealAsync(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var routes = new Dictionary<string, RouteRow>(StringComparer.Ordinal);
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var isFile = endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || pattern == "/{**path:file}"; // the latter while developing
            var address = isFile ? StaticFiles : pattern;
            var (gets, posts) = ("-", "");
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var handlers = (await loader.LoadAsync(page, endpoint.Metadata)).HandlerMethods;
                gets = Names(handlers.Where(handler => handler.HttpMethod == "Get").Select(handler => handler.Name).Append(null)); // a page shows itself
                posts = Names(handlers.Where(handler => handler.HttpMethod == "Post").Select(handler => handler.Name));
            }
            else if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST", StringComparer.Ordinal) == true)
            {
                (gets, posts) = ("", "-");
            }

            var bytes = endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;
            routes[address] = new(address, "", gets, posts, endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName ?? "", bytes is null ? null : bytes / 1024);
        }

        return routes.Values.OrderBy(route => route.Address, StringComparer.Ordinal).ToList();
    }

    /// <summary>Puts something real into the holes of an address.</summary>
    public static string Fill(string route, Func<string, string> part) => Hole().Replace(route, hole => Uri.EscapeDataString(part(hole.Groups["name"].Value)));

    private static string Names(IEnumerable<string?> names) =>
        string.Join(", ", names.Select(name => name ?? "-").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadPeople()
    {
        var rows = Rows("| Who |", withHead: true).ToList();
        return rows.Skip(1).ToDictionary(
            cells => cells[0], IReadOnlyDictionary<string, string> (cells) => rows[0].Zip(cells).Skip(1).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static IEnumerable<string[]> Rows(string head, bool withHead = false) =>
        Document.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|'))
            .Where((_, number) => number != 1 && (withHead || number != 0))
            .Select(line => Bar().Split(line[1..^1]).Select(cell => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal)).ToArray());

    // A bar that isn't written as \|.
    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 1000)]
    private static partial Regex Bar();

    // A route may hold a pattern with braces of its own, as {format:regex(^(pdf|zip)$)}.
    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hole();
}
