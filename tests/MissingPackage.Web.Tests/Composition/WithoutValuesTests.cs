using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Tests.Data;
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
        var entry = Log(new DbUpdateException("An error occurred while saving.", SqlServerRefusals.Of(2601, 14, Quote)));

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

    private sealed class Kept : ILogEventSink
    {
        public LogEvent? Last { get; private set; }

        public void Emit(LogEvent logEvent) => Last = logEvent;
    }
}
