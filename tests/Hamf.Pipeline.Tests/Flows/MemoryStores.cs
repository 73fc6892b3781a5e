using System.Security.Cryptography;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Tests.Flows;

/// <summary>Stores that live as long as a test; the shipped ones have their own compliance suites.</summary>
internal sealed class MemoryStores : IRunStore, IModelStore, IArtifactStore
{
    private readonly Dictionary<string, Run> _runs = [];
    private readonly List<ModelVersion> _versions = [];
    private readonly Dictionary<string, byte[]> _artifacts = [];

    /// <summary>When set, storing an artifact fails with it.</summary>
    public Exception? PutFailure { get; set; }

    public IReadOnlyList<ModelVersion> Versions => _versions;

    public Run OnlyRun => Assert.Single(_runs.Values);

    public string Start(string experiment, string name)
    {
        string id = Guid.NewGuid().ToString("N");
        _runs[id] = new Run
        {
            RunId = id,
            Experiment = experiment,
            Name = name,
            Status = RunStatus.Running,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
        return id;
    }

    public void Log(
        string runId,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, double> metrics,
        IReadOnlyDictionary<string, string> tags)
    {
        Run run = _runs[runId];
        Assert.All(metrics.Values, v => Assert.True(double.IsFinite(v)));
        _runs[runId] = run with
        {
            Params = Merge(run.Params, parameters, canChange: false),
            Metrics = Merge(run.Metrics, metrics, canChange: true),
            Tags = Merge(run.Tags, tags, canChange: true),
        };
    }

    public void AddArtifact(string runId, string path, string digest, long size) =>
        _runs[runId] = _runs[runId] with
        {
            Artifacts = Merge(_runs[runId].Artifacts, new Dictionary<string, string> { [path] = digest }, canChange: true),
        };

    public bool RemoveArtifact(string runId, string path)
    {
        Dictionary<string, string> left = new(_runs[runId].Artifacts);
        left.Remove(path, out string? digest);
        _runs[runId] = _runs[runId] with { Artifacts = left };
        return digest is not null && !_runs.Values.Any(r => r.Artifacts.Values.Contains(digest));
    }

    public void Remove(string digest) => _artifacts.Remove(digest);

    public void End(string runId, RunStatus status) => _runs[runId] = _runs[runId] with { Status = status };

    Run? IRunStore.Find(string runId) => _runs.GetValueOrDefault(runId);

    IReadOnlyList<Run> IRunStore.List(string? experiment, int max) => _runs.Values.Take(max).ToArray();

    public ModelVersion Register(ModelVersion version, bool mayServe = true)
    {
        int number = _versions.Count(v => v.Name == version.Name) + 1;
        ModelVersion registered = version with
        {
            Version = number,
            Aliases = mayServe ? [number == 1 ? ModelReference.Champion : ModelReference.Challenger] : [],
        };
        _versions.Add(registered);
        return registered;
    }

    ModelVersion? IModelStore.Find(ModelReference reference) => _versions.Find(v => v.Name == reference.Name && v.Version == reference.Version);

    IReadOnlyList<ModelVersion> IModelStore.List(string? name) => [.. _versions.Where(v => name is null || v.Name == name)];

    IReadOnlyList<ModelVersion> IModelStore.Newest(string name, int max) => throw new NotSupportedException();

    Page<string> IModelStore.Names(long offset, int max) => throw new NotSupportedException();

    IReadOnlyList<Champion> IModelStore.Champions() => throw new NotSupportedException();

    bool IModelStore.HasVersion(string? name) => throw new NotSupportedException();

    void IModelStore.SetAlias(string name, string alias, int version, string actor, string reason)
    {
        int at = _versions.FindIndex(v => v.Name == name && v.Version == version);
        _versions[at] = _versions[at] with { Aliases = [.. _versions[at].Aliases, alias] };
    }

    IReadOnlyList<AliasChange> IModelStore.History(string name, string alias) => throw new NotSupportedException();

    public string Put(ReadOnlySpan<byte> content)
    {
        if (PutFailure is not null)
        {
            throw PutFailure;
        }

        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        _artifacts[digest] = content.ToArray();
        return digest;
    }

    public byte[] Get(string digest) => _artifacts[digest];

    private static Dictionary<string, T> Merge<T>(
        IReadOnlyDictionary<string, T> present, IReadOnlyDictionary<string, T> added, bool canChange)
    {
        var all = new Dictionary<string, T>(present, StringComparer.Ordinal);
        foreach ((string key, T value) in added)
        {
            Assert.True(canChange || !all.TryGetValue(key, out T? old) || Equals(old, value), $"parameter {key} changed");
            all[key] = value;
        }

        return all;
    }
}

/// <summary>Scored events in a list.</summary>
internal sealed class MemoryScores(IEnumerable<ScoredEvent> events) : IScoreStore
{
    public long PositionOf(string topic) => 0;

    public int Save(string topic, long nextOffset, IReadOnlyList<ScoredEvent> events) => throw new NotSupportedException();

    public ScoredEvent? Find(string eventId) => events.FirstOrDefault(e => e.EventId == eventId);

    public IEnumerable<ScoredEvent> Query(string detector, long fromMs, long toMs) =>
        events.Where(e => e.Detector == detector && e.TimeMs >= fromMs && e.TimeMs < toMs).OrderBy(e => e.TimeMs);

    public long Count() => events.Count();
}

/// <summary>Labels in a dictionary.</summary>
internal sealed class MemoryLabels(IEnumerable<Label> labels) : ILabelStore
{
    private readonly Dictionary<string, Label> _current = labels.ToDictionary(l => l.EventId);

    public int Add(IReadOnlyList<Label> labels) => throw new NotSupportedException();

    public IReadOnlyDictionary<string, Label> Current(IReadOnlyCollection<string> eventIds) =>
        eventIds.Where(_current.ContainsKey).ToDictionary(id => id, id => _current[id]);

    public IReadOnlyList<Label> History(string eventId) => throw new NotSupportedException();

    public (IReadOnlyList<Label> Labels, long NextPosition) ReadFrom(long position, int max) => throw new NotSupportedException();

    public long Count() => _current.Count;
}
