using System.Globalization;
using MissingPackage.Benchmarks;

// Each benchmark is a name after "--" and prints lines such as "intake.ratio = 1.18", so that scripts can read them.
switch (args)
{
    case ["all"]:
        // The report of docs/performance.md: one run, one after the other.
        await IntakeBenchmark.RunAsync();
        await QueueBenchmark.RunAsync(100);
        await ImportBenchmark.RunAsync();
        var web = await WebBenchmark.RunAsync();
        StatementBenchmark.Run(path: null); // these two stay on one core, and the process with them
        PacketBenchmark.Run(path: null);
        return web ? 0 : 1;
    case ["intake"]:
        await IntakeBenchmark.RunAsync();
        return 0;
    case ["queue", .. var repeats]:
        await QueueBenchmark.RunAsync(repeats is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 100);
        return 0;
    case ["import"]:
        await ImportBenchmark.RunAsync();
        return 0;
    case ["web"]:
        return await WebBenchmark.RunAsync() ? 0 : 1;
    case ["statement"]:
        StatementBenchmark.Run(path: null);
        return 0;
    case ["statement", "--out", var path]:
        StatementBenchmark.Run(path);
        return 0;
    case ["packet"]:
        PacketBenchmark.Run(path: null);
        return 0;
    case ["packet", "--out", var path]:
        PacketBenchmark.Run(path);
        return 0;
    default:
        Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/MissingPackage.Benchmarks -- (all | intake | queue [repeats] | import | web | statement [--out FILE] | packet [--out FILE])");
        return 2;
}
