namespace Hamf.Pipeline.Registry;

/// <summary>Keeps immutable bytes by their digest. Thread-safe.</summary>
public interface IArtifactStore
{
    /// <summary>Stores the bytes durably; the same bytes are stored once.</summary>
    /// <returns>Their SHA-256 in lower-case hex.</returns>
    string Put(ReadOnlySpan<byte> content);

    /// <summary>Reads the bytes and checks them against their digest.</summary>
    /// <exception cref="FileNotFoundException">There are none of that digest.</exception>
    /// <exception cref="InvalidDataException">The stored bytes are damaged; the message says which and what to do.</exception>
    byte[] Get(string digest);

    /// <summary>Hands the bytes, checked as by <see cref="Get"/>, to a reader. A store of files need not hold a big artifact in memory for it.</summary>
    /// <param name="digest">The artifact.</param>
    /// <param name="read">Reads them; they are gone when it returns.</param>
    /// <returns>What the reader made of them.</returns>
    /// <exception cref="FileNotFoundException">There are none of that digest.</exception>
    /// <exception cref="InvalidDataException">The stored bytes are damaged; the message says which and what to do.</exception>
    T Read<T>(string digest, Func<ReadOnlySpan<byte>, T> read) => read(Get(digest));

    /// <summary>Removes the bytes of that digest; nothing happens when there are none. The caller knows that nothing else needs them.</summary>
    void Remove(string digest);
}
