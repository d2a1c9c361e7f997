using System.Runtime.InteropServices;

namespace MissingPackage.Documents.Intake.Decoding;

/// <summary>Bytes that leave memory the moment they are disposed: an array of 15 MB stays until the collector looks for it.</summary>
internal sealed unsafe class NativeBytes(int length) : IDisposable
{
    private nint _bytes = Marshal.AllocHGlobal(length);

    /// <summary>All of them. Not to be used once this is disposed.</summary>
    public Span<byte> Span => new((void*)_bytes, length);

    /// <summary>Reads them from the first. To be disposed before this is.</summary>
    public Stream OpenRead() => new UnmanagedMemoryStream((byte*)_bytes, length);

    public void Dispose()
    {
        Marshal.FreeHGlobal(_bytes);
        _bytes = 0;
    }
}
