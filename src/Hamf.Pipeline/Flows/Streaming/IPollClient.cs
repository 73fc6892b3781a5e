namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Fetches the body of an endpoint that is polled for events. Thread-safe.</summary>
public interface IPollClient
{
    /// <summary>Fetches the body, within limits of size and time.</summary>
    /// <exception cref="PollException">There is no usable answer.</exception>
    Task<ReadOnlyMemory<byte>> GetAsync(Uri url, CancellationToken cancellation);
}

/// <summary>An endpoint gave no usable answer; the message names it, its status and what to do.</summary>
public sealed class PollException(string message, Exception? inner = null) : Exception(message, inner);
