using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Settings;

namespace MissingPackage.Application.Settings;

/// <summary>What became of a save.</summary>
public enum SaveOutcome
{
    /// <summary>It holds from now on, on every node.</summary>
    Saved,

    /// <summary>It was like that already.</summary>
    Unchanged,

    /// <summary>Somebody else changed it first; nothing was saved.</summary>
    Stale,
}

/// <summary>Changes what administrators may set. Each change is one row of <see cref="SettingChange"/>, in the same save.</summary>
public sealed class SettingsEditor(MissingPackageContext database, SettingsReader settings, TimeProvider time)
{
    /// <summary>Puts another document in place.</summary>
    /// <param name="key">Which setting.</param>
    /// <param name="seen">The version the change was made on, as <see cref="SettingsReader.Read"/> gave it.</param>
    /// <param name="value">The document; the page's validator has passed it.</param>
    /// <param name="changedBy">The agent's sign-in name.</param>
    /// <param name="cancellation">Stops the save.</param>
    public async Task<SaveOutcome> ChangeAsync<T>(string key, int seen, T value, string changedBy, CancellationToken cancellation)
        where T : class
    {
        var setting = await database.Settings.SingleOrDefaultAsync(s => s.Key == key, cancellation);
        if ((setting?.Version ?? 0) != seen)
        {
            return SaveOutcome.Stale;
        }

        var shipped = JsonSerializer.Serialize(settings.Kind(key).Shipped, typeof(T), SettingsReader.Json);
        var before = setting?.Value ?? shipped;
        var after = JsonSerializer.Serialize(value, SettingsReader.Json);
        if (before == after)
        {
            return SaveOutcome.Unchanged;
        }

        if (setting is null)
        {
            database.Settings.Add(setting = Setting.AsShipped(key));
        }

        setting.Become(after);
        return await SaveAsync(SettingChange.Of(key, setting.Version, before, after, changedBy, time.GetUtcNow().UtcDateTime), cancellation);
    }

    /// <summary>Saves a change that the caller has made to a row of its own, such as a seller, with the note of it.</summary>
    /// <param name="change">The note; its key and version are those of the row.</param>
    /// <param name="cancellation">Stops the save.</param>
    public async Task<SaveOutcome> SaveAsync(SettingChange change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        database.SettingChanges.Add(change);
        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // The version moved under the save, or another node wrote the same version's change a moment earlier.
            database.ChangeTracker.Clear();
            if (await database.SettingChanges.AnyAsync(c => c.Key == change.Key && c.Version >= change.Version, cancellation))
            {
                return SaveOutcome.Stale;
            }

            throw;
        }

        await settings.RefreshAsync(database, cancellation);
        return SaveOutcome.Saved;
    }

    /// <summary>The changes of one setting after a version, oldest first; at most 20, the latest.</summary>
    public async Task<IReadOnlyList<SettingChange>> SinceAsync(string key, int version, CancellationToken cancellation)
    {
        var latest = await database.SettingChanges.AsNoTracking().Where(c => c.Key == key && c.Version > version)
            .OrderByDescending(c => c.Version).Take(20).ToListAsync(cancellation);
        latest.Reverse();
        return latest;
    }
}
