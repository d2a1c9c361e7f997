using System.Diagnostics;
using System.Globalization;
using ImageMagick;
using Microsoft.Extensions.Time.Testing;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Intake.Decoding;

namespace MissingPackage.Documents.Tests.Intake.Decoding;

/// <summary>The child processes that decode: handed pictures without the reader that stands in front of them in the application.</summary>
public sealed class PictureWorkersTests : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly PrivateFolder _folder;

    public PictureWorkersTests() => _folder = new PrivateFolder(_root.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_AreKeptWarm_AndReplacedAfterSomePictures()
    {
        using var workers = Workers();
        var photo = Samples.As(MagickFormat.Jpeg, Samples.Document(240, 220));
        var ids = new List<int>();
        for (var picture = 0; picture < 101; picture++)
        {
            using var page = Assert.IsType<PictureOutcome.Cleaned>(await CleanAsync(workers, photo)).Page.File;
            ids.AddRange(Children());
        }

        Assert.Equal(100, ids.Count); // one after each picture, but for the hundredth, which was the first one's last
        Assert.Equal(99, ids.Count(id => id == ids[0]));
    }

    [Fact]
    public async Task Workers_EndWhenNothingCameForAWhile_AndTakeTheirFolderAlong()
    {
        var time = new FakeTimeProvider();
        using var workers = Workers(time: time);
        using var page = Assert.IsType<PictureOutcome.Cleaned>(await CleanAsync(workers, Samples.Document())).Page.File;
        Assert.Single(Children());

        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Empty(Children());
        Assert.Empty(Directory.EnumerateDirectories(_folder.Path));
    }

    [Fact]
    public async Task KilledInTheMiddle_ThePictureIsDecodedByAnother()
    {
        using var workers = Workers();
        var times = 0;
        var outcome = await CleanAsync(workers, Samples.Document(), () =>
        {
            if (times++ == 0)
            {
                Kill(Assert.Single(Children()));
            }
        });

        using var page = Assert.IsType<PictureOutcome.Cleaned>(outcome).Page.File;
        Assert.Equal(2, times);
    }

    [Fact]
    public async Task KilledEachTime_IsRefused_AndTheNextPictureIsNot()
    {
        using var workers = Workers();

        var outcome = await CleanAsync(workers, Samples.Document(), () => Children().ForEach(Kill));

        Assert.Equal(new PictureOutcome.Refused(RefusalReason.TooComplex), outcome);
        using var page = Assert.IsType<PictureOutcome.Cleaned>(await CleanAsync(workers, Samples.Document())).Page.File;
    }

    [Fact]
    public async Task ProcessorTimeUp_IsRefusedAtOnce()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits of a process are set on Linux only.");
        using var workers = Workers(cpuSeconds: 0);

        var outcome = await CleanAsync(workers, HostilePictures.ScanBomb(7700, 200));

        Assert.Equal(new PictureOutcome.Refused(RefusalReason.TooComplex), outcome);
        Assert.Empty(Children());
    }

    [Fact]
    public async Task TimeUp_IsRefused_AndTheWorkerIsEnded()
    {
        var time = new FakeTimeProvider();
        using var workers = Workers(time: time);

        var outcome = CleanAsync(workers, HostilePictures.ScanBomb(4000, 40));
        time.Advance(PictureWorkers.MaxTime);

        Assert.Equal(new PictureOutcome.Refused(RefusalReason.TooComplex), await outcome);
        Assert.Empty(Children());
    }

    [Fact]
    public async Task MoreMemoryThanAPhotoNeeds_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits of a process are set on Linux only.");
        using var workers = Workers(new() { PrivateFolder = _root.Path, MaxPixels = 1_000_000 });

        Assert.IsType<PictureOutcome.Refused>(await CleanAsync(workers, HostilePictures.TextBomb()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServerGone_TheWorkerGoesToo(bool inTheMiddle)
    {
        using var worker = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(PictureWorkers).Assembly.Location, "2400", "12000", "60000000", "15000000", "60" },
            UseShellExecute = false,
            WorkingDirectory = _folder.NewFolder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var input = worker.StandardInput.BaseStream;
        if (inTheMiddle)
        {
            var bytes = HostilePictures.ScanBomb(7700, 200); // half a minute of work
            await input.WriteAsync(PictureProtocol.Head(new PictureQuestion(FileKind.Jpeg, 7700, 7700, bytes.Length)), Cancel);
            await using var pieces = new PieceWriter(input);
            await pieces.WriteAsync(bytes, Cancel);
            await pieces.EndAsync(Cancel);
        }

        Assert.Equal(PictureProtocol.Ready, worker.StandardOutput.BaseStream.ReadByte());
        input.Close();
        await worker.WaitForExitAsync(Cancel);

        Assert.Equal(0, await worker.StandardOutput.BaseStream.ReadAsync(new byte[1], Cancel)); // no answer: it didn't stay to finish
        Assert.True(!inTheMiddle || !Directory.Exists(worker.StartInfo.WorkingDirectory));
    }

    [Fact]
    public async Task NoProgramToStart_IsNotThePicturesFault()
    {
        using var workers = new PictureWorkers(
            new() { PrivateFolder = _root.Path }, _folder.NewFile, () => _root["gone"], TimeProvider.System);

        Assert.IsType<PictureOutcome.NotNow>(await CleanAsync(workers, Samples.Document()));
        Assert.False(workers.CanStart);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _root.Dispose();
    }

    private PictureWorkers Workers(IntakeOptions? options = null, TimeProvider? time = null, int cpuSeconds = PictureWorker.MaxCpuSeconds) =>
        new(options ?? new() { PrivateFolder = _root.Path }, _folder.NewFile, _folder.NewFolder, time ?? TimeProvider.System, cpuSeconds);

    private static Task<PictureOutcome> CleanAsync(PictureWorkers workers, byte[] picture, Action? beforeTheEnd = null)
    {
        var file = FileSniffer.Read(new MemoryStream(picture));
        return workers.CleanAsync(new PictureQuestion(file.Kind, file.Width, file.Height, picture.Length), async (worker, cancellationToken) =>
        {
            await worker.WriteAsync(picture.AsMemory(0, picture.Length - 1), cancellationToken);
            beforeTheEnd?.Invoke();
            await worker.WriteAsync(picture.AsMemory(picture.Length - 1), cancellationToken);
        });
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>The workers of this test: by the folder that they work in.</summary>
    private List<int> Children() => OperatingSystem.IsLinux()
        ? [.. Directory.EnumerateDirectories("/proc").Where(Works).Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))]
        : throw new NotSupportedException();

    private bool Works(string process)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0])
                && new FileInfo(Path.Combine(process, "cwd")).LinkTarget is { } folder && folder.StartsWith(_folder.Path, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // gone meanwhile
        }
    }
}
