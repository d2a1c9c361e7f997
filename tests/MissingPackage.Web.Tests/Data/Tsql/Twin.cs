#pragma warning disable EF1001, EF9100 // What EF Core sends can only be seen from inside of it.
using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using MissingPackage.Data.SqlServer;

namespace MissingPackage.Web.Tests.Data.Tsql;

/// <summary>
/// Says in SQL Server's words what a context of SQLite sends: the same query, or the same save, is compiled for a
/// <see cref="SqlServerContext"/> that has no server. Each query, with each choice of what in it is null and how long its
/// lists are, and each kind of save is looked at once in a run of the tests. What SQL Server can't do fails the test that asked for it.
/// </summary>
internal static class Twin
{
    private static readonly ConcurrentDictionary<QueryKey, bool> Queries = new();
    private static readonly ConcurrentDictionary<string, bool> Saves = new(StringComparer.Ordinal);

    private static readonly MethodInfo Compile = typeof(QueryCompilationContext).GetMethod(nameof(QueryCompilationContext.CreateQueryExecutorExpression))!;
    private static readonly PropertyInfo StoreCommand = typeof(ReaderModificationCommandBatch)
        .GetProperty("StoreCommand", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static readonly FieldInfo MadeParameters = typeof(QueryCompilationContext).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
        .Single(field => field.FieldType == typeof(Dictionary<string, LambdaExpression>));

    // As in Composition/Database.cs.
    private static readonly DbContextOptions<SqlServerContext> Options = new DbContextOptionsBuilder<SqlServerContext>()
        .UseSqlServer(new SqlConnection(), server => server.EnableRetryOnFailure().UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).Options;

    private static long _spent;

    /// <summary>Time spent with all of this, over all threads; the comparing of queries that were seen before is left out.</summary>
    public static TimeSpan Spent => TimeSpan.FromTicks(Interlocked.Read(ref _spent));

    /// <summary>A query that is about to run.</summary>
    /// <param name="query">With its values taken out of it.</param>
    /// <param name="values">The values.</param>
    public static void See(Expression query, Dictionary<string, object?> values)
    {
        var key = new QueryKey(query, string.Join(',', values.Select(Shape)));
        if (Queries.ContainsKey(key))
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        try
        {
            foreach (var command in InTheWords(query, values))
            {
                TsqlStatements.Add(command, query.ToString());
            }
        }
        catch (Exception failure) when (failure is not NotTsqlException)
        {
            TsqlStatements.Refuse(query.ToString(), failure.ToString());
            throw;
        }

        Queries[key] = true; // one that is refused is refused to the next who asks, too
        Interlocked.Add(ref _spent, Stopwatch.GetElapsedTime(start).Ticks);
    }

    /// <summary>A save that is about to run.</summary>
    public static void See(DbContext context)
    {
        var changed = context.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        var shape = string.Join('\n', changed.Select(Shape).CountBy(kind => kind).OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(kind.Value, 3)} {kind.Key}")));
        if (changed.Count == 0 || !Saves.TryAdd(shape, true))
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        using var twin = new SqlServerContext(Options);
        // What is JSON in its owner's row goes with that row, and has no key of its own to copy.
        foreach (var entry in changed.Where(e => e.State != EntityState.Deleted || !e.Metadata.IsMappedToJson()))
        {
            Copy(entry, twin);
        }

        var entries = twin.GetService<IStateManager>().GetEntriesToSave(cascadeChanges: false).Cast<IUpdateEntry>().ToList();
        foreach (var batch in twin.GetService<ICommandBatchPreparer>().BatchCommands(entries, twin.GetService<IUpdateAdapterFactory>().Create()))
        {
            var store = (RawSqlCommand)StoreCommand.GetValue(batch)!;
            TsqlStatements.Add(Command(twin, store.RelationalCommand, store.ParameterValues), "a save of\n" + shape);
        }

        Interlocked.Add(ref _spent, Stopwatch.GetElapsedTime(start).Ticks);
    }

    private static List<DbCommand> InTheWords(Expression query, Dictionary<string, object?> values)
    {
        using var twin = new SqlServerContext(Options);
        var translated = new OtherModel(twin).Visit(query);
        var result = translated.Type.IsGenericType && typeof(IQueryable).IsAssignableFrom(translated.Type)
            ? typeof(IEnumerable<>).MakeGenericType(translated.Type.GetGenericArguments()[0])
            : translated.Type;
        var compilation = twin.GetService<IQueryCompilationContextFactory>().Create(async: false);
        Expression executor;
        try
        {
            executor = (Expression)Compile.MakeGenericMethod(result).Invoke(compilation, [translated])!;
        }
        catch (TargetInvocationException refused)
        {
            ExceptionDispatchInfo.Throw(refused.InnerException!);
            throw;
        }

        // A query with collections has a command for each of them.
        var commands = new Commands();
        commands.Visit(executor);
        Assert.True(commands.Found.Count > 0, "No command was found in " + ExpressionPrinter.Print(executor) + executor);
        return commands.Found.ConvertAll(command =>
        {
            var own = WithMade(compilation, twin, values); // lists are spread out into it
            return Command(twin, command(own), own);
        });
    }

    /// <summary>The values, and those that the query makes of them for itself, such as a pattern for LIKE.</summary>
    private static Dictionary<string, object?> WithMade(QueryCompilationContext compilation, DbContext twin, Dictionary<string, object?> values)
    {
        var context = twin.GetService<IQueryContextFactory>().Create();
        foreach (var (name, value) in values)
        {
            context.Parameters.Add(name, value);
        }

        foreach (var (name, make) in (Dictionary<string, LambdaExpression>?)MadeParameters.GetValue(compilation) ?? [])
        {
            context.Parameters.Add(name, make.Compile().DynamicInvoke(context));
        }

        return context.Parameters;
    }

    private static DbCommand Command(DbContext twin, IRelationalCommandTemplate template, IReadOnlyDictionary<string, object?> values) => template.CreateDbCommand(
        new RelationalCommandParameterObject(twin.GetService<IRelationalConnection>(), values, readerColumns: null, twin, logger: null), Guid.NewGuid(), DbCommandMethod.ExecuteReader);

    /// <summary>SQL depends on what is null, and how long a list is.</summary>
    private static string Shape(KeyValuePair<string, object?> value) => value.Value switch
    {
        null => value.Key,
        string or byte[] => "",
        ICollection list => list.Count.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Shape(EntityEntry entry) => entry.State == EntityState.Modified
        ? $"{entry.Metadata.ShortName()} {entry.State} {string.Join(' ', Properties(entry).Where(p => p.IsModified).Select(p => p.Metadata.Name))}"
        : $"{entry.Metadata.ShortName()} {entry.State}";

    private static IEnumerable<PropertyEntry> Properties(EntityEntry entry) => entry.Properties.Concat(entry.ComplexProperties.SelectMany(Properties));

    private static IEnumerable<PropertyEntry> Properties(ComplexPropertyEntry entry) => entry.Properties.Concat(entry.ComplexProperties.SelectMany(Properties));

    private static void Copy(EntityEntry entry, DbContext twin)
    {
        var copy = twin.Entry((entry.State == EntityState.Deleted ? entry.OriginalValues : entry.CurrentValues).ToObject());
        copy.State = entry.State == EntityState.Added ? EntityState.Detached : EntityState.Unchanged;
        foreach (var (from, to) in Properties(entry).Zip(Properties(copy)).Where(pair => pair.First.Metadata.ValueGenerated != ValueGenerated.OnAddOrUpdate))
        {
            Assert.Equal(from.Metadata.Name, to.Metadata.Name);
            to.CurrentValue = from.IsTemporary ? Activator.CreateInstance(from.Metadata.ClrType) : from.CurrentValue;
            if (entry.State == EntityState.Modified)
            {
                to.OriginalValue = from.OriginalValue;
                to.IsModified = from.IsModified;
            }
        }

        copy.State = entry.State == EntityState.Modified ? copy.State : entry.State;
    }

    private sealed record QueryKey(Expression Query, string Values)
    {
        public bool Equals(QueryKey? other) => other is not null && Values == other.Values && ExpressionEqualityComparer.Instance.Equals(Query, other.Query);

        public override int GetHashCode() => HashCode.Combine(ExpressionEqualityComparer.Instance.GetHashCode(Query), Values);
    }

    /// <summary>The same tables in the other model.</summary>
    private sealed class OtherModel(DbContext twin) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node switch
        {
            SqlQueryRootExpression sql => sql,
            EntityQueryRootExpression root => root.UpdateEntityType(TypeOf(root.EntityType)),
            _ => base.VisitExtension(node),
        };

        private IEntityType TypeOf(IEntityType type) => twin.Model.FindEntityType(type.Name) ?? twin.GetService<IAdHocMapper>().GetOrAddEntityType(type.ClrType);
    }

    private sealed class Commands : ExpressionVisitor
    {
        public List<RelationalCommandResolver> Found { get; } = [];

        protected override Expression VisitConstant(ConstantExpression node)
        {
            switch (node.Value)
            {
                case RelationalCommandResolver command:
                    Found.Add(command);
                    break;
                case RelationalCommandCache cache:
                    Found.Add(cache.GetRelationalCommandTemplate);
                    break;
            }

            return base.VisitConstant(node);
        }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is LiftableConstantExpression { OriginalExpression: { } constant })
            {
                Visit(constant);
                return node;
            }

            return base.VisitExtension(node);
        }
    }
}

/// <summary>Shows the <see cref="Twin"/> each query before it runs.</summary>
internal sealed class SeenQueries(
    IQueryContextFactory contexts, ICompiledQueryCache cache, ICompiledQueryCacheKeyGenerator keys, IDatabase database,
    IDiagnosticsLogger<DbLoggerCategory.Query> logger, ICurrentDbContext current, IEvaluatableExpressionFilter filter, IModel model)
    : QueryCompiler(contexts, cache, keys, database, logger, current, filter, model)
{
    public override Expression ExtractParameters(
        Expression query, Dictionary<string, object?> parameters, IDiagnosticsLogger<DbLoggerCategory.Query> logger, bool compiledQuery = false, bool generateContextAccessors = false)
    {
        var extracted = base.ExtractParameters(query, parameters, logger, compiledQuery, generateContextAccessors);
        Twin.See(extracted, parameters);
        return extracted;
    }
}

/// <summary>Shows the <see cref="Twin"/> each save before it runs.</summary>
internal sealed class SeenSaves : SaveChangesInterceptor
{
    public static SeenSaves Instance { get; } = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Twin.See(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Twin.See(eventData.Context!);
        return new(result);
    }
}
