using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MissingPackage.Web.Tests.Data;

/// <summary>
/// A connection that breaks, again and again, for a moment: before a commit, then after the next one, which the database has
/// done and nobody heard of; and before some commands.
/// </summary>
internal sealed class BrokenConnections : IDbTransactionInterceptor, IDbCommandInterceptor
{
    private int _commits;
    private int _commands;
    private int _faults;

    /// <summary>How often it broke.</summary>
    public int Faults => _faults;

    /// <summary>While off, all is well.</summary>
    public bool IsOn { get; set; }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        BreakIf(IsOn && Interlocked.Increment(ref _commits) % 3 == 1, "Before the commit.");
        return new(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        BreakIf(IsOn && _commits % 3 == 2, "After the commit.");
        return Task.CompletedTask;
    }

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        BreakSometimes();
        return new(result);
    }

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        BreakSometimes();
        return new(result);
    }

    // Soon, then not for long: otherwise a transaction of many commands would never get to its end.
    private void BreakSometimes() => BreakIf(IsOn && Interlocked.Increment(ref _commands) % 135 is 15 or 0, "Before a command.");

    private void BreakIf(bool now, string message)
    {
        if (now)
        {
            Interlocked.Increment(ref _faults);
            throw new PassingFault(message);
        }
    }
}
