using ImageMagick;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Intake.Structure;

namespace MissingPackage.Documents.Tests.Intake.Structure;

/// <summary>Files are decrypted while they are read: each byte once, from front to back.</summary>
public sealed class StructureCostTests
{
    private const int Blocks = 4 * 64 * 1024;
    private const int Filling = 5_000_000;

    [Theory]
    [InlineData(FileKind.Jpeg)]
    [InlineData(FileKind.Png)]
    [InlineData(FileKind.WebP)]
    [InlineData(FileKind.Heic)]
    public async Task EachByteIsReadOnce(FileKind kind)
    {
        var file = kind == FileKind.Heic
            ? (await HeicWriter.GridAsync(3, 2, 700, 500)).Write()
            : Samples.As(Filtered.Format(kind), Samples.Document(3000, 2000));
        using var stream = new CountingStream(file);

        Assert.Equal(StructureFault.None, PictureStructure.Read(kind, stream).Fault);
        Assert.InRange(stream.BytesRead, 1, file.Length + Blocks);
        Assert.InRange(stream.Seeks, 0, 10);
    }

    [Theory]
    [InlineData(FileKind.Jpeg)] // 2.5 million stuffed bytes
    [InlineData(FileKind.Png)] // 400,000 chunks of nothing
    public void ManySmallThings(FileKind kind)
    {
        var good = Samples.As(Filtered.Format(kind), Samples.Document(420, 300));
        byte[] file = kind == FileKind.Jpeg
            ? [.. good[..^2], .. Enumerable.Repeat<byte[]>([0xFF, 0], Filling / 2).SelectMany(pair => pair), .. good[^2..]]
            : [.. good[..33], .. Enumerable.Repeat(Samples.PngChunk("IDAT"u8, []), Filling / 12).SelectMany(chunk => chunk), .. good[33..]];
        using var stream = new CountingStream(file);

        var fault = PictureStructure.Read(kind, stream).Fault;

        Assert.Equal(kind == FileKind.Jpeg ? StructureFault.None : StructureFault.NoCameraMakesThis, fault);
        Assert.InRange(stream.BytesRead, 1, file.Length + Blocks);
    }

    [Fact]
    public async Task CopyGoesForwardToo()
    {
        var file = Samples.As(MagickFormat.Jpeg, Samples.Document(3000, 2000), image => image.SetProfile(ColorProfiles.AdobeRGB1998));
        using var stream = new CountingStream(file);
        var structure = PictureStructure.Read(FileKind.Jpeg, stream);
        var read = stream.BytesRead;
        using var copy = new MemoryStream();

        await structure.CopyAsync(stream, copy, TestContext.Current.CancellationToken);

        Assert.InRange(stream.BytesRead - read, 1, file.Length);
        Assert.InRange(stream.Seeks, 1, 4);
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public long BytesRead { get; private set; }

        public int Seeks { get; private set; }

        public override long Position
        {
            get => base.Position;
            set
            {
                Seeks++;
                base.Position = value;
            }
        }

        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            BytesRead += read;
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return Read(buffer.Span);
        }
    }
}
