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
        IReadOnlyDictionary<string, string> tags) => _runs[runId] = _runs[runId] with { Params = parameters, Metrics = metrics, Tags = tags };

    public void AddArtifact(string runId, string path, string digest) => _runs[runId] = _runs[runId] with
    {
        Artifacts = new Dictionary<string, string>(_runs[runId].Artifacts) { [path] = digest },
    };

    public void End(string runId, RunStatus status) => _runs[runId] = _runs[runId] with { Status = status };

    public Run? Find(string runId) => _runs.GetValueOrDefault(runId);

    public IReadOnlyList<Run> List(string? experiment, int max) =>
        [.. _runs.Values.Where(r => experiment is null || r.Experiment == experiment).Take(max)];
}
