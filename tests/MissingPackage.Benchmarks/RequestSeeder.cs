using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MissingPackage.Data;
using MissingPackage.Data.Searching;
using MissingPackage.Data.Sqlite;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Benchmarks;

/// <summary>
/// Fills a SQLite file with any number of requests. Each is made by the domain's own verbs, and its columns are read through
/// the model, so that a seeded row is a row the application could have written; only the way in is faster: prepared inserts
/// in one transaction, with the indexes made again afterwards. Files aren't written, since no list reads them.
/// </summary>
internal sealed class RequestSeeder(string path)
{
    public const string Password = "a long enough sentence";

    /// <summary>Agents with a share of the requests; the first has 15 % of the open ones.</summary>
    public const int AgentCount = 40;

    public static string EmailOf(int agent) => string.Create(CultureInfo.InvariantCulture, $"agent{agent}@example.com");

    private SqliteContext Open() => new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={path};Pooling=False").Options);

    /// <summary>Makes the file, with all migrations applied.</summary>
    /// <param name="count">Requests.</param>
    /// <param name="now">UTC; the newest request was opened just before.</param>
    public void Make(int count, DateTime now)
    {
        using var context = Open();
        context.Database.Migrate();
        var agents = MakeAgents(context);

        using var connection = new SqliteConnection($"Data Source={path};Foreign Keys=False;Pooling=False");
        connection.Open();
        // Nothing is lost in a crash that couldn't be made again.
        Run(connection, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-500000");
        var indexes = IndexesOf(connection);
        indexes.ForEach(index => Run(connection, $"DROP INDEX \"{index.Name}\""));
        using (var transaction = connection.BeginTransaction())
        {
            var requests = new Insert(connection, context.Model.FindEntityType(typeof(ServiceRequest))!);
            var events = new Insert(connection, context.Model.FindEntityType(typeof(RequestEvent))!);
            var terms = new Insert(connection, context.Model.FindEntityType(typeof(RequestSearchTerm))!);
            foreach (var request in new SampleRequests(agents, now).Make(count))
            {
                requests.Write(request, (ServiceRequestColumns.SellerKey, SearchText.SellerKey(request.Order.Seller)));
                var (sequence, hash) = (0, HistoryChain.Beginning);
                foreach (var entry in request.Events)
                {
                    entry.ChainBehind(sequence, hash);
                    events.Write(entry);
                    (sequence, hash) = (entry.Sequence, entry.Hash);
                }

                foreach (var term in RequestSearchTerm.Of(request))
                {
                    terms.Write(term);
                }
            }

            transaction.Commit();
        }

        indexes.ForEach(index => Run(connection, index.Sql));
        Run(connection, "PRAGMA journal_mode=WAL");
    }

    private static List<Agent> MakeAgents(SqliteContext context)
    {
        var hash = new PasswordHasher<Agent>().HashPassword(new Agent(), Password);
        // One more, without requests: to take the next ones.
        var agents = Enumerable.Range(0, AgentCount + 1).Select(n => new Agent
        {
            UserName = EmailOf(n),
            NormalizedUserName = EmailOf(n).ToUpperInvariant(),
            Email = EmailOf(n),
            NormalizedEmail = EmailOf(n).ToUpperInvariant(),
            EmailConfirmed = true,
            PasswordHash = hash,
        }).ToList();
        context.Users.AddRange(agents);
        context.SaveChanges();
        return agents[..AgentCount];
    }

    private static List<(string Name, string Sql)> IndexesOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('ServiceRequests', 'RequestEvents', 'RequestSearchTerms')";
        using var reader = command.ExecuteReader();
        var indexes = new List<(string, string)>();
        while (reader.Read())
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        return indexes;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    /// <summary>A prepared insert of every column of one entity that the database doesn't make itself.</summary>
    private sealed class Insert
    {
        private readonly List<(SqliteParameter Parameter, IClrPropertyGetter? Getter, string Name, Func<object?, object?>? ToColumn)> _columns = [];
        private readonly SqliteCommand _command;

        public Insert(SqliteConnection connection, IEntityType entity)
        {
            _command = connection.CreateCommand();
            var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
            var properties = entity.GetFlattenedProperties().Where(p => p.GetComputedColumnSql() is null && p.ValueGenerated != ValueGenerated.OnAdd).ToList();
            foreach (var property in properties)
            {
                var parameter = _command.Parameters.Add(new SqliteParameter($"@p{_columns.Count}", null));
                _columns.Add((parameter, property.IsShadowProperty() ? null : property.GetGetter(), property.Name, property.GetTypeMapping().Converter?.ConvertToProvider));
            }

            _command.CommandText = $"INSERT INTO \"{table.Name}\" ({string.Join(", ", properties.Select(p => $"\"{p.GetColumnName(table)}\""))}) VALUES ({string.Join(", ", _columns.Select(c => c.Parameter.ParameterName))})";
        }

        /// <param name="entity">A row.</param>
        /// <param name="shadow">Values of columns that the entity itself doesn't know.</param>
        public void Write(object entity, params ReadOnlySpan<(string Name, object? Value)> shadow)
        {
            foreach (var (parameter, getter, name, toColumn) in _columns)
            {
                var value = getter?.GetClrValueUsingContainingEntity(entity);
                foreach (var known in shadow)
                {
                    value = getter is null && known.Name == name ? known.Value : value;
                }

                parameter.Value = (value is null ? null : toColumn is null ? value : toColumn(value)) ?? DBNull.Value;
            }

            _command.ExecuteNonQuery();
        }
    }
}
