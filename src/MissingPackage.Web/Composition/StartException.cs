using System.Data.Common;

namespace MissingPackage.Web.Composition;

/// <summary>The application can't start as it is set up. Its message is for whoever runs it, and names no secret.</summary>
public sealed class StartException : InvalidOperationException
{
    public StartException()
    {
    }

    public StartException(string message)
        : base(message)
    {
    }

    public StartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// A process that ends with one says its message alone on standard error, with exit code 1; so does one whose database
    /// or files can't be used, which is mostly a matter of settings too.
    /// </summary>
    public static void EndPlainly()
    {
        AppDomain.CurrentDomain.UnhandledException -= End;
        AppDomain.CurrentDomain.UnhandledException += End;
    }

    private static string? Sentence(Exception failure) => failure switch
    {
        StartException => failure.Message,
        DbException => $"The database that Database:ConnectionString names can’t be used. It says: {failure.Message}",
        UnauthorizedAccessException or IOException => $"A file, folder or port that the settings name can’t be used: {failure.Message}",
        { InnerException: { } inner } => Sentence(inner),
        _ => null,
    };

    private static void End(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (unhandled.ExceptionObject is Exception failure && Sentence(failure) is { } sentence)
        {
            Console.Error.WriteLine(sentence);
            Environment.Exit(1);
        }
    }
}
