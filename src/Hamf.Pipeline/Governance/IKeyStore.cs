namespace Hamf.Pipeline.Governance;

/// <summary>Where keys are kept. Every change leaves an entry in the audit log, without secret or hash. Thread-safe.</summary>
public interface IKeyStore
{
    /// <summary>Stores a key.</summary>
    /// <returns>False when a key of this name is there that is not revoked; nothing is stored then.</returns>
    bool Add(ApiKey key);

    /// <summary>All keys, revoked ones included, newest first.</summary>
    IReadOnlyList<ApiKey> List();

    /// <summary>Revokes a key for good.</summary>
    /// <param name="nameOrPrefix">The name or the prefix of a key that is not revoked.</param>
    /// <param name="actor">Who revokes it.</param>
    /// <param name="at">When.</param>
    /// <returns>The key, or null when there is none to revoke.</returns>
    ApiKey? Revoke(string nameOrPrefix, string actor, DateTimeOffset at);

    /// <summary>Notes that keys were used.</summary>
    void NoteUse(IReadOnlyCollection<string> prefixes, DateTimeOffset at);
}
