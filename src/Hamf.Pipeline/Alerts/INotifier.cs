namespace Hamf.Pipeline.Alerts;

/// <summary>Delivers notifications over one channel. Thread-safe.</summary>
public interface INotifier
{
    /// <summary>The channel: <c>log</c>, <c>mail</c> or <c>slack</c>.</summary>
    string Channel { get; }

    /// <summary>Delivers one alert; returns when the receiving server has taken it.</summary>
    /// <exception cref="NotificationException">It was not taken.</exception>
    Task SendAsync(Alert alert, CancellationToken cancellation);
}

/// <summary>A notification that was not taken.</summary>
/// <param name="message">What happened and what to do; no secret, no full personal value.</param>
/// <param name="isTransient">Whether trying again can help.</param>
/// <param name="inner">The cause.</param>
public sealed class NotificationException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again can help.</summary>
    public bool IsTransient { get; } = isTransient;
}
