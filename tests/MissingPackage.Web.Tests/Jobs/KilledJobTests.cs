using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Application.Settings;
using MissingPackage.Data.Sqlite;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.Packets;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Jobs;

/// <summary>
/// The node dies in the middle of a job: before its first word to the database, after it, before the second, and so on.
/// From a dead node nothing more reaches the database. Whatever was half done, the next run ends as if nothing had happened.
/// </summary>
public sealed class KilledJobTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_WhenTheNodeDiesAtEachStepInTurn_EndAsIfItHadNot()
    {
        var (unharmed, _) = await LiveAsync(new Death());
        var death = new Death { Comes = true };
        var (killed, deaths) = await LiveAsync(death);

        Assert.Equal(unharmed, killed);
        // In the middle of every job that says more to the database than one question.
        Assert.All(deaths, job => Assert.True(job.Value >= 2, $"{job.Key} was killed {job.Value} times."));
        Assert.Equal(JobPlan.All.Select(plan => plan.Name).Order(StringComparer.Ordinal), deaths.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>A few weeks of a small site.</summary>
    /// <returns>All that is promised, done and stored at their end, and how often each job was killed.</returns>
    private static async Task<(string Books, IReadOnlyDictionary<string, int> Deaths)> LiveAsync(Death death)
    {
        await using var clamd = new Clamd();
        await using var application = QuietApplication.And(("Intake:Clamd", clamd.Socket));
        application.Where(services => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(death)));
        var deaths = new Dictionary<string, int>(StringComparer.Ordinal);

        async Task RunAsync<TJob>(Func<TJob, Task> run, int stride = 1)
            where TJob : notnull
        {
            deaths.TryAdd(typeof(TJob).Name, 0);
            for (var step = stride - 1; death.Comes; step += stride)
            {
                death.ComesAfter(step / 2, saysItFirst: step % 2 == 1);
                try
                {
                    await using var node = application.Services.CreateAsyncScope();
                    await run(node.ServiceProvider.GetRequiredService<TJob>());
                }
                catch (Exception end) when (death.Came)
                {
                    Assert.IsNotType<OutOfMemoryException>(end);
                }

                if (!death.Came)
                {
                    break;
                }

                deaths[typeof(TJob).Name]++;
                death.IsOver();
            }

            death.IsOver();
            await using var next = application.Services.CreateAsyncScope();
            await run(next.ServiceProvider.GetRequiredService<TJob>());
        }

        // Two who send nothing, two whose photos wait for the scanner, and two whose request ends early.
        var silent = application.NewCustomer();
        await silent.OpenRequestAsync(Order(1));
        await application.NewCustomer().OpenRequestAsync(Order(2));
        foreach (var order in new[] { 3, 4 })
        {
            var customer = application.NewCustomer();
            await customer.OpenRequestAsync(Order(order));
            await customer.SendStatementAsync(Files.Photo());
            await customer.SendPhotoIdAsync(Files.Photo());
        }

        await clamd.StartAsync();
        foreach (var order in new[] { 5, 6 })
        {
            var customer = application.NewCustomer();
            var reference = await customer.BringToReviewAsync(Order(order));
            var agent = await application.NewAgentAsync();
            await agent.AcceptAsync(reference);
            await agent.MaskAsync(reference);
            await agent.TakeAsync(application, reference, "zip");
        }

        application.Time.Advance(TimeSpan.FromMinutes(5));

        // Seldom enough: a file of which three checks killed the node is refused, and its sender told.
        await RunAsync<FinishDocumentsJob>(job => job.FinishAsync(Cancellation), stride: 19);
        await CloseADayAsync(application);
        await RunAsync<ExtendDeadlinesJob>(job => job.ExtendAsync(Cancellation));
        application.Time.SetUtcNow(new(2026, 7, 6, 16, 0, 0, TimeSpan.Zero));
        await RunAsync<RemindJob>(job => job.RemindAsync(Cancellation));
        application.Time.SetUtcNow(new(2026, 7, 13, 16, 0, 0, TimeSpan.Zero));
        await RunAsync<MarkLateJob>(job => job.MarkAsync(Cancellation));
        await RunAsync<AskSellerJob>(job => job.AskAsync(Cancellation));
        await RunAsync<ErasePacketsJob>(job => job.EraseAsync(Cancellation));
        application.Time.SetUtcNow(new(2026, 8, 26, 16, 0, 0, TimeSpan.Zero));
        await RunAsync<FilingDayJob>(job => job.WarnAsync(Cancellation));

        await CloseAllAsync(application);
        application.Time.Advance(TimeSpan.FromDays(120));
        await RunAsync<EraseJob>(job => job.EraseAsync(Cancellation));
        await RunAsync<VerifyHistoryJob>(job => job.VerifyAsync(Cancellation));
        var vault = application.Services.GetRequiredService<DocumentVault>();
        foreach (var number in new[] { 1, 2 })
        {
            var name = $"requests/{number:d32}/{number:d32}/original";
            await vault.StoreAsync(name, [1, 2, 3], Cancellation);
            File.SetLastWriteTimeUtc(Path.Combine(application.DocumentsFolder, name), application.Now.AddDays(-1));
        }

        await RunAsync<SweepJob>(job => job.SweepAsync(Cancellation));
        return (await BooksAsync(application), deaths);
    }

    private static Story Order(int number) => new()
    {
        OrderNumber = string.Create(CultureInfo.InvariantCulture, $"SAMPLE-{number}"),
        Email = string.Create(CultureInfo.InvariantCulture, $"sample{number}@example.com"),
    };

    private static async Task CloseADayAsync(MissingPackageApplication application)
    {
        await using var scope = application.Services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<SettingsEditor>().ChangeAsync(
            ClosedDays.Key, 0, new ClosedDays([new Closure(new(2026, 7, 6), "Sample closure")]), "agent@example.com", Cancellation);
        Assert.Equal(SaveOutcome.Saved, outcome);
    }

    /// <summary>The two with the seller turn up; the rest is abandoned in time.</summary>
    private static Task<int> CloseAllAsync(MissingPackageApplication application) => application.AskAsync(async database =>
    {
        foreach (var request in await database.Requests.Include(r => r.Documents).Include(r => r.Events).Where(r => r.Status == RequestStatus.WithSeller).ToListAsync(Cancellation))
        {
            request.MarkFound(null, Actor.Customer, application.Now);
        }

        return await database.SaveChangesAsync(Cancellation);
    });

    /// <summary>Everything, without what is drawn by lot.</summary>
    private static async Task<string> BooksAsync(MissingPackageApplication application)
    {
        var requests = await application.AskAsync(database => database.Requests.AsNoTracking().Include(r => r.Documents).Include(r => r.Events).ToListAsync(Cancellation));
        var outbox = await application.AskAsync(database => database.Outbox.AsNoTracking().ToListAsync(Cancellation));
        var lines = requests.OrderBy(r => r.Order.Number, StringComparer.Ordinal).SelectMany(request => new[]
        {
            $"{request.Order.Number} {request.Status} {request.Outcome} late {request.IsLate} due {request.DocumentsDueOn:O} next {request.NextStepDueOn:O}",
            string.Join("; ", request.Documents.OrderBy(d => d.Position).Select(d => $"{d.Kind} {d.State} {d.Pages.Count}")),
            string.Join("; ", request.Events.Select(e => $"{e.Kind} {e.Document}").Order(StringComparer.Ordinal)),
            string.Join("; ", outbox.Where(m => m.RequestId == request.Id).Select(m => m.Kind).Order(StringComparer.Ordinal)),
        });
        var files = Directory.EnumerateFiles(application.DocumentsFolder, "*", SearchOption.AllDirectories).Count();
        return string.Join('\n', [.. lines, string.Create(CultureInfo.InvariantCulture, $"{files} files")]);
    }

    /// <summary>Ends a node before, or just after, the database heard its next command. A dead node says nothing more.</summary>
    private sealed class Death : DbCommandInterceptor
    {
        private int _left = int.MaxValue;
        private bool _saysItFirst;

        /// <summary>Whether it comes at all.</summary>
        public bool Comes { get; init; }

        public bool Came { get; private set; }

        public void ComesAfter(int commands, bool saysItFirst) => (_left, _saysItFirst, Came) = (commands, saysItFirst, false);

        public void IsOver() => (_left, Came) = (int.MaxValue, false);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Before();
            return ValueTask.FromResult(result);
        }

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            After();
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Before();
            return ValueTask.FromResult(result);
        }

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            After();
            return ValueTask.FromResult(result);
        }

        private void Before()
        {
            if (Came || (_left == 0 && !_saysItFirst))
            {
                Die();
            }
        }

        private void After()
        {
            if (_left == 0)
            {
                Die();
            }

            _left--;
        }

        private void Die()
        {
            Came = true;
            throw new InvalidOperationException("This node is dead.");
        }
    }
}
