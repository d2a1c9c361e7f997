using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Orders;
using MissingPackage.Data;
using MissingPackage.Data.Orders;

namespace MissingPackage.Web.Composition;

/// <summary>
/// <c>import-orders FILE [--dry-run] [--map fact=column]…</c>: the import of the desk's page, for schedules and big files.
/// It ends with 0 where every row is good, 1 where some are bad or the file breaks off, and 2 where it didn't begin.
/// </summary>
public static class ImportOrdersCommand
{
    public const string Name = "import-orders";

    private const int ErrorsShown = 100;

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1);

    private static string Usage =>
        $"Usage: {Name} FILE [--dry-run] [--map FACT=COLUMN]…{Environment.NewLine}"
        + $"Facts: {string.Join(", ", OrderFields.All.Select(OrderFields.Option))}. A column is its name in the first line, or its number from 1; FACT= leaves it out.";

    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output)
    {
        string? path = null;
        var dryRun = false;
        var choices = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--dry-run":
                    dryRun = true;
                    break;
                case "--map" when i + 1 < args.Length:
                    choices.Add(args[++i]);
                    break;
                case var file when path is null && !file.StartsWith('-'):
                    path = file;
                    break;
                default:
                    await output.WriteLineAsync(Usage);
                    return 2;
            }
        }

        if (path is null || !File.Exists(path))
        {
            await output.WriteLineAsync(path is null ? Usage : $"There is no file {path}.");
            return 2;
        }

        try
        {
            return await ImportAsync(services, path, dryRun, choices, output);
        }
        catch (OrderFileException unreadable)
        {
            await output.WriteLineAsync(unreadable.Message);
            return 2;
        }
    }

    private static async Task<int> ImportAsync(IServiceProvider services, string path, bool dryRun, List<string> choices, TextWriter output)
    {
        using var stop = new CancellationTokenSource();
        void Stop(object? sender, ConsoleCancelEventArgs pressed)
        {
            pressed.Cancel = true;
            stop.Cancel();
        }

        await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        OrderMapping mapping;
        await using (var file = await OrderFile.OpenAsync(content, stop.Token))
        {
            mapping = OrderMapping.Guess(file.Headers);
            var problems = choices.Select(choice => Choose(mapping, choice, file.Headers)).OfType<string>()
                .Concat(mapping.Problems(file.Headers.Count).Select(found => found.Problem)).ToList();
            foreach (var field in OrderFields.All)
            {
                await output.WriteLineAsync($"  {OrderFields.Title(field)}: {(mapping[field] is { } column && column < file.Headers.Count ? $"“{file.Headers[column]}”" : "not in this list")}");
            }

            if (problems.Count > 0)
            {
                await output.WriteLineAsync(string.Join(Environment.NewLine, problems.Append($"Columns: {string.Join(", ", file.Headers.Select(h => $"“{h}”"))}").Append(Usage)));
                return 2;
            }
        }

        content.Position = 0;
        await using var scope = services.CreateAsyncScope();
        var imports = scope.ServiceProvider.GetRequiredService<OrderImports>();
        if (await imports.BeginCommandAsync(Path.GetFileName(path), content.Length, mapping, dryRun, stop.Token) is not { } import)
        {
            await output.WriteLineAsync($"Another import is running, or one was killed less than {OrderImports.Patience.TotalMinutes:0} minutes ago. Try again when it has ended.");
            return 2;
        }

        Console.CancelKeyPress += Stop;
        try
        {
            await scope.ServiceProvider.GetRequiredService<OrderImporter>().RunAsync(import, content, Teller(content.Length, output), stop.Token);
        }
        catch (OperationCanceledException)
        {
            await imports.StopAsync(import.Id, CancellationToken.None);
        }
        catch
        {
            await imports.FailAsync(import, "A fault ended it. Import the file again: a repeat does no harm.", CancellationToken.None);
            throw;
        }
        finally
        {
            Console.CancelKeyPress -= Stop;
        }

        return await ReportAsync(scope.ServiceProvider.GetRequiredService<MissingPackageContext>(), import.Id, output);
    }

    /// <returns>What is wrong with the choice, or null.</returns>
    private static string? Choose(OrderMapping mapping, string choice, IReadOnlyList<string> headers)
    {
        var (option, column) = choice.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (choice[..at], choice[(at + 1)..].Trim()) : (choice, "");
        if (OrderFields.Named(option.Trim()) is not { } field)
        {
            return $"There is no fact “{option}”.";
        }

        var named = headers.Select((name, i) => (name, i)).Where(h => string.Equals(h.name, column, StringComparison.OrdinalIgnoreCase)).Select(h => (int?)h.i).FirstOrDefault();
        mapping[field] = column.Length == 0 ? null : named ?? (int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : null);
        return column.Length > 0 && mapping[field] is null ? $"The file has no column “{column}”." : null;
    }

    private static Action<OrderImportCounts> Teller(long length, TextWriter output)
    {
        var last = Environment.TickCount64;
        return counts =>
        {
            if (Environment.TickCount64 - last >= BetweenLines.TotalMilliseconds)
            {
                last = Environment.TickCount64;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{Math.Min(99, counts.BytesRead * 100 / Math.Max(1, length))}%: {counts.RowsRead:N0} rows read, {counts.Bad:N0} bad"));
            }
        };
    }

    private static async Task<int> ReportAsync(MissingPackageContext database, Guid id, TextWriter output)
    {
        var import = await database.OrderImports.AsNoTracking().SingleAsync(i => i.Id == id);
        var errors = await database.OrderImportErrors.AsNoTracking().Where(e => e.ImportId == id).OrderBy(e => e.Id).Take(ErrorsShown).ToListAsync();
        foreach (var error in errors)
        {
            await output.WriteLineAsync($"Line {error.Line}{(error.Column.Length > 0 ? $", “{error.Column}”" : "")}: {error.Problem}");
        }

        if (import.Errors > errors.Count)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"These are the first {errors.Count} of {import.Errors:N0} errors; more are at /admin/orders/{id}."));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{(import.DryRun ? "Checked, nothing written" : import.State == OrderImportState.Done ? "Imported" : "Ended early")}: {import.RowsRead:N0} rows, {import.Added:N0} new, {import.Changed:N0} changed, {import.Unchanged:N0} unchanged, {import.TooOld:N0} too old, {import.Bad:N0} bad."));
        if (import.Problem is not null)
        {
            await output.WriteLineAsync(import.Problem);
        }

        return import is { State: OrderImportState.Done, Bad: 0 } ? 0 : 1;
    }
}
