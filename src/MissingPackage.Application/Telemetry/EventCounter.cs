using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Telemetry;

/// <summary>
/// Counts what happened to requests once it is saved: whichever page, job or command did it. What had to be saved again
/// because the connection broke may count twice: the history is what says exactly.
/// </summary>
public sealed class EventCounter(Measurements measurements) : SaveChangesInterceptor
{
    private readonly List<RequestEventKind> _unsaved = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Note(eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(eventData);
        return ValueTask.FromResult(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        CountSaved();
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        CountSaved();
        return ValueTask.FromResult(result);
    }

    private void Note(DbContextEventData saving)
    {
        _unsaved.Clear();
        _unsaved.AddRange(saving.Context!.ChangeTracker.Entries<RequestEvent>().Where(e => e.State == EntityState.Added).Select(e => e.Entity.Kind));
    }

    private void CountSaved()
    {
        _unsaved.ForEach(measurements.Count);
        _unsaved.Clear();
    }
}
