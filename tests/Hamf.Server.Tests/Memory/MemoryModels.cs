using System.Security.Cryptography;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Tests.Memory;

internal sealed class MemoryModels : IModelStore
{
    private readonly Lock _gate = new();
    private readonly List<ModelVersion> _versions = [];
    private readonly Dictionary<(string Name, string Alias), int> _aliases = [];
    private readonly List<(string Name, string Alias, AliasChange Change)> _history = [];

    /// <summary>What every list fails with, or null.</summary>
    public Exception? Failure { get; set; }

    public ModelVersion Register(ModelVersion version, bool mayServe = true)
    {
        lock (_gate)
        {
            int number = _versions.Count(v => v.Name == version.Name) + 1;
            ModelVersion registered = version with { Version = number, CreatedAt = new DateTimeOffset(2026, 6, number, 12, 0, 0, TimeSpan.Zero) };
            _versions.Add(registered);
            if (mayServe)
            {
                bool isFirst = !_aliases.ContainsKey((version.Name, ModelReference.Champion));
                SetAlias(version.Name, isFirst ? ModelReference.Champion : ModelReference.Challenger, number, "registry", "first version");
            }

            return WithAliases(registered);
        }
    }

    public ModelVersion? Find(ModelReference reference)
    {
        lock (_gate)
        {
            int? number = reference.Version
                ?? (_aliases.TryGetValue((reference.Name, reference.Alias!), out int aliased) ? aliased : null);
            return _versions.FirstOrDefault(v => v.Name == reference.Name && v.Version == number) is { } found ? WithAliases(found) : null;
        }
    }

    public IReadOnlyList<ModelVersion> List(string? name)
    {
        lock (_gate)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            return [.. _versions.Where(v => name is null || v.Name == name)
                .OrderBy(v => v.Name, StringComparer.Ordinal).ThenByDescending(v => v.Version).Select(WithAliases)];
        }
    }

    public IReadOnlyList<ModelVersion> Newest(string name, int max) => [.. List(name).Take(max)];

    public Page<string> Names(long offset, int max)
    {
        string[] names = [.. List(null).Select(v => v.Name).Distinct()];
        return new Page<string>([.. names.Skip((int)offset).Take(max)], names.Length > offset + max ? offset + max : null);
    }

    public IReadOnlyList<ModelSummary> Summaries() => [.. List(null).GroupBy(v => v.Name).Select(g => new ModelSummary(
        g.Key,
        g.FirstOrDefault(v => v.Aliases.Contains(ModelReference.Champion))?.Version,
        g.FirstOrDefault(v => v.Aliases.Contains(ModelReference.Challenger))?.Version,
        g.Max(v => v.Version),
        g.Count()))];

    public IReadOnlyList<Champion> Champions() => [.. List(null)
        .Where(v => v.Aliases.Contains(ModelReference.Champion)).Select(v => new Champion(v.Name, v.Version, v.BundleDigest, v.CreatedAt))];

    public bool HasVersion(string? name) => List(name).Count > 0;

    public void SetAlias(string name, string alias, int version, string actor, string reason)
    {
        lock (_gate)
        {
            int? from = _aliases.TryGetValue((name, alias), out int before) ? before : null;
            _aliases[(name, alias)] = version;
            DateTimeOffset at = new DateTimeOffset(2026, 6, 20, 12, 0, 0, TimeSpan.Zero).AddMinutes(_history.Count);
            _history.Add((name, alias, new AliasChange(at, from, version, actor, reason)));
        }
    }

    public IReadOnlyList<AliasChange> History(string name, string alias)
    {
        lock (_gate)
        {
            return [.. _history.Where(h => h.Name == name && h.Alias == alias).Select(h => h.Change).Reverse()];
        }
    }

    private ModelVersion WithAliases(ModelVersion version) => version with
    {
        Aliases = [.. _aliases.Where(a => a.Key.Name == version.Name && a.Value == version.Version).Select(a => a.Key.Alias).Order()],
    };
}

internal sealed class MemoryArtifacts : IArtifactStore
{
    private readonly Dictionary<string, byte[]> _content = [];

    public string Put(ReadOnlySpan<byte> content)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        _content[digest] = content.ToArray();
        return digest;
    }

    public byte[] Get(string digest) =>
        _content.TryGetValue(digest, out byte[]? content) ? content : throw new FileNotFoundException($"There is no artifact {digest}.");

    public void Remove(string digest) => _content.Remove(digest);

    /// <summary>Makes a stored artifact unreadable.</summary>
    public void Lose(string digest) => _content.Remove(digest);
}
