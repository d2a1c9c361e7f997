using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MissingPackage.Documents.Vault;

/// <summary>The two things that .NET does not offer on Unix: a rename that cannot overwrite, and flushing a folder.</summary>
internal static partial class UnixFiles
{
    private const int NotPermitted = 1;
    private const int Exists = 17;
    private const int ReadOnlyAndCloseOnExec = 0x80000;

    /// <summary>Gives a file a second name, in one step. File.Move without overwrite looks first and renames after, so two can win.</summary>
    /// <returns>False where the name is taken; null where the file system has no links (FAT, some shares).</returns>
    /// <exception cref="IOException">Anything else, with errno as its HResult, as .NET's own have.</exception>
    public static bool? TryLink(string existing, string added)
    {
        if (NativeLink(existing, added) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error == Exists)
        {
            return false;
        }

        const int notSupportedLinux = 95, notSupportedMac = 45;
        return error is NotPermitted or notSupportedLinux or notSupportedMac
            ? null
            : throw new IOException(new Win32Exception(error).Message, error);
    }

    /// <summary>Makes the names in a folder survive a crash. Best effort: some file systems refuse it.</summary>
    public static void FlushFolder(string folder)
    {
        // O_CLOEXEC has this value on Linux only; elsewhere plain O_RDONLY does.
        var descriptor = NativeOpen(folder, OperatingSystem.IsLinux() ? ReadOnlyAndCloseOnExec : 0);
        if (descriptor >= 0)
        {
            _ = NativeFlush(descriptor);
            _ = NativeClose(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NativeLink(string existing, string added);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NativeOpen(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NativeFlush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NativeClose(int descriptor);
}
