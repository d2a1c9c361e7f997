using System.Globalization;

namespace MissingPackage.Documents.Intake.Decoding;

/// <summary>
/// The process that decodes pictures, so that no picture can take the server's memory, its time or its life. It gets bytes and
/// gives bytes, and ends when the server does.
/// </summary>
internal static class PictureWorker
{
    /// <summary>
    /// Processor time of one picture. The largest that is taken, 60 megapixels of HEIC, needs a third of it on a slow core.
    /// </summary>
    public const int MaxCpuSeconds = 15;

    // What a picture may take beside its pixels in ImageMagick: a decoder's own copy of them (libwebp: 4 bytes a pixel; a
    // progressive JPEG's coefficients: 6; libheif: its tiles and the picture they make, 6), the shrunken copy, and our own arrays.
    private const long DecoderBytesPerPixel = 8;
    private const long RoomBytes = 160L << 20;

    /// <summary>Its own folder, which the server makes and takes away.</summary>
    private static string Folder => Environment.CurrentDirectory;

    /// <summary>How a server starts it: the limits it hands over, in the order of <see cref="Arguments"/>.</summary>
    /// <returns>The exit code; 0 when the server closed the pipe.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments.Length != 5 || !Array.TrueForAll(arguments, argument => long.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            Console.Error.WriteLine("This is the part of MissingPackage that decodes pictures. The web application starts it by itself.");
            return 2;
        }

        var numbers = Array.ConvertAll(arguments, argument => long.Parse(argument, CultureInfo.InvariantCulture));
        var options = new IntakeOptions { MaxSide = (int)numbers[0], MaxEdge = (int)numbers[1], MaxPixels = numbers[2], MaxFileBytes = numbers[3] };
        var cleaner = new ImageCleaner(options);
        ProcessLimits.AllowFiles(options.MaxFileBytes);
        ProcessLimits.AllowMemory((options.MaxPixels * DecoderBytesPerPixel) + MagickGuards.BytesOf(options) + options.MaxFileBytes + RoomBytes);
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        Serve(cleaner, new ServerPipe(input), output, (int)numbers[4]);
        return 0;
    }

    /// <summary>The command line that <see cref="Run"/> understands.</summary>
    public static IEnumerable<string> Arguments(IntakeOptions options, int cpuSeconds) =>
        new[] { options.MaxSide, options.MaxEdge, options.MaxPixels, options.MaxFileBytes, cpuSeconds }.Select(number => number.ToString(CultureInfo.InvariantCulture));

    private static void Serve(ImageCleaner cleaner, ServerPipe input, Stream output, int cpuSeconds)
    {
        output.WriteByte(PictureProtocol.Ready);
        output.Flush();
        var head = new byte[PictureProtocol.HeadBytes];
        while (input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            ProcessLimits.AllowCpu(cpuSeconds);
            using var page = new MemoryStream();
            var answer = cleaner.Clean(PictureProtocol.Question(head), new PieceReader(input), input.WatchForEnd, page);
            output.Write(PictureProtocol.Head(answer));
            using var pieces = new PieceWriter(output);
            pieces.Write(page.GetBuffer().AsSpan(0, (int)page.Length));
            pieces.End();
        }
    }

    /// <summary>
    /// The server's end of the pipe. While nothing is expected from it, one byte of the next question is read ahead: when the
    /// end comes instead, the server is gone, and so is this process, in the middle of a picture as well.
    /// </summary>
    private sealed class ServerPipe(Stream input) : Stream
    {
        private readonly byte[] _ahead = new byte[1];
        private Task? _watch;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void WatchForEnd() => _watch ??= Task.Factory.StartNew(ReadAhead, TaskCreationOptions.LongRunning);

        public override int Read(Span<byte> buffer)
        {
            if (_watch is null || buffer.IsEmpty)
            {
                return input.Read(buffer);
            }

            _watch.GetAwaiter().GetResult();
            _watch = null;
            buffer[0] = _ahead[0];
            return 1;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private void ReadAhead()
        {
            if (input.Read(_ahead) == 0)
            {
                try
                {
                    Directory.Delete(Folder, recursive: true); // nobody else does
                }
                finally
                {
                    ProcessLimits.Die();
                }
            }
        }
    }
}
