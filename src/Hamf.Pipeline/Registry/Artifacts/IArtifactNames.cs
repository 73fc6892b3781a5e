namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>
/// The names of artifacts in Hamf's own store: a tree of paths, each file naming a digest in <see cref="IArtifactStore"/>. Paths have been checked
/// (<see cref="ArtifactPath"/>). Thread-safe; every writing call is durable when it returns.
/// </summary>
public interface IArtifactNames
{
    /// <summary>Gives a file its content; one that is there is replaced.</summary>
    /// <exception cref="RegistryException">The path is a folder, or goes through a file.</exception>
    void Put(string path, string digest, long size);

    /// <summary>The file of that path, or null; folders are not found.</summary>
    ArtifactFile? Find(string path);

    /// <summary>What stands directly in a folder, by name; empty when there is nothing.</summary>
    IReadOnlyList<ArtifactFile> List(string folder);

    /// <summary>Every file below a folder, by path.</summary>
    IReadOnlyList<ArtifactFile> ListAll(string folder);

    /// <summary>Removes a file, or a folder with everything in it.</summary>
    /// <returns>Digests that nothing names any more.</returns>
    IReadOnlyList<string> Remove(string path);

    /// <summary>Digests that lost their last name before a time and have none now: neither a file nor a model version.</summary>
    IReadOnlyList<string> Orphans(DateTimeOffset before);

    /// <summary>Takes a digest off the list of orphans: its bytes are gone, or wanted again.</summary>
    void Forget(string digest);
}
