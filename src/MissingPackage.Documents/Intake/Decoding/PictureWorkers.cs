using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MissingPackage.Documents.Intake.Decoding;

/// <summary>What the workers made of a picture.</summary>
internal abstract record PictureOutcome
{
    private PictureOutcome()
    {
    }

    /// <summary>A clean copy, and what there is to say about it.</summary>
    public sealed record Cleaned(CleanPage Page, IReadOnlyList<QualityAdvice> Advice) : PictureOutcome;

    /// <summary>Not taken.</summary>
    public sealed record Refused(RefusalReason Reason) : PictureOutcome;

    /// <summary>No worker could be had, or somebody else ended it: not the picture's fault.</summary>
    public sealed record NotNow : PictureOutcome;
}

/// <summary>
/// Keeps workers warm, and hands pictures to them: one at a time to each. There are as many as pictures are decoded at once; the
/// caller sees to that. A worker is replaced after some pictures, and ended when there was none for a while.
/// </summary>
internal sealed class PictureWorkers : IDisposable
{
    // What a decoder leaks, or was led to leave behind, doesn't add up.
    private const int MaxPictures = 100;

    // Ended by the kernel's signal 24, as a shell counts it: the processor time was used up.
    private const int CpuTimeUp = 128 + 24;

    /// <summary>For one picture from its first byte to the last of its copy, whatever the machine is doing.</summary>
    internal static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan s_maxIdle = TimeSpan.FromMinutes(2);

    // A page of noise at 2,400 x 2,400 is 7 MB.
    private const long MaxPageBytes = 32L << 20;

    private readonly IntakeOptions _options;
    private readonly Func<PrivateFile> _newFile;
    private readonly Func<string> _newFolder;
    private readonly TimeProvider _time;
    private readonly int _cpuSeconds;
    private readonly ConcurrentStack<Worker> _idle = new();
    private readonly ITimer _endIdle;

    public PictureWorkers(
        IntakeOptions options, Func<PrivateFile> newFile, Func<string> newFolder, TimeProvider time, int cpuSeconds = PictureWorker.MaxCpuSeconds)
    {
        (_options, _newFile, _newFolder, _time, _cpuSeconds) = (options, newFile, newFolder, time, cpuSeconds);
        _endIdle = time.CreateTimer(_ => EndIdle(), null, s_maxIdle, s_maxIdle);
    }

    /// <summary>Whether the last worker that was needed could be started.</summary>
    public bool CanStart { get; private set; } = true;

    /// <summary>Has a picture decoded and written anew.</summary>
    /// <param name="question">What is known of it.</param>
    /// <param name="send">Writes the bytes that the decoder gets; called again where a worker was ended from outside.</param>
    public async Task<PictureOutcome> CleanAsync(PictureQuestion question, Func<Stream, CancellationToken, Task> send)
    {
        // A worker that idled may have been ended by somebody, or one be ended in the middle of its work. Once: a picture that
        // ends two workers does it itself.
        return await TryAsync(question, send) ?? await TryAsync(question, send) ?? new PictureOutcome.Refused(RefusalReason.TooComplex);
    }

    public void Dispose()
    {
        _endIdle.Dispose();
        while (_idle.TryPop(out var worker))
        {
            worker.Dispose();
        }
    }

