using System.Globalization;
using System.Runtime.InteropServices;

namespace MissingPackage.Documents.Intake.Decoding;

/// <summary>
/// What the kernel lets this process take (setrlimit(2)): the last word, below whatever a decoder believes of itself. On Linux
/// only; elsewhere ImageMagick's own limits and the server's clock have to do.
/// </summary>
internal static partial class ProcessLimits
{
    // From bits/resource.h and sys/resource.h.
    private const int Cpu = 0;
    private const int FileSize = 1;
    private const int Core = 4;
    private const int AddressSpace = 9;
    private const int ThisProcess = 0;

    /// <summary>Lets it write no file beyond this size, and no core dump, which would be a plain copy of a picture.</summary>
    /// <param name="bytes">Of one file.</param>
    public static void AllowFiles(long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            Set(FileSize, (ulong)bytes, (ulong)bytes);
            Set(Core, 0, 0);
        }
    }

    /// <summary>Lets it take so much memory beside what it has: an allocation beyond fails.</summary>
    /// <param name="bytes">Of address space.</param>
    public static void AllowMemory(long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            var pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture);
            var most = (ulong)((pages * Environment.SystemPageSize) + bytes);
            Set(AddressSpace, most, most);
        }
    }

    /// <summary>Lets it compute so long from now on: SIGXCPU ends it then.</summary>
    /// <param name="seconds">Of processor time, to the second above.</param>
    public static void AllowCpu(int seconds)
    {
        if (OperatingSystem.IsLinux() && Usage(ThisProcess, out var used) == 0)
        {
            Set(Cpu, (ulong)(used.UserSeconds + used.SystemSeconds + 1 + seconds), ulong.MaxValue);
        }
    }

    /// <summary>Ends this process at once, whatever its other threads are doing.</summary>
    public static void Die()
    {
        if (OperatingSystem.IsLinux())
        {
            Exit(0);
        }

        Environment.Exit(0);
    }

    private static void Set(int resource, ulong soft, ulong hard)
    {
        var limit = new Limit { Soft = soft, Hard = hard };
        if (SetLimit(resource, in limit) != 0)
        {
            throw new InvalidOperationException($"The limit {resource} can't be set (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Usage(int who, out ResourceUsage usage);

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Exit(int status);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    // struct rusage: two struct timeval, then 14 numbers that are of no use here.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
