using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MissingPackage.Documents.Intake;

/// <summary>What the scanner made of a file.</summary>
public enum ScanVerdict
{
    /// <summary>It said so plainly.</summary>
    Clean,

    /// <summary>It named what it found.</summary>
    Infected,

    /// <summary>Anything else: no answer, an error, half an answer. Never to be taken for clean.</summary>
    Unavailable,
}

/// <summary>The scanner's answer.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="Signature">For <see cref="ScanVerdict.Infected"/>: its name for what it found, ASCII.</param>
public readonly record struct ScanResult(ScanVerdict Verdict, string? Signature = null);

/// <summary>
/// Talks to clamd over TCP or its Unix socket (clamd(8), INSTREAM). Its configuration must set <c>AlertExceedsMax yes</c>,
/// or a file over its <c>MaxFileSize</c> is called clean unseen, and <c>StreamMaxLength</c> above our own limit.
/// </summary>
public sealed class ClamdClient
{
    private const int ChunkBytes = 65_536;
    private const int MaxReplyBytes = 4096;

    private readonly Func<EndPoint> _endPoint;
    private readonly AddressFamily _family;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="address"><c>host:port</c>, or the absolute path of a Unix socket.</param>
    /// <param name="timeout">For one scan, from connecting to the last byte of the answer.</param>
    /// <param name="time">The clock that measures it.</param>
    /// <exception cref="FormatException">The address is neither.</exception>
    public ClamdClient(string address, TimeSpan timeout, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        _timeout = timeout;
        _time = time;
        if (Path.IsPathFullyQualified(address))
        {
            _family = AddressFamily.Unix;
            _endPoint = () => new UnixDomainSocketEndPoint(address);
        }
        else
        {
            var colon = address.LastIndexOf(':');
            var port = ushort.Parse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            var host = colon > 0 ? address[..colon].Trim('[', ']') : throw new FormatException("clamd's address must be host:port or the path of a Unix socket.");
            _endPoint = () => new DnsEndPoint(host, port);
        }
    }

    /// <summary>Has a file scanned.</summary>
    /// <param name="file">Read from where it stands to its end.</param>
    /// <param name="cancellationToken">The caller's own wish to stop; the timeout is <see cref="ScanVerdict.Unavailable"/> instead.</param>
    public async Task<ScanResult> ScanAsync(Stream file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var reply = await AskAsync((clamd, stopping) => SendAsync(clamd, file, stopping), cancellationToken);
        const string prefix = "stream: ", found = " FOUND";
        return reply switch
        {
            "stream: OK" => new(ScanVerdict.Clean),
            _ when reply.StartsWith(prefix, StringComparison.Ordinal) && reply.EndsWith(found, StringComparison.Ordinal)
                && reply.Length > prefix.Length + found.Length => new(ScanVerdict.Infected, reply[prefix.Length..^found.Length]),
            _ => new(ScanVerdict.Unavailable),
        };
    }

    /// <summary>Whether clamd answers; for the readiness check.</summary>
    public async Task<bool> IsUpAsync(CancellationToken cancellationToken) =>
        await AskAsync((clamd, stopping) => clamd.WriteAsync("zPING\0"u8.ToArray(), stopping).AsTask(), cancellationToken) is "PONG";

    private static async Task SendAsync(NetworkStream clamd, Stream file, CancellationToken stopping)
    {
        await clamd.WriteAsync("zINSTREAM\0"u8.ToArray(), stopping);
        var chunk = new byte[4 + ChunkBytes];
        int length;
        while ((length = await file.ReadAsync(chunk.AsMemory(4), stopping)) > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(chunk, length);
            await clamd.WriteAsync(chunk.AsMemory(0, 4 + length), stopping);
        }

        await clamd.WriteAsync(new byte[4], stopping);
    }

    // An empty string stands for no answer: it is nobody's good news.
    private async Task<string> AskAsync(Func<NetworkStream, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var socket = _family == AddressFamily.Unix
                ? new Socket(_family, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(_endPoint(), either.Token);
            await using var clamd = new NetworkStream(socket);
            try
            {
                await send(clamd, either.Token);
            }
            catch (IOException)
            {
                // It closes early when the file is over its limit; why may still be read.
            }

            return await ReadReplyAsync(clamd, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "";
        }
    }

    // Whole only with its closing zero: a connection cut within "stream: OK..." is no answer.
    private static async Task<string> ReadReplyAsync(NetworkStream clamd, CancellationToken cancellationToken)
    {
        var reply = new byte[MaxReplyBytes];
        int length = 0, read;
        while (length < reply.Length && (read = await clamd.ReadAsync(reply.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (reply[length - 1] == 0)
            {
                return Encoding.ASCII.GetString(reply, 0, length - 1);
            }
        }

        return "";
    }
}
