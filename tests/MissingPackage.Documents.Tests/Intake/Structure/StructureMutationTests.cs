using ImageMagick;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Intake.Structure;

namespace MissingPackage.Documents.Tests.Intake.Structure;

/// <summary>Good files, damaged at random from fixed seeds: always an answer, and parts that lie within the file.</summary>
public sealed class StructureMutationTests
{
    private const int Times = 4000;

    [Theory]
    [InlineData(FileKind.Jpeg)]
    [InlineData(FileKind.Png)]
    [InlineData(FileKind.WebP)]
    public void Pictures(FileKind kind) => Mutate(kind, Samples.As(Filtered.Format(kind), Samples.Document(220, 200)));

    [Fact]
    public void Progressive() => Mutate(
        FileKind.Jpeg, Samples.As(MagickFormat.Jpeg, Samples.Document(220, 200), image => image.Settings.Interlace = Interlace.Jpeg));

    [Fact]
    public void ExtendedWebP() => Mutate(
        FileKind.WebP, Samples.As(MagickFormat.WebP, Samples.Document(220, 200), image => image.SetProfile(ColorProfiles.SRGB)));

    [Fact]
    public async Task Heic() => Mutate(FileKind.Heic, (await HeicWriter.GridAsync(2, 1, 500, 250)).Write());

    [Theory]
    [InlineData(FileKind.Jpeg)]
    [InlineData(FileKind.Png)]
    [InlineData(FileKind.WebP)]
    [InlineData(FileKind.Heic)]
    public void Noise(FileKind kind)
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var noise = new byte[random.Next(3000)];
            random.NextBytes(noise);
            Filtered.Fault(kind, noise);
        }
    }

    private static void Mutate(FileKind kind, byte[] good)
    {
        var faults = new HashSet<StructureFault>();
        for (var seed = 0; seed < Times; seed++)
        {
            var random = new Random(seed);
            var bad = good.ToArray();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                var at = random.Next(random.Next(4) > 0 ? Math.Min(bad.Length, 900) : bad.Length);
                bad[at] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            }

            faults.Add(Filtered.Fault(kind, random.Next(4) == 0 ? bad[..random.Next(bad.Length)] : bad));
        }

        Assert.Superset(new HashSet<StructureFault> { StructureFault.None, StructureFault.CutShort, StructureFault.Damaged }, faults);
    }
}
