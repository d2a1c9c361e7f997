using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Application.Settings;

/// <summary>A setting and the version it has; 0 while it is as shipped.</summary>
public sealed record Versioned<T>(T Value, int Version);

/// <summary>
/// What administrators have set, as of the start of this request or job: each of them first compares the versions in the
/// database with those here (<see cref="RefreshAsync"/>) and reads what has changed, so that an edit holds at once on
/// every node.
/// </summary>
public sealed class SettingsReader(IEnumerable<SettingKind> kinds, ILogger<SettingsReader> logger)
{
    // What follows from the rest isn't stored: a carrier's phone link, the calendar of the closed days.
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly SettingKind[] _kinds = [.. kinds];
    private int _generation;

    private FrozenDictionary<string, Versioned<object>> _changed = FrozenDictionary<string, Versioned<object>>.Empty;

    /// <summary>How often anything was found changed: what was made of the settings is good for as long as this stays.</summary>
    public int Generation => _generation;

    /// <summary>The carriers, in the order to show them.</summary>
    public IReadOnlyList<Carrier> Carriers => All<Carrier>();

    /// <summary>The days that count.</summary>
    public BusinessCalendar Calendar => Get<ClosedDays>().Calendar;

    /// <summary>One carrier.</summary>
    public Carrier Carrier(CarrierCode code) => Carriers.Single(carrier => carrier.Code == code);

    /// <summary>The one setting of this type.</summary>
    public T Get<T>()
        where T : class => Read<T>(_kinds.Single(kind => kind.Type == typeof(T)).Key).Value;

    /// <summary>Every setting of this type, in the order in which they were added.</summary>
    public IReadOnlyList<T> All<T>()
        where T : class => [.. _kinds.Where(kind => kind.Type == typeof(T)).Select(kind => Read<T>(kind.Key).Value)];

    /// <summary>A setting with its version, for whoever wants to change it.</summary>
    public Versioned<T> Read<T>(string key)
        where T : class =>
        _changed.TryGetValue(key, out var found) ? new((T)found.Value, found.Version) : new((T)Kind(key).Shipped, 0);

    /// <summary>Compares versions with the database, and reads what has changed.</summary>
    public async Task RefreshAsync(MissingPackageContext database, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        var before = _changed;
        var versions = await database.Settings.AsNoTracking().Select(s => new { s.Key, s.Version }).ToListAsync(cancellation);
        var stale = versions.Where(now => !before.TryGetValue(now.Key, out var known) || known.Version != now.Version).Select(now => now.Key).ToList();
        if (stale.Count > 0 || versions.Count != before.Count)
        {
            var read = await database.Settings.AsNoTracking().Where(s => stale.Contains(s.Key)).ToListAsync(cancellation);
            _changed = before.Where(known => versions.Exists(now => now.Key == known.Key) && !stale.Contains(known.Key))
                .Concat(read.Select(row => KeyValuePair.Create(row.Key, Parse(row.Key, row.Version, row.Value))))
                .ToFrozenDictionary(StringComparer.Ordinal);
            Interlocked.Increment(ref _generation);
        }
    }

    internal SettingKind Kind(string key) => Array.Find(_kinds, kind => kind.Key == key)
        ?? throw new ArgumentException($"There is no setting “{key}”.", nameof(key));

    private Versioned<object> Parse(string key, int version, string value)
    {
        if (Array.Find(_kinds, kind => kind.Key == key) is not { } kind)
        {
            return new(value, version); // of a version of the application that has more settings
        }

        try
        {
            return new(JsonSerializer.Deserialize(value, kind.Type, Json) ?? kind.Shipped, version);
        }
        catch (JsonException damaged)
        {
            logger.LogError("Setting {Key}, version {Version}, can’t be read ({Failure}); using what was shipped", key, version, damaged.GetType().Name);
            return new(kind.Shipped, version);
        }
    }
}
