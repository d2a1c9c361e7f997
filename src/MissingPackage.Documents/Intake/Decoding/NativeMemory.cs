using System.Runtime.InteropServices;

namespace MissingPackage.Documents.Intake.Decoding;

/// <summary>
/// How glibc hands out memory, which is where pictures are decoded. By itself it learns to keep blocks of up to 32 MB once one
/// was freed, in an arena of each thread: twenty photos later the process holds what two at a time need, several times over.
/// </summary>
internal static partial class NativeMemory
{
    // From malloc.h.
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    private const int OneMegabyte = 1 << 20;

    /// <summary>Has every block of a megabyte and more given back to the system the moment it is freed, and keeps arenas few.</summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Set(MmapThreshold, OneMegabyte);
            _ = Set(ArenaMax, Environment.ProcessorCount);
        }
        catch (EntryPointNotFoundException)
        {
            // musl, which Alpine has: it gives back by itself, and has no such setting.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(int setting, int value);
}
