using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational;

/// <summary>Registered models and versions, as the registry API sees them. Thread-safe.</summary>
public sealed class RegistryStore(Database database) : IRegistryStore
{
    /// <inheritdoc/>
    public RegisteredModel CreateModel(string name, string? description, IReadOnlyList<KeyValuePair<string, string>> tags) => throw new NotImplementedException($"{database}");

    /// <inheritdoc/>
    public RegisteredModel? FindModel(string name) => throw new NotImplementedException();

    /// <inheritdoc/>
    public RegisteredModel RenameModel(string name, string newName) => throw new NotImplementedException();

    /// <inheritdoc/>
    public RegisteredModel DescribeModel(string name, string? description) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteModel(string name, string actor) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SetModelTag(string name, string key, string value) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteModelTag(string name, string key) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Page<RegisteredModel> SearchModels(SearchQuery query) => throw new NotImplementedException();

    /// <inheritdoc/>
    public RegisteredVersion CreateVersion(NewVersion version) => throw new NotImplementedException();

    /// <inheritdoc/>
    public RegisteredVersion? FindVersion(string name, int version) => throw new NotImplementedException();

    /// <inheritdoc/>
    public RegisteredVersion? FindVersion(string name, string alias) => throw new NotImplementedException();

    /// <inheritdoc/>
    public RegisteredVersion DescribeVersion(string name, int version, string? description) => throw new NotImplementedException();

    /// <inheritdoc/>
    public RegisteredVersion MoveVersion(string name, int version, VersionStage stage, bool archiveOthers, string actor) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteVersion(string name, int version, string actor) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SetVersionTag(string name, int version, string key, string value) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteVersionTag(string name, int version, string key) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Page<RegisteredVersion> SearchVersions(SearchQuery query) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<RegisteredVersion> LatestVersions(string name, IReadOnlyList<VersionStage> stages) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SetAlias(string name, string alias, int version, string actor, string reason) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteAlias(string name, string alias, string actor) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Adopt(string name, int version, string bundleDigest, string detectorYaml) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void MarkUnreadable(string name, int version, string reason) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, int Version)> Unadopted(int max) => throw new NotImplementedException();
}
