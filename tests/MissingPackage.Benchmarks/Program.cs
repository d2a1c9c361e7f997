using MissingPackage.Benchmarks;

// Each benchmark is a name after "--" and prints lines such as "intake.ratio = 1.18", so that scripts can read them.
switch (args)
{
    case ["intake"]:
        await IntakeBenchmark.RunAsync();
        return 0;
    case ["queue"]:
        await QueueBenchmark.RunAsync(repeats: 100);
        return 0;
    default:
        Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/MissingPackage.Benchmarks -- intake|queue");
        return 2;
}
