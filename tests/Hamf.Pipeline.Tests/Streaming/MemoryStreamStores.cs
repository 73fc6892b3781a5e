using System.Security.Cryptography;
using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Tests.Streaming;

/// <summary>Snapshots in memory.</summary>
internal sealed class MemoryStates : IStateStore
{
    public List<(string Owner, string Digest, long Offset, byte[] Content)> All { get; } = [];

    public void Save(string owner, string digest, long offset, Action<Stream> write)
    {
        using MemoryStream target = new();
        write(target);
        All.Add((owner, digest, offset, target.ToArray()));
    }

    public StateSnapshot? Latest(string owner, string digest, long maxOffset) => All
        .Where(s => s.Owner == owner && s.Digest == digest && s.Offset <= maxOffset)
        .OrderByDescending(s => s.Offset)
        .Select(s => new StateSnapshot(s.Offset, new MemoryStream(s.Content)))
        .FirstOrDefault();
}

/// <summary>A registry in memory, and artifacts.</summary>
internal sealed class MemoryRegistry : IModelStore, IArtifactStore
{
    private readonly List<ModelVersion> _versions = [];
    private readonly Dictionary<string, byte[]> _artifacts = [];

    public ModelVersion Register(ModelVersion version, bool mayServe = true)
    {
        int number = _versions.Count(v => v.Name == version.Name) + 1;
        _versions.Add(version with { Version = number, Aliases = mayServe && number == 1 ? [ModelReference.Champion] : [] });
        return _versions[^1];
    }

    public ModelVersion? Find(ModelReference reference) => _versions.Find(v => v.Name == reference.Name && v.Version == reference.Version);

    public IReadOnlyList<ModelVersion> List(string? name) => throw new NotSupportedException("What streams must not read all versions: it looks every second.");

    public IReadOnlyList<ModelVersion> Newest(string name, int max) => throw new NotSupportedException();

    public Page<string> Names(long offset, int max) => throw new NotSupportedException();

    public IReadOnlyList<ModelSummary> Summaries() => throw new NotSupportedException();

    public IReadOnlyList<Champion> Champions() =>
        [.. _versions.Where(v => v.Aliases.Contains(ModelReference.Champion))
            .Select(v => new Champion(v.Name, v.Version, v.BundleDigest, _versions.Where(o => o.Name == v.Name).Min(o => o.CreatedAt)))];

    public bool HasVersion(string? name) => _versions.Exists(v => name is null || v.Name == name);

    public void SetAlias(string name, string alias, int version, string actor, string reason)
    {
        for (int i = 0; i < _versions.Count; i++)
        {
            ModelVersion v = _versions[i];
            _versions[i] = v.Name != name ? v : v with { Aliases = v.Version == version ? [alias] : [] };
        }
    }

    public IReadOnlyList<AliasChange> History(string name, string alias) => [];

    public void Rename(string name, string newName)
    {
        for (int i = 0; i < _versions.Count; i++)
        {
            _versions[i] = _versions[i].Name == name ? _versions[i] with { Name = newName } : _versions[i];
        }
    }

    public void Delete(string name) => _versions.RemoveAll(v => v.Name == name);

    public string Put(ReadOnlySpan<byte> content)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        _artifacts[digest] = content.ToArray();
        return digest;
    }

    public byte[] Get(string digest) => _artifacts[digest];

    public void Remove(string digest) => _artifacts.Remove(digest);
}

/// <summary>Scored events in memory, with what a real store refuses.</summary>
internal sealed class MemoryScoreStore : IScoreStore
{
    private readonly Dictionary<string, long> _positions = [];

    public Dictionary<string, ScoredEvent> Events { get; } = [];

    public Func<bool> NextFails { get; set; } = () => false;

    public long PositionOf(string topic) => _positions.GetValueOrDefault(topic);

    public int Save(string topic, long nextOffset, IReadOnlyList<ScoredEvent> events)
    {
        if (NextFails())
        {
            throw new IOException("The database is away.");
        }

        int added = events.Count(e => Events.TryAdd(e.EventId, e));
        _positions[topic] = nextOffset;
        return added;
    }

    public ScoredEvent? Find(string eventId) => Events.GetValueOrDefault(eventId);

    public IEnumerable<ScoredEvent> Query(string detector, long fromMs, long toMs) => throw new NotSupportedException();

    public long Count() => Events.Count;
}

/// <summary>Labels in order of arrival.</summary>
internal sealed class MemoryLabelStore : ILabelStore
{
    private readonly List<Label> _labels = [];

    public int Add(IReadOnlyList<Label> labels)
    {
        _labels.AddRange(labels);
        return labels.Count;
    }

    public IReadOnlyDictionary<string, Label> Current(IReadOnlyCollection<string> eventIds) => throw new NotSupportedException();

    public IReadOnlyList<Label> History(string eventId) => throw new NotSupportedException();

    public (IReadOnlyList<Label> Labels, long NextPosition) ReadFrom(long position, int max)
    {
        Label[] next = _labels.Skip((int)position).Take(max).ToArray();
        return (next, position + next.Length);
    }

    public long Count() => _labels.Count;
}

/// <summary>Alerts and their outbox in memory.</summary>
internal sealed class MemoryAlertStore : IAlertStore
{
    private readonly Dictionary<string, long> _positions = [];
    private readonly List<(OutboxMessage Message, DateTimeOffset? Due, string? Error)> _outbox = [];

    public List<Alert> Alerts { get; } = [];

    public List<long> Delivered { get; } = [];

    public IReadOnlyList<(OutboxMessage Message, DateTimeOffset? Due, string? Error)> Outbox => _outbox;

    public long PositionOf(string topic) => _positions.GetValueOrDefault(topic);

    public IReadOnlyList<Alert> Save(string topic, long nextOffset, IReadOnlyList<Alert> alerts, IReadOnlyList<string> channels)
    {
        List<Alert> added = [];
        foreach (Alert alert in alerts.Where(a => Alerts.All(known => known.EventId != a.EventId)))
        {
            Alert stored = alert with { AlertId = Alerts.Count + 1 };
            Alerts.Add(stored);
            added.Add(stored);
            foreach (string channel in channels)
            {
                _outbox.Add((new OutboxMessage(_outbox.Count + 1, channel, 0, stored), DateTimeOffset.MinValue, null));
            }
        }

        _positions[topic] = nextOffset;
        return added;
    }

    public IReadOnlyList<Alert> List(string? detector, long? beforeId, int max) => throw new NotSupportedException();

    public long Count() => Alerts.Count;

    public IReadOnlyList<OutboxMessage> Due(string channel, DateTimeOffset now, int max) =>
        _outbox.Where(m => m.Message.Channel == channel && m.Due <= now).Select(m => m.Message).Take(max).ToArray();

    public void MarkDelivered(long messageId, DateTimeOffset at)
    {
        Delivered.Add(messageId);
        _outbox[(int)messageId - 1] = _outbox[(int)messageId - 1] with { Due = null };
    }

    public void MarkFailed(long messageId, string error, DateTimeOffset? nextAttempt)
    {
        OutboxMessage message = _outbox[(int)messageId - 1].Message;
        _outbox[(int)messageId - 1] = (message with { Attempts = message.Attempts + 1 }, nextAttempt, error);
    }

    public IReadOnlyList<OutboxState> OutboxStates() => throw new NotSupportedException();
}
