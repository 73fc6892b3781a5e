using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational;

/// <summary>Logged models in the relational database. Thread-safe.</summary>
public sealed class LoggedModelStore(Database database) : ILoggedModelStore
{
    /// <inheritdoc/>
    public LoggedModel Create( long experimentId, string? name, string? modelType, string? sourceRunId, IReadOnlyList<KeyValuePair<string, string>> parameters, IReadOnlyList<KeyValuePair<string, string>> tags) => throw new NotImplementedException($"{database}");

    /// <inheritdoc/>
    public LoggedModel? Find(string modelId) => throw new NotImplementedException();

    /// <inheritdoc/>
    public LoggedModel Finalize(string modelId, LoggedModelStatus status) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Delete(string modelId) => throw new NotImplementedException();

    /// <inheritdoc/>
    public LoggedModel SetTags(string modelId, IReadOnlyList<KeyValuePair<string, string>> tags) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteTag(string modelId, string key) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void LogParams(string modelId, IReadOnlyList<KeyValuePair<string, string>> parameters) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Page<LoggedModel> Search(LoggedModelSearch search) => throw new NotImplementedException();
}
