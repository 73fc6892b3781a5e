namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>
/// Artifacts that arrive in parts, in any order and several at once. Parts are kept on disk until the upload is completed or given up, at most a
/// day. Thread-safe.
/// </summary>
public interface IArtifactParts
{
    /// <summary>Begins an upload.</summary>
    /// <param name="path">The file that it becomes.</param>
    /// <returns>The upload's id: a secret that allows to send its parts.</returns>
    /// <exception cref="RegistryException">Too many uploads are under way.</exception>
    string Begin(string path);

    /// <summary>Stores a part; one of that number that is there is replaced.</summary>
    /// <param name="uploadId">The upload.</param>
    /// <param name="number">1-based number of the part.</param>
    /// <param name="content">Its content, read to the end.</param>
    /// <param name="cancellation">Stops; nothing is stored.</param>
    /// <returns>The part's tag, to be named at the end.</returns>
    /// <exception cref="RegistryException">There is no such upload.</exception>
    Task<string> WriteAsync(string uploadId, int number, Stream content, CancellationToken cancellation);

    /// <summary>Joins the parts to the file and forgets them.</summary>
    /// <param name="uploadId">The upload.</param>
    /// <param name="path">The file, as it was begun.</param>
    /// <param name="parts">Number and tag of every part, by number.</param>
    /// <param name="cancellation">Stops; the parts stay.</param>
    /// <exception cref="RegistryException">There is no such upload of that file, or a part is missing or another one.</exception>
    Task CompleteAsync(string uploadId, string path, IReadOnlyList<(int Number, string Tag)> parts, CancellationToken cancellation);

    /// <summary>Gives an upload up; nothing happens when there is none.</summary>
    void Abort(string uploadId, string path);
}
