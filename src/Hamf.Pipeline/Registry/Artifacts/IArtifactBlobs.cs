namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>
/// The store of immutable bytes as those use it who move more than fits into memory; training, import and serving know the narrow
/// <see cref="IArtifactStore"/>. Thread-safe.
/// </summary>
public interface IArtifactBlobs : IArtifactStore
{
    /// <summary>Stores what a stream gives, in bounded memory; durable when it returns, and whole or not at all. The same bytes are stored once.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancellation">Stops; nothing is stored.</param>
    Task<StoredBlob> WriteAsync(Stream content, CancellationToken cancellation);

    /// <summary>Opens the bytes for reading, in bounded memory.</summary>
    /// <param name="digest">Their SHA-256.</param>
    /// <param name="offset">The first byte wanted.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="FileNotFoundException">There are none of that digest.</exception>
    Task<Stream> OpenAsync(string digest, long offset, CancellationToken cancellation);

    /// <summary>How many bytes there are of that digest, or null when there are none.</summary>
    Task<long?> SizeOfAsync(string digest, CancellationToken cancellation);

    /// <summary>
    /// Removes the bytes of that digest unless somebody has stored them, or the same bytes again, since a time: whoever did may be about to name them.
    /// </summary>
    /// <returns>False when they were spared.</returns>
    Task<bool> RemoveIdleAsync(string digest, DateTimeOffset since, CancellationToken cancellation);
}

/// <summary>Bytes that a store has taken.</summary>
/// <param name="Digest">SHA-256 in lower-case hex.</param>
/// <param name="Size">How many bytes.</param>
public sealed record StoredBlob(string Digest, long Size);
