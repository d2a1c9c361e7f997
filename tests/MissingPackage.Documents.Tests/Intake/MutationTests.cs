using ImageMagick;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

/// <summary>Alone in the process, since it watches the process's memory.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

/// <summary>Good files, damaged at random from fixed seeds: always an outcome, never an exception, a hang or memory kept.</summary>
[Collection(typeof(Alone))]
public sealed class MutationTests(IntakeFixture intake)
{
    private const long MaxGrowth = 100 << 20;

    [Theory]
    [InlineData(MagickFormat.Jpeg, 250)]
    [InlineData(MagickFormat.Png, 250)]
    [InlineData(MagickFormat.WebP, 250)]
    public async Task Pictures(MagickFormat format, int times) => await MutateAsync(Samples.As(format, Samples.Document(420, 300)), times);

    [Fact]
    public async Task Heic() => await MutateAsync(await HeicSamples.OfAsync(Samples.As(MagickFormat.Jpeg, Samples.Document(420, 300))), times: 200);

    [Fact]
    public async Task Pdf()
    {
        Assert.SkipWhen(PopplerTools.Find() is null, "poppler-utils is not installed.");

        await MutateAsync(PdfSamples.WithPages(1), times: 50);
    }

    private async Task MutateAsync(byte[] good, int times)
    {
        Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(good));
        var before = 0L;
        for (var seed = 0; seed < times; seed++)
        {
            var outcome = await intake.ExamineAsync(Mutate(good, new Random(seed)));

            Assert.True(outcome is IntakeOutcome.Cleaned or IntakeOutcome.Refused, $"seed {seed}: {outcome}");
            if (seed == times / 4)
            {
                before = MemoryInUse(); // by now the pools are as large as they get
            }
        }

        Assert.InRange(MemoryInUse() - before, long.MinValue, MaxGrowth);
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bad = good.ToArray();

        // Headers are where a decoder can be led astray, so half of the damage goes there.
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            bad[random.Next(random.Next(2) == 0 ? Math.Min(bad.Length, 700) : bad.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
        }

        return random.Next(6) switch
        {
            0 => bad[..random.Next(1, bad.Length)],
            1 => [.. bad, .. bad],
            2 => Doubled(bad, random.Next(bad.Length)),
            _ => bad,
        };
    }

    private static byte[] Doubled(byte[] bytes, int at)
    {
        var part = bytes.AsSpan(at, Math.Min(500, bytes.Length - at));
        return [.. bytes[..at], .. part, .. bytes[at..]];
    }

    private static long MemoryInUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
