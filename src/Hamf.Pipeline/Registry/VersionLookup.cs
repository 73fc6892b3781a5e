using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Registry;

/// <summary>Finds the version that a URI means, whether Hamf can score with it or not.</summary>
public static class VersionLookup
{
    private const int CandidatesMax = 1_000;

    /// <summary>The version, or null. Of several versions of a logged model or a run the newest is meant.</summary>
    public static RegisteredVersion? Find(this IRegistryStore registry, ModelUri uri)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(uri);
        return uri switch
        {
            { ModelId: { } modelId } => Newest(registry, "model_id", modelId) is [var newest, ..] ? newest : null,
            { RunId: { } runId } => Newest(registry, "run_id", runId).FirstOrDefault(version => IsAt(version, uri)),
            { Version: { } number } => registry.FindVersion(uri.Name!, number),
            { Alias: { } alias } => AliasNames.IsLatest(alias) ? OfStage(registry, uri.Name!, null) : registry.FindVersion(uri.Name!, alias),
            _ => OfStage(registry, uri.Name!, uri.Stage),
        };
    }

    // Where nothing was ever moved to Production, the champion is what is in production.
    private static RegisteredVersion? OfStage(IRegistryStore registry, string name, VersionStage? stage) => registry.FindModel(name) is not { } model
        ? null
        : model.LatestVersions.Where(v => stage is null || v.Stage == stage).MaxBy(v => v.Version)
            ?? (stage == VersionStage.Production ? registry.FindVersion(name, ModelReference.Champion) : null);

    private static IReadOnlyList<RegisteredVersion> Newest(IRegistryStore registry, string field, string value) => registry.SearchVersions(new SearchQuery
    {
        Filter = [new SearchClause(new SearchField(FieldKind.Attribute, field), Comparator.Equal, value, null, [])],
        Order = [new SearchOrder(new SearchField(FieldKind.Attribute, "creation_timestamp"), IsAscending: false)],
        Max = CandidatesMax,
    }).Items;

    private static bool IsAt(RegisteredVersion version, ModelUri uri) =>
        version.Source.TrimEnd('/') == $"runs:/{uri.RunId}/{uri.Path}"
        || version.StorageLocation.TrimEnd('/').EndsWith($"/{uri.RunId}/artifacts/{uri.Path}", StringComparison.Ordinal);
}
