using System.Collections.Frozen;

namespace Hamf.Pipeline.Registry.Search;

/// <summary>The fields that a search knows: prefixes, attributes and their other names. Immutable.</summary>
internal sealed class SearchVocabulary
{
    private static readonly FrozenDictionary<string, FieldKind> Prefixes = new Dictionary<string, FieldKind>
    {
        ["attribute"] = FieldKind.Attribute,
        ["attributes"] = FieldKind.Attribute,
        ["attr"] = FieldKind.Attribute,
        ["run"] = FieldKind.Attribute,
        ["metric"] = FieldKind.Metric,
        ["metrics"] = FieldKind.Metric,
        ["param"] = FieldKind.Param,
        ["params"] = FieldKind.Param,
        ["parameter"] = FieldKind.Param,
        ["parameters"] = FieldKind.Param,
        ["tag"] = FieldKind.Tag,
        ["tags"] = FieldKind.Tag,
        ["dataset"] = FieldKind.Dataset,
        ["datasets"] = FieldKind.Dataset,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> DatasetFields = FrozenSet.ToFrozenSet(["name", "digest", "context"], StringComparer.Ordinal);

    private static readonly SearchVocabulary Experiments = new(
        SearchTarget.Experiments, [FieldKind.Attribute, FieldKind.Tag], [FieldKind.Attribute],
        filters: ["name"], numbers: ["creation_time", "last_update_time"], orders: ["experiment_id"], aliases: []);

    private static readonly SearchVocabulary Runs = new(
        SearchTarget.Runs,
        [FieldKind.Attribute, FieldKind.Metric, FieldKind.Param, FieldKind.Tag, FieldKind.Dataset],
        [FieldKind.Attribute, FieldKind.Metric, FieldKind.Param, FieldKind.Tag],
        filters: ["run_id", "run_name", "user_id", "status", "artifact_uri"], numbers: ["start_time", "end_time"], orders: [],
        aliases: [("created", "start_time"), ("Created", "start_time"), ("run name", "run_name"), ("Run name", "run_name"), ("Run Name", "run_name")]);

    private static readonly SearchVocabulary RegisteredModels = new(
        SearchTarget.RegisteredModels, [FieldKind.Attribute, FieldKind.Tag], [FieldKind.Attribute],
        filters: ["name"], numbers: [], orders: ["last_updated_timestamp"], aliases: [("timestamp", "last_updated_timestamp")]);

    private static readonly SearchVocabulary ModelVersions = new(
        SearchTarget.ModelVersions, [FieldKind.Attribute, FieldKind.Tag], [FieldKind.Attribute],
        filters: ["name", "run_id", "source_path"], numbers: ["version_number"], orders: ["creation_timestamp", "last_updated_timestamp"], aliases: [],
        filterOnly: ["run_id", "source_path"]);

    private static readonly SearchVocabulary LoggedModels = new(
        SearchTarget.LoggedModels,
        [FieldKind.Attribute, FieldKind.Metric, FieldKind.Param, FieldKind.Tag], [FieldKind.Attribute, FieldKind.Metric],
        filters: ["name", "model_id", "model_type", "status", "source_run_id", "artifact_location"],
        numbers: ["creation_timestamp", "last_updated_timestamp"], orders: [],
        aliases: [("creation_time", "creation_timestamp"), ("creation_timestamp_ms", "creation_timestamp"), ("last_updated_timestamp_ms", "last_updated_timestamp")]);

    private readonly SearchTarget _target;
    private readonly FieldKind[] _filterKinds;
    private readonly FieldKind[] _orderKinds;
    private readonly FrozenSet<string> _filters;
    private readonly FrozenSet<string> _orders;
    private readonly FrozenSet<string> _numbers;
    private readonly FrozenDictionary<string, string> _aliases;

    private SearchVocabulary(
        SearchTarget target, FieldKind[] filterKinds, FieldKind[] orderKinds,
        string[] filters, string[] numbers, string[] orders, (string Alias, string Key)[] aliases, string[]? filterOnly = null)
    {
        _target = target;
        _filterKinds = filterKinds;
        _orderKinds = orderKinds;
        _filters = filters.Concat(numbers).ToFrozenSet(StringComparer.Ordinal);
        _orders = filters.Except(filterOnly ?? []).Concat(numbers).Concat(orders).ToFrozenSet(StringComparer.Ordinal);
        _numbers = numbers.ToFrozenSet(StringComparer.Ordinal);
        _aliases = aliases.ToFrozenDictionary(a => a.Alias, a => a.Key, StringComparer.Ordinal);
    }

    /// <summary>The fields of a search.</summary>
    public static SearchVocabulary Of(SearchTarget target) => target switch
    {
        SearchTarget.Experiments => Experiments,
        SearchTarget.Runs => Runs,
        SearchTarget.RegisteredModels => RegisteredModels,
        SearchTarget.ModelVersions => ModelVersions,
        SearchTarget.LoggedModels => LoggedModels,
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };

    /// <summary>Whether a field is compared and ordered as a number.</summary>
    public bool IsNumeric(SearchField field) => field.Kind == FieldKind.Metric || (field.Kind == FieldKind.Attribute && _numbers.Contains(field.Key));

    /// <summary>The field of a filter.</summary>
    /// <param name="prefix">What stands before its first dot, or null.</param>
    /// <param name="key">Its name, without quotes.</param>
    public SearchField FilterField(string? prefix, string key)
    {
        FieldKind kind = Kind(prefix, key);
        if (!_filterKinds.Contains(kind))
        {
            throw UnknownPrefix(prefix!);
        }

        if (kind == FieldKind.Dataset && !DatasetFields.Contains(key))
        {
            throw RegistryException.Invalid($"Invalid dataset key '{FilterMessages.Cut(key)}' specified. Valid keys are {Listed(DatasetFields)}.");
        }

        return Field(kind, key, _filters, static (key, valid) => $"Invalid attribute key '{key}' specified. Valid keys are {valid}.");
    }

    /// <summary>The field of an order.</summary>
    /// <param name="prefix">What stands before its first dot, or null.</param>
    /// <param name="key">Its name, without quotes.</param>
    public SearchField OrderField(string? prefix, string key)
    {
        FieldKind kind = Kind(prefix, key);
        if (!_orderKinds.Contains(kind))
        {
            throw _target == SearchTarget.LoggedModels
                ? RegistryException.Invalid($"Invalid order by field name: '{FilterMessages.Cut($"{prefix}.{key}")}'. Only attributes and metrics are supported.")
                : !_filterKinds.Contains(kind) ? UnknownPrefix(prefix!)
                : RegistryException.Invalid($"Invalid order_by entity: '{prefix}' cannot be ordered by. Valid are {Listed(_orderKinds.Select(Word))}.");
        }

        return Field(kind, key, _orders, _target switch
        {
            SearchTarget.RegisteredModels => static (key, valid) => $"Invalid order by key '{key}' specified. Valid keys are {valid}.",
            SearchTarget.LoggedModels => static (key, valid) => $"Invalid order by field name: '{key}'. Invalid attribute key; valid are {valid}.",
            _ => static (key, valid) => $"Invalid attribute key '{key}' specified. Valid keys are {valid}.",
        });
    }

    /// <summary>A kind as messages name it.</summary>
    public static string Word(FieldKind kind) => kind switch
    {
        FieldKind.Metric => "metrics",
        FieldKind.Param => "params",
        FieldKind.Tag => "tags",
        FieldKind.Dataset => "dataset attributes",
        _ => "attributes",
    };

    private FieldKind Kind(string? prefix, string key)
    {
        // `metrics.auc` in one pair of quotes is a name with a dot, not a prefix and a name.
        string? written = prefix ?? (key.Contains('.', StringComparison.Ordinal) ? key : null);
        return written is null ? FieldKind.Attribute : Prefixes.TryGetValue(written, out FieldKind kind) ? kind : throw UnknownPrefix(written);
    }

    private SearchField Field(FieldKind kind, string key, FrozenSet<string> valid, Func<string, string, string> refusal)
    {
        if (kind != FieldKind.Attribute)
        {
            return new SearchField(kind, key);
        }

        key = _aliases.GetValueOrDefault(key, key);
        return valid.Contains(key) ? new SearchField(kind, key) : throw RegistryException.Invalid(refusal(FilterMessages.Cut(key), Listed(valid)));
    }

    private RegistryException UnknownPrefix(string prefix) => RegistryException.Invalid(
        $"Invalid entity type '{FilterMessages.Cut(prefix)}'. Valid are {Listed(_filterKinds.Select(k => k == FieldKind.Dataset ? "datasets" : Word(k)))}, such as {Word(_filterKinds[^1]).Split(' ')[0]}.name.");

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words.Order(StringComparer.Ordinal));
}