    /// <returns>Null where the worker died of it, or was ended meanwhile.</returns>
    private async Task<PictureOutcome?> TryAsync(PictureQuestion question, Func<Stream, CancellationToken, Task> send)
    {
        if (Rent() is not { } worker)
        {
            return new PictureOutcome.NotNow();
        }

        var page = _newFile();
        PictureOutcome? outcome = null;
        using var limit = new CancellationTokenSource(MaxTime, _time);
        try
        {
            var answer = await worker.AskAsync(question, send, page, limit.Token);
            outcome = answer.Verdict switch
            {
                PictureVerdict.Cleaned => new PictureOutcome.Cleaned(new CleanPage(page, answer.Width, answer.Height), Advice(answer.Advice)),
                PictureVerdict.TooCostly => new PictureOutcome.Refused(RefusalReason.TooComplex),
                _ => new PictureOutcome.Refused(RefusalReason.Unreadable),
            };
            CanStart = true;
            Return(worker);
            return outcome;
        }
        catch (OperationCanceledException)
        {
            worker.Dispose();
            return outcome = new PictureOutcome.Refused(RefusalReason.TooComplex);
        }
        catch (WorkerEndedException ended) when (!ended.WasReady)
        {
            worker.Dispose();
            CanStart = false;
            return outcome = new PictureOutcome.NotNow();
        }
        catch (WorkerEndedException ended)
        {
            worker.Dispose();
            return ended.ExitCode == CpuTimeUp ? outcome = new PictureOutcome.Refused(RefusalReason.TooComplex) : null;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
        finally
        {
            if (outcome is not PictureOutcome.Cleaned)
            {
                page.Dispose();
            }
        }
    }

    private static List<QualityAdvice> Advice(int bits) => [.. Enum.GetValues<QualityAdvice>().Where(advice => (bits & (1 << (int)advice)) != 0)];

    private Worker? Rent()
    {
        if (_idle.TryPop(out var worker))
        {
            return worker;
        }

        worker = Worker.Start(_options, _cpuSeconds, _newFolder());
        CanStart &= worker is not null;
        return worker;
    }

    private void Return(Worker worker)
    {
        if (worker.Pictures < MaxPictures)
        {
            worker.IdleSince = _time.GetTimestamp();
            _idle.Push(worker);
        }
        else
        {
            worker.Dispose();
        }
    }

    private void EndIdle()
    {
        var idle = new List<Worker>();
        while (_idle.TryPop(out var worker))
        {
            idle.Add(worker);
        }

        foreach (var worker in idle)
        {
            if (_time.GetElapsedTime(worker.IdleSince) < s_maxIdle)
            {
                _idle.Push(worker);
            }
            else
            {
                worker.Dispose();
            }
        }
    }

    /// <summary>A worker is gone before it answered.</summary>
    private sealed class WorkerEndedException(int exitCode, bool wasReady, Exception inner) : Exception("A worker ended before it answered.", inner)
    {
        public int ExitCode { get; } = exitCode;

        /// <summary>Whether it could take pictures: where not, none is to blame.</summary>
        public bool WasReady { get; } = wasReady;
    }

    /// <summary>One child process.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly Process _process;
        private readonly string _folder;
        private bool _ready;

        private Worker(Process process, string folder) => (_process, _folder) = (process, folder);

        /// <summary>How many it was given.</summary>
        public int Pictures { get; private set; }

        /// <summary>A timestamp of the clock.</summary>
        public long IdleSince { get; set; }

        /// <param name="options">The limits.</param>
        /// <param name="cpuSeconds">Processor time of one picture.</param>
        /// <param name="folder">Its own, to be deleted with it.</param>
        /// <returns>Null where the machine starts none just now.</returns>
        public static Worker? Start(IntakeOptions options, int cpuSeconds, string folder)
        {
            var program = Path.ChangeExtension(typeof(PictureWorker).Assembly.Location, ".dll");
            var start = new ProcessStartInfo(DotnetHost())
            {
                UseShellExecute = false,
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };

            // Nothing of ours is its business: connection strings, keys.
            start.Environment.Clear();
            start.Environment["DOTNET_EnableDiagnostics"] = "0";
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // would need a file of its own
            start.Environment["HOME"] = folder;
            start.Environment["TMPDIR"] = folder;
            start.ArgumentList.Add(program);
            foreach (var argument in PictureWorker.Arguments(options, cpuSeconds))
            {
                start.ArgumentList.Add(argument);
            }

            try
            {
                return Process.Start(start) is { } process ? new Worker(process, folder) : null;
            }
            catch (Win32Exception)
            {
                return null;
            }
        }

        /// <exception cref="WorkerEndedException">It ended before it answered.</exception>
        public async Task<PictureAnswer> AskAsync(
            PictureQuestion question, Func<Stream, CancellationToken, Task> send, PrivateFile page, CancellationToken cancellationToken)
        {
            Pictures++;
            try
            {
                var input = _process.StandardInput.BaseStream;
                var output = _process.StandardOutput.BaseStream;
                if (!_ready)
                {
                    await output.ReadExactlyAsync(new byte[1], cancellationToken);
                    _ready = true;
                }

                await input.WriteAsync(PictureProtocol.Head(question), cancellationToken);
                await using var pieces = new PieceWriter(input);
                await send(pieces, cancellationToken);
                await pieces.EndAsync(cancellationToken);

                var head = new byte[PictureProtocol.HeadBytes];
                await output.ReadExactlyAsync(head, cancellationToken);
                await using var file = page.OpenWrite();
                await using var copy = new PieceReader(output);
                var piece = new byte[PictureProtocol.PieceBytes];
                int read;
                while ((read = await copy.ReadAsync(piece, cancellationToken)) > 0)
                {
                    await file.WriteAsync(piece.AsMemory(0, read), cancellationToken);
                    if (page.Length > MaxPageBytes)
                    {
                        throw new OperationCanceledException("No page is as large.");
                    }
                }

                return PictureProtocol.Answer(head);
            }
            catch (Exception gone) when (gone is EndOfStreamException or IOException { InnerException: System.Net.Sockets.SocketException or null } && HasEnded())
            {
                throw new WorkerEndedException(_process.ExitCode, _ready, gone);
            }
        }

        public void Dispose()
        {
            try
            {
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It is gone already.
            }

            _process.WaitForExit(); // it may write to its folder until it is gone
            _process.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        /// <summary>Its pipes are closed: it is about to be gone.</summary>
        private bool HasEnded() => _process.WaitForExit(TimeSpan.FromSeconds(5));

        /// <summary>The program that runs this process' own kind.</summary>
        private static string DotnetHost()
        {
            var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
            if (Environment.ProcessPath is { } own && Path.GetFileName(own).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return own;
            }

            // An application that is started by its own name: the framework lies in dotnet/shared/Microsoft.NETCore.App/10.0.0/.
            var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
            return File.Exists(beside) ? beside : name;
        }
    }
}
