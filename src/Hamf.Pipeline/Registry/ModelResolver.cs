using System.Globalization;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Registry;

/// <summary>Finds the version that a text means, in Hamf's words (<see cref="ModelReference"/>) or as a URI (<see cref="ModelUri"/>). Thread-safe.</summary>
/// <param name="models">Versions that Hamf can score with.</param>
/// <param name="registry">All versions.</param>
public sealed class ModelResolver(IModelStore models, IRegistryStore registry)
{
    private const int ListedMax = 10;

    /// <summary>The version to score with.</summary>
    /// <param name="text">What is named.</param>
    /// <param name="bareAlias">The alias that a bare name means.</param>
    /// <exception cref="FormatException">The text has none of the forms.</exception>
    /// <exception cref="KeyNotFoundException">There is no such version, or none that can be scored with; the message lists what there is.</exception>
    public ModelVersion Resolve(string text, string bareAlias = ModelReference.Champion)
    {
        if (!ModelUri.IsMeant(text))
        {
            return ModelReference.TryParse(text, out ModelReference reference)
                ? ByReference(text == reference.Name ? reference with { Alias = bareAlias } : reference)
                : throw new FormatException($"'{text}' is not NAME, NAME@ALIAS, NAME/VERSION, models:/NAME/VERSION, models:/NAME@ALIAS or runs:/RUN/PATH");
        }

        return Readable(Find(text) ?? throw Missing(text));
    }

    /// <summary>The version that a URI means, readable or not, or null.</summary>
    /// <exception cref="FormatException">The text is no such URI.</exception>
    public RegisteredVersion? Find(string text) =>
        !ModelUri.TryParse(text, out ModelUri uri)
            ? throw new FormatException(
                $"'{text}' is not models:/NAME/VERSION, models:/NAME/latest, models:/NAME/STAGE, models:/NAME@ALIAS, models:/m-ID or runs:/RUN/PATH")
        : uri.ModelId is { } modelId ? Newest("model_id", modelId).FirstOrDefault()
        : uri.RunId is { } runId ? Newest("run_id", runId).FirstOrDefault(version => IsAt(version, uri))
        : uri.Version is { } number ? registry.FindVersion(uri.Name!, number)
        : uri.Alias is { } alias ? ByAlias(uri.Name!, alias)
        : ByStage(uri.Name!, uri.IsLatest ? null : uri.Stage);

    private ModelVersion ByReference(ModelReference reference) => models.Find(reference)
        ?? Readable((reference.Version is { } number ? registry.FindVersion(reference.Name, number) : ByAlias(reference.Name, reference.Alias!))
            ?? throw Missing(reference.ToString()));

    private ModelVersion Readable(RegisteredVersion found) => models.Find(new ModelReference(found.Name, null, found.Version)) ?? throw Unreadable(found);

    private RegisteredVersion? ByAlias(string name, string alias) => AliasNames.IsLatest(alias) ? ByStage(name, null) : registry.FindVersion(name, alias);

    // Where nothing was ever moved to Production, the champion is what is in production.
    private RegisteredVersion? ByStage(string name, VersionStage? stage)
    {
        if (registry.FindModel(name) is not { } model)
        {
            return null;
        }

        return model.LatestVersions.Where(v => stage is null || v.Stage == stage).MaxBy(v => v.Version)
            ?? (stage == VersionStage.Production ? registry.FindVersion(name, ModelReference.Champion) : null);
    }

    private IReadOnlyList<RegisteredVersion> Newest(string field, string value) => registry.SearchVersions(new SearchQuery
    {
        Filter = [new SearchClause(new SearchField(FieldKind.Attribute, field), Comparator.Equal, value, null, [])],
        Order = [new SearchOrder(new SearchField(FieldKind.Attribute, "creation_timestamp"), IsAscending: false)],
        Max = 1_000,
    }).Items;

    private static bool IsAt(RegisteredVersion version, ModelUri uri) =>
        version.Source.TrimEnd('/') == $"runs:/{uri.RunId}/{uri.Path}"
        || version.StorageLocation.TrimEnd('/').EndsWith($"/{uri.RunId}/artifacts/{uri.Path}", StringComparison.Ordinal);

    private KeyNotFoundException Missing(string text)
    {
        string[] known = [.. models.List(null).Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Name}/{v.Version}")).Take(ListedMax)];
        return new KeyNotFoundException($"there is no model '{text}': " + (known.Length == 0
            ? "none is registered; 'hamf train DIR --data FILE' registers the first"
            : $"registered are {string.Join(", ", known)}"));
    }

    private KeyNotFoundException Unreadable(RegisteredVersion version)
    {
        string[] readable = [.. models.List(version.Name).Select(v => v.Version.ToString(CultureInfo.InvariantCulture)).Take(ListedMax)];
        string why = version.Unreadable ?? "its files have not been read yet";
        return new KeyNotFoundException(
            string.Create(CultureInfo.InvariantCulture, $"{version.Name}/{version.Version} is registered, but cannot be scored with: {why}; ")
            + (readable.Length == 0 ? "no other version can" : $"versions that can are {string.Join(", ", readable)}"));
    }
}
