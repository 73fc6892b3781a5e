namespace Hamf.Pipeline.Registry.External;

/// <summary>A call to an external tracking server failed.</summary>
/// <param name="error">The kind of failure.</param>
/// <param name="message">What was asked, what the server answered and what to do; never a credential.</param>
/// <param name="inner">The cause.</param>
public sealed class TrackingException(TrackingError error, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of failure.</summary>
    public TrackingError Error { get; } = error;

    /// <summary>Whether trying again can help without anybody doing something.</summary>
    public bool IsTransient => Error == TrackingError.Unreachable;

    /// <summary>How long the server asks to be left alone, or null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What was named does not exist there.</summary>
    public static TrackingException Missing(string message) => new(TrackingError.Missing, message);

    /// <summary>The server refused, or what was asked for cannot be done with it.</summary>
    public static TrackingException Refused(string message) => new(TrackingError.Refused, message);
}
