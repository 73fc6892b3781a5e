namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Keeps snapshots of window state, each with the offset of the event stream it belongs to. Thread-safe. A snapshot is there entirely
/// or not at all, whatever happens while it is written; at least the two newest of an owner and digest are kept.
/// </summary>
public interface IStateStore
{
    /// <summary>Stores a snapshot durably.</summary>
    /// <param name="owner">Whose state it is: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="digest">The digest of what shapes the state.</param>
    /// <param name="offset">The offset of the first record that is not in the state.</param>
    /// <param name="write">Writes the content; called once.</param>
    void Save(string owner, string digest, long offset, Action<Stream> write);

    /// <summary>The snapshot of the highest offset that is not above <paramref name="maxOffset"/>, or null.</summary>
    StateSnapshot? Latest(string owner, string digest, long maxOffset);
}

/// <summary>A snapshot, open for reading; the reader disposes it.</summary>
/// <param name="Offset">The offset of the first record that is not in the state.</param>
/// <param name="Content">What was written.</param>
public sealed record StateSnapshot(long Offset, Stream Content) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}
