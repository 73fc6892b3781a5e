using Hamf.Pipeline.Governance;

namespace Hamf.Server.Tests.Memory;

/// <summary>Keys in memory.</summary>
internal sealed class MemoryKeys : IKeyStore
{
    private readonly Lock _lock = new();
    private readonly List<ApiKey> _keys = [];

    /// <summary>Makes a key.</summary>
    /// <returns>Its text.</returns>
    public string New(string name, Role role, TimeSpan? lifetime = null, DateTimeOffset? now = null)
    {
        (ApiKey key, string text) = ApiKey.Issue(name, role, lifetime, "test", now ?? TimeProvider.System.GetUtcNow());
        Assert.True(Add(key));
        return text;
    }

    public bool Add(ApiKey key)
    {
        lock (_lock)
        {
            if (_keys.Any(k => k.Name == key.Name && k.RevokedAt is null))
            {
                return false;
            }

            _keys.Insert(0, key);
            return true;
        }
    }

    public IReadOnlyList<ApiKey> List()
    {
        lock (_lock)
        {
            return [.. _keys];
        }
    }

    public ApiKey? Revoke(string nameOrPrefix, string actor, DateTimeOffset at)
    {
        lock (_lock)
        {
            int found = _keys.FindIndex(k => k.RevokedAt is null && (k.Name == nameOrPrefix || k.Prefix == nameOrPrefix));
            return found < 0 ? null : _keys[found] = _keys[found] with { RevokedAt = at };
        }
    }

    public void NoteUse(IReadOnlyCollection<string> prefixes, DateTimeOffset at)
    {
        lock (_lock)
        {
            foreach (string prefix in prefixes)
            {
                int found = _keys.FindIndex(k => k.Prefix == prefix);
                _keys[found] = _keys[found] with { LastUsedAt = at };
            }
        }
    }
}
