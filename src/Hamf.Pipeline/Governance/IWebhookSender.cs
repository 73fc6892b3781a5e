namespace Hamf.Pipeline.Governance;

/// <summary>Carries deliveries to webhooks. Thread-safe.</summary>
public interface IWebhookSender
{
    /// <summary>Delivers once.</summary>
    /// <exception cref="WebhookException">It did not arrive, or was refused.</exception>
    Task SendAsync(WebhookDelivery delivery, CancellationToken cancellation);
}

/// <summary>A delivery did not arrive.</summary>
/// <param name="message">What happened; without address and secret.</param>
/// <param name="isTransient">Whether trying again can help.</param>
/// <param name="inner">The cause.</param>
public sealed class WebhookException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again can help.</summary>
    public bool IsTransient { get; } = isTransient;
}
