namespace Hamf.Pipeline.Registry;

/// <summary>Keeps experiments and runs. Thread-safe; every call is durable when it returns.</summary>
public interface IRunStore
{
    /// <summary>Starts a run in an experiment, which is created if new.</summary>
    /// <returns>The run's id.</returns>
    string Start(string experiment, string name);

    /// <summary>Adds parameters, metrics and tags in one transaction. A parameter cannot change its value.</summary>
    void Log(
        string runId,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, double> metrics,
        IReadOnlyDictionary<string, string> tags);

    /// <summary>Names an artifact of the run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">Relative path with forward slashes: <c>report.html</c>.</param>
    /// <param name="digest">Its digest in the artifact store.</param>
    /// <param name="size">Its size in bytes.</param>
    void AddArtifact(string runId, string path, string digest, long size);

    /// <summary>Takes an artifact's name away from the run; nothing happens when it has none of that name.</summary>
    /// <returns>True when no run and no model version names its digest any more, so that the bytes can go.</returns>
    bool RemoveArtifact(string runId, string path);

    /// <summary>Ends a run.</summary>
    void End(string runId, RunStatus status);

    /// <summary>The run, or null.</summary>
    Run? Find(string runId);

    /// <summary>Runs of an experiment (or all), newest first.</summary>
    IReadOnlyList<Run> List(string? experiment, int max);
}
