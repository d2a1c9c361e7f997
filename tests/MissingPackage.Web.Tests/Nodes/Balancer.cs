using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace MissingPackage.Web.Tests.Nodes;

/// <summary>
/// A load balancer as plain as they come: each request goes to a node that is drawn anew, and no browser belongs to one. It
/// asks another node only where nothing was sent yet, or the request may be repeated (GET); whoever's post is cut off by a
/// dying node is told so (502).
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    // Where no node is there for a while, whoever asks waits.
    private const int Rounds = 1200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly string[] OfTheConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Host"];

    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero, // a connection of its own for each request: a dead node refuses it
    });

    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly Uri[] _nodes;
    private readonly int[] _answered;
    private (int Node, Func<Task> Meanwhile)? _next;

    private Balancer(WebApplication server, Uri[] nodes, int seed)
    {
        _server = server;
        _nodes = nodes;
        _answered = new int[nodes.Length];
        _random = new Random(seed);
    }

    /// <summary>Where browsers reach it.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>How many requests each node has answered.</summary>
    public IReadOnlyList<int> Answered => _answered;

    /// <summary>Posts that a dying node left without an answer.</summary>
    public int CutOff { get; private set; }

    public static async Task<Balancer> StartAsync(IEnumerable<Uri> nodes, int seed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Logging.ClearProviders();
        var balancer = new Balancer(builder.Build(), [.. nodes], seed);
        balancer._server.Run(balancer.ForwardAsync);
        await balancer._server.StartAsync(TestContext.Current.CancellationToken);
        balancer.Address = new Uri("http://localhost:" + new Uri(balancer._server.Urls.Single()).Port);
        return balancer;
    }

    /// <summary>A node has come back, at another port.</summary>
    public void Replace(int node, Uri address)
    {
        lock (_lock)
        {
            _nodes[node] = address;
        }
    }

    /// <summary>The next post goes to this node, and this happens while it is on its way.</summary>
    public void AtTheNextPost(int node, Func<Task> meanwhile)
    {
        lock (_lock)
        {
            _next = (node, meanwhile);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var (order, meanwhile) = Draw(HttpMethods.IsPost(context.Request.Method));
        var happening = meanwhile?.Invoke() ?? Task.CompletedTask;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (node, address) in order)
            {
                try
                {
                    await ForwardAsync(context, address);
                    Interlocked.Increment(ref _answered[node]);
                    await happening;
                    return;
                }
                catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError && refused.InnerException is System.Net.Sockets.SocketException)
                {
                    // Nothing was sent.
                }
                catch (Exception cut) when (cut is HttpRequestException or IOException && !context.Response.HasStarted && !HttpMethods.IsPost(context.Request.Method))
                {
                    // It changes nothing: another one is asked.
                }
                catch (Exception cut) when (cut is HttpRequestException or IOException && !context.Response.HasStarted)
                {
                    CutOff++;
                    await happening;
                    context.Response.StatusCode = StatusCodes.Status502BadGateway;
                    return;
                }
            }

            await Task.Delay(Pause, context.RequestAborted);
            (order, _) = Draw(post: false);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private (List<(int Node, Uri Address)> Order, Func<Task>? Meanwhile) Draw(bool post)
    {
        lock (_lock)
        {
#pragma warning disable CA5394 // which node answers is no secret
            var first = _random.Next(_nodes.Length);
#pragma warning restore CA5394
            Func<Task>? meanwhile = null;
            if (post && _next is { } planned)
            {
                (first, meanwhile) = planned;
                _next = null;
            }

            return ([.. Enumerable.Range(first, _nodes.Length).Select(n => n % _nodes.Length).Select(n => (n, _nodes[n]))], meanwhile);
        }
    }

    private async Task ForwardAsync(HttpContext context, Uri node)
    {
        var request = context.Request;
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(node, request.GetEncodedPathAndQuery()));
        if (request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            message.Content = new StreamContent(request.Body);
        }

        foreach (var (name, values) in request.Headers.Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        message.Headers.Host = request.Host.Value;
        using var answer = await _client.SendAsync(message, context.RequestAborted);
        // All of it before any of it is passed on: a node may die in the middle of its answer.
        var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
