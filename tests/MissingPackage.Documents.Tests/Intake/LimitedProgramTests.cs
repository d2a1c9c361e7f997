using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class LimitedProgramTests
{
    [Fact]
    public async Task Limits_AreTheProgramsOwn()
    {
        var limits = await OutputAsync("/bin/cat", "/proc/self/limits");

        string[] Of(string name) => limits.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[26..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["3", "4"], Of("Max cpu time")[..2]); // a signal that says so, and a second later one that ends it for sure
        Assert.Equal(["0", "0"], Of("Max file size")[..2]);
        Assert.Equal(["0", "0"], Of("Max core file size")[..2]);
        Assert.Equal(["500000000", "500000000"], Of("Max address space")[..2]);
    }

    [Fact]
    public async Task AWriteToAFile_FailsAndDoesNotEndIt()
    {
        var ended = await RunAsync(
            ["/bin/sh", "-c", "echo plain > written; cat written; echo alive"], _ => Task.CompletedTask, LimitedProgram.ReadStartAsync);

        Assert.Equal((0, "alive\n"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task WhereTheReaderHasDied_DrawingEnds()
    {
        // What is left of its pipes when this process is killed.
        var draw = $"{FakeTools.PathOf("pdftoppm")} -jpeg -scale-to 2400 -";
        string[] command = ["/bin/sh", "-c", $"{{ {draw}; echo \"ended $?\" >&2; }} | {FakeTools.PathOf("head")} -c 100 > /dev/null"];

        var ended = await RunAsync(command, pipe => pipe.WriteAsync(PdfSamples.WithPages(20)).AsTask(), LimitedProgram.ReadStartAsync);

        Assert.Contains("ended ", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("ended 0", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingOfOurEnvironment_IsPassedOn()
    {
        var environment = await OutputAsync("/usr/bin/env");

        // The shell adds some of its own.
        string[] names = [.. environment.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0])];
        string[] passed = [.. names.Where(name => name is not ("PWD" or "OLDPWD" or "SHLVL" or "_")).Order(StringComparer.Ordinal)];
        Assert.Equal(["HOME", "LC_ALL", "TMPDIR"], passed);
    }

    [Fact]
    public async Task WhatItDoesNotRead_IsNoError()
    {
        var ended = await RunAsync(["/bin/true"], pipe => FeedEndlesslyAsync(pipe), LimitedProgram.ReadStartAsync);

        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task EndOfItsInput_EndsIt()
    {
        var ended = await RunAsync(["/bin/cat"], pipe => pipe.WriteAsync("abc"u8.ToArray()).AsTask(), LimitedProgram.ReadStartAsync);

        Assert.Equal((0, "abc"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task MoreThanItsReaderWants_EndsIt()
    {
        var ended = await RunAsync(["/bin/cat", "/dev/zero"], _ => Task.CompletedTask, _ => Task.FromResult("enough"));

        Assert.Equal(("enough", true), (ended.Output, ended.ExitCode != 0));
    }

    [Fact]
    public async Task OfALongAnswer_TheStartOrTheEndIsKept()
    {
        string[] command = ["/bin/sh", "-c", "echo begin; head -c 300000 /dev/zero; echo; echo end"];

        var start = await RunAsync(command, _ => Task.CompletedTask, LimitedProgram.ReadStartAsync);
        var end = await RunAsync(command, _ => Task.CompletedTask, LimitedProgram.ReadEndAsync);

        Assert.StartsWith("begin\n", start.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nend\n", end.Output, StringComparison.Ordinal);
        Assert.Equal((65_536, 65_536), (start.Output.Length, end.Output.Length));
    }

    [Fact]
    public async Task ExceptionOfItsReader_EndsItToo() => await Assert.ThrowsAsync<IOException>(() =>
        RunAsync<string>(["/bin/cat", "/dev/zero"], FeedEndlesslyAsync, _ => throw new IOException("full")));

    private static async Task FeedEndlesslyAsync(Stream pipe)
    {
        try
        {
            while (true)
            {
                await pipe.WriteAsync(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // It reads no more.
        }
    }

    private static async Task<string> OutputAsync(params string[] command) =>
        (await RunAsync(command, _ => Task.CompletedTask, LimitedProgram.ReadStartAsync)).Output;

    private static async Task<Ended<T>> RunAsync<T>(string[] command, Func<Stream, Task> feed, Func<Stream, Task<T>> read)
    {
        FakeTools.Require();
        using var folder = new TempFolder();
        var programs = new LimitedProgram(FakeTools.PathOf("sh"), FakeTools.PathOf("prlimit"));
        return (await programs.RunAsync(command, (3, 500_000_000), folder.Path, feed, read, TestContext.Current.CancellationToken))!;
    }
}
