using Hamf.Pipeline.Registry;

namespace Hamf.Server.Tests.Memory;

internal sealed class MemoryRuns : IRunStore
{
    private readonly Dictionary<string, Run> _runs = [];

    public string Start(string experiment, string name)
    {
        string id = (_runs.Count + 1).ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
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
        IReadOnlyDictionary<string, string> tags) => _runs[runId] = _runs[runId] with
        {
            Params = new Dictionary<string, string>([.. _runs[runId].Params, .. parameters]),
            Metrics = new Dictionary<string, double>([.. _runs[runId].Metrics, .. metrics]),
            Tags = new Dictionary<string, string>([.. _runs[runId].Tags.Where(t => !tags.ContainsKey(t.Key)), .. tags]),
        };

    public void AddArtifact(string runId, string path, string digest, long size) => _runs[runId] = _runs[runId] with
    {
        Artifacts = new Dictionary<string, string>(_runs[runId].Artifacts) { [path] = digest },
    };

    public bool RemoveArtifact(string runId, string path)
    {
        Dictionary<string, string> left = new(_runs[runId].Artifacts);
        left.Remove(path, out string? digest);
        _runs[runId] = _runs[runId] with { Artifacts = left };
        return digest is not null && !_runs.Values.Any(r => r.Artifacts.Values.Contains(digest));
    }

    public void End(string runId, RunStatus status) => _runs[runId] = _runs[runId] with { Status = status };

    public Run? Find(string runId) => _runs.GetValueOrDefault(runId);

    public IReadOnlyList<Run> List(string? experiment, int max) =>
        [.. _runs.Values.Where(r => experiment is null || r.Experiment == experiment).Take(max)];
}
