using System.Diagnostics;

namespace MissingPackage.Benchmarks;

/// <summary>Times of what runs on one core.</summary>
internal static class OneCore
{
    /// <summary>One core from here on, whatever the machine has.</summary>
    public static void Stay()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            Process.GetCurrentProcess().ProcessorAffinity = 1;
        }
    }

    /// <summary>Seconds that it takes, on the average of some repeats.</summary>
    public static double Time(int repeats, Action act)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
        {
            act();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }
}
