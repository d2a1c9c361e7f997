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

    /// <summary>A process that ends with one says its message alone on standard error, with exit code 1.</summary>
    public static void EndPlainly()
    {
        AppDomain.CurrentDomain.UnhandledException -= End;
        AppDomain.CurrentDomain.UnhandledException += End;
    }

    private static void End(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (unhandled.ExceptionObject is StartException failure)
        {
            Console.Error.WriteLine(failure.Message);
            Environment.Exit(1);
        }
    }
}
