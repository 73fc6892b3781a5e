using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Registry;

/// <summary>
/// Registered models and versions with everything that MLflow's registry API knows of them; the same rows as <see cref="IModelStore"/>.
/// Thread-safe; every writing call is durable when it returns, and whole or not at all. Refusals are <see cref="RegistryException"/>. The caller
/// has checked names and lengths.
/// </summary>
public interface IRegistryStore
{
    /// <summary>Creates a registered model; a name that is taken is refused.</summary>
    RegisteredModel CreateModel(string name, string? description, IReadOnlyList<KeyValuePair<string, string>> tags);

    /// <summary>The registered model, or null.</summary>
    RegisteredModel? FindModel(string name);

    /// <summary>Renames a model with its versions, aliases and history.</summary>
    /// <param name="name">The model.</param>
    /// <param name="newName">What it is called from now on.</param>
    /// <param name="mayLose">Refuses, by throwing, an alias that may not leave its name; asked within the change, so that nobody moves one in between.</param>
    RegisteredModel RenameModel(string name, string newName, Action<string>? mayLose = null);

    /// <summary>Changes the description.</summary>
    RegisteredModel DescribeModel(string name, string? description);

    /// <summary>Deletes a model with its versions and aliases; the history of its aliases is kept.</summary>
    /// <param name="name">The model.</param>
    /// <param name="actor">Who.</param>
    /// <param name="mayLose">As for <see cref="RenameModel"/>.</param>
    void DeleteModel(string name, string actor, Action<string>? mayLose = null);

    /// <summary>Sets a tag of a model.</summary>
    void SetModelTag(string name, string key, string value);

    /// <summary>Deletes a tag of a model; nothing happens when it is missing.</summary>
    void DeleteModelTag(string name, string key);

    /// <summary>Searches models; ties by name.</summary>
    Page<RegisteredModel> SearchModels(SearchQuery query);

    /// <summary>Registers a version with the next number of its name; it gets no alias.</summary>
    RegisteredVersion CreateVersion(NewVersion version);

    /// <summary>The version, or null when there is none or it is deleted.</summary>
    RegisteredVersion? FindVersion(string name, int version);

    /// <summary>The version that the alias points at, or null.</summary>
    RegisteredVersion? FindVersion(string name, string alias);

    /// <summary>Changes the description.</summary>
    RegisteredVersion DescribeVersion(string name, int version, string? description);

    /// <summary>Moves a version to a stage.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="stage">Where to.</param>
    /// <param name="archiveOthers">Whether the versions that are in that stage are archived.</param>
    /// <param name="actor">Who.</param>
    RegisteredVersion MoveVersion(string name, int version, VersionStage stage, bool archiveOthers, string actor);

    /// <summary>Deletes a version with its aliases. Its number is not given again; source and run are forgotten.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="actor">Who.</param>
    /// <param name="mayLose">As for <see cref="RenameModel"/>.</param>
    void DeleteVersion(string name, int version, string actor, Action<string>? mayLose = null);

    /// <summary>Sets a tag of a version.</summary>
    void SetVersionTag(string name, int version, string key, string value);

    /// <summary>Deletes a tag of a version; nothing happens when it is missing.</summary>
    void DeleteVersionTag(string name, int version, string key);

    /// <summary>Searches versions; ties by name, then newest first.</summary>
    Page<RegisteredVersion> SearchVersions(SearchQuery query);

    /// <summary>The newest version of each of the given stages (of all where none is given) that has one.</summary>
    IReadOnlyList<RegisteredVersion> LatestVersions(string name, IReadOnlyList<VersionStage> stages);

    /// <summary>Points an alias at a version, with who, why and the evidence in its history.</summary>
    void SetAlias(string name, string alias, int version, string actor, string reason);

    /// <summary>Takes an alias away; nothing happens when there is none.</summary>
    void DeleteAlias(string name, string alias, string actor);

    /// <summary>Versions that clients have registered and nobody has tried to read yet, oldest first; prompts are none.</summary>
    /// <param name="after">The last <see cref="UnadoptedVersion.Id"/> seen, or 0 for the first.</param>
    /// <param name="max">At most so many.</param>
    IReadOnlyList<UnadoptedVersion> Unadopted(long after, int max);

    /// <summary>Gives a version what Hamf scores with: from now on it is a <see cref="ModelVersion"/> too.</summary>
    void Adopt(string name, int version, string bundleDigest, string detectorYaml);

    /// <summary>Notes why Hamf cannot score with a version.</summary>
    void MarkUnreadable(string name, int version, string reason);
}
