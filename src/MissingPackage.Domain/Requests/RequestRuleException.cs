namespace MissingPackage.Domain.Requests;

/// <summary>
/// A verb was called that the request's status does not allow. Pages ask <c>CanX</c> first, so this is met only when
/// somebody else was faster; the message is written for the person who pressed the button.
/// </summary>
public sealed class RequestRuleException : Exception
{
    /// <summary>For serializers and tools.</summary>
    public RequestRuleException()
    {
    }

    /// <summary>A broken rule.</summary>
    /// <param name="message">What can't be done, and why, in a sentence.</param>
    public RequestRuleException(string message)
        : base(message)
    {
    }

    /// <summary>A broken rule with its cause.</summary>
    /// <param name="message">What can't be done, and why, in a sentence.</param>
    /// <param name="innerException">The cause.</param>
    public RequestRuleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
