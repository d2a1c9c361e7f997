using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Web.Composition;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MissingPackage.Web.Tests.Composition;

/// <summary>What SQL Server quotes of a person isn't written into the log.</summary>
public sealed class WithoutValuesTests
{
    private const string Quote = "Cannot insert duplicate key row in object 'dbo.AspNetUsers'. The duplicate key value is (SAMPLE@EXAMPLE.COM).";

    [Fact]
    public void Failure_OfSqlServer_IsLoggedByItsNumberAndPlace()
    {
        var entry = Log(new DbUpdateException("An error occurred while saving.", Refusal(2601, Quote)));

        Assert.DoesNotContain("SAMPLE@", entry.Exception!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SAMPLE@", entry.Exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("SqlException: SQL Server’s error 2601 of severity 14", entry.Exception.ToString(), StringComparison.Ordinal);
        Assert.Contains("An error occurred while saving.", entry.Exception.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(Log), entry.Exception.ToString(), StringComparison.Ordinal); // where it was thrown
        Assert.Equal("It failed for 7", entry.RenderMessage(null));
    }

    [Fact]
    public void Failure_OfAnythingElse_IsLoggedAsItIs()
    {
        var failure = new InvalidOperationException("Something of ours.", new IOException("A disk."));
        Assert.Same(failure, Log(failure).Exception);
    }

    private static LogEvent Log(Exception failure)
    {
        var kept = new Kept();
        using var logger = new LoggerConfiguration().WriteTo.Sink(new WithoutValues(kept)).CreateLogger();
        try
        {
            throw failure;
        }
        catch (Exception thrown)
        {
            logger.Error(thrown, "It failed for {Number}", 7);
        }

        return kept.Last!;
    }

    /// <summary>As its client makes one of what the server says; it lets nobody else make one.</summary>
    private static SqlException Refusal(int number, string words)
    {
        const BindingFlags hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        var makes = typeof(SqlError).GetConstructors(hidden).First(made => made.GetParameters() is [{ Name: "infoNumber" }, _, _, _, _, _, { Name: "lineNumber" }, ..]);
        object?[] values = [number, (byte)1, (byte)14, "server", words, "", 1, .. makes.GetParameters().Skip(7).Select(more => more.ParameterType == typeof(int) ? (object)0 : null)];
        var errors = Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", hidden)!.Invoke(errors, [makes.Invoke(values)]);
        return (SqlException)typeof(SqlException).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .First(made => made.Name == "CreateException" && made.GetParameters().Length == 2).Invoke(null, [errors, "16.0"])!;
    }

    private sealed class Kept : ILogEventSink
    {
        public LogEvent? Last { get; private set; }

        public void Emit(LogEvent logEvent) => Last = logEvent;
    }
}
