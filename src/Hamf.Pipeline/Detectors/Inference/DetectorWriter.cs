using System.Globalization;
using Hamf.Pipeline.Detectors.Reading;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>Writes a draft as <c>detector.yaml</c>, with the reason for each line beside it. Not thread-safe.</summary>
internal sealed class DetectorWriter
{
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, int> _lineOf = new(StringComparer.Ordinal);
    private readonly DetectorDraft _draft;

    private DetectorWriter(DetectorDraft draft) => _draft = draft;

    /// <summary>The file's text, and the 1-based line of each column.</summary>
    public static (string Text, IReadOnlyDictionary<string, int> LineOf) Write(DetectorDraft draft)
    {
        var writer = new DetectorWriter(draft);
        writer.WriteHead();
        writer.WriteColumns();
        writer.WriteFeatures();
        writer.WriteSettings();
        return (string.Join('\n', writer._lines) + "\n", writer._lineOf);
    }

    private void WriteHead()
    {
        _lines.Add(Inv($"# Proposed by 'hamf init' from {Comment(_draft.SourceName)}: {_draft.Table.Rows:N0} rows, {_draft.Label.Positives:N0} positive."));
        _lines.Add("# Read every line before you train; 'hamf check' lists what is wrong with it.");
        _lines.Add($"name: {YamlScalar.Of(_draft.Name)}");
        _lines.Add("");
    }

    private void WriteColumns()
    {
        _lines.Add("events:");
        if (_draft.Table.Delimiter != ',')
        {
            _lines.Add($"  delimiter: {DelimiterWord(_draft.Table.Delimiter)}");
        }

        if (_draft.Table.DecimalSign != '.')
        {
            _lines.Add("  decimal: comma");
        }

        _lines.Add("  columns:");
        foreach (DraftColumn column in _draft.Columns)
        {
            _lines.Add($"    {YamlScalar.Of(column.Spec.Name)}: {Declaration(column.Spec)}  # {Comment(Reason(column))}");
            _lineOf[column.Spec.Name] = _lines.Count;
        }

        _lines.Add("");
    }

    private static string Declaration(ColumnSpec column)
    {
        var keys = new List<string> { $"type: {ChoiceNames<ColumnType>.Of(column.Type)}" };
        if (column.Role != ColumnRole.Feature)
        {
            keys.Add($"role: {ChoiceNames<ColumnRole>.Of(column.Role)}");
        }

        string brief = string.Join(' ', keys.Select(k => k[6..]));
        Optional(keys, column.Unit is not null, $"unit: {column.Unit}");
        Optional(keys, column.Formats is not ["iso"], $"format: {YamlScalar.Of(column.Formats[0])}");
        Optional(keys, column.Role == ColumnRole.Label && column.Positive != "1", $"positive: {YamlScalar.Of(column.Positive)}");
        Optional(keys, column.Nullable, "nullable: true");
        Optional(keys, column.Personal, "personal: true");
        return keys.Count <= 2 && brief.Split(' ').Length == keys.Count ? brief : $"{{{string.Join(", ", keys)}}}";
    }

    private static void Optional(List<string> keys, bool isSet, string key)
    {
        if (isSet)
        {
            keys.Add(key);
        }
    }

    private static string Reason(DraftColumn column) => column switch
    {
        { Warning: null } => column.Why,
        { Spec.Role: ColumnRole.Ignore } => $"ignored: {column.Warning}",
        _ => $"{column.Why}; note: {column.Warning}",
    };

    private void WriteFeatures()
    {
        IEnumerable<DraftColumn> plain = _draft.Columns.Where(c => c.IsModelFeature);
        if (_draft.Derived.Count == 0 && _draft.Columns.All(c => c.IsModelFeature || c.Spec.Role != ColumnRole.Feature))
        {
            _lines.Add("# Without a list of features, every column of role feature is one.");
            _lines.Add("");
            return;
        }

        _lines.Add("features:  # name: expression; an empty expression is the column of that name");
        foreach (DraftColumn column in plain)
        {
            _lines.Add($"  {YamlScalar.Of(column.Spec.Name)}:");
        }

        foreach (FeatureProposal feature in _draft.Derived)
        {
            _lines.Add($"  {YamlScalar.Of(feature.Name)}: {YamlScalar.OfExpression(feature.Expression)}  # {Comment(feature.Why)}");
        }

        foreach (FeatureProposal feature in _draft.Suggested)
        {
            _lines.Add($"  # {YamlScalar.Of(feature.Name)}: {YamlScalar.OfExpression(feature.Expression)}  # {Comment(feature.Why)}");
        }

        _lines.Add("");
    }

    private void WriteSettings()
    {
        if (_draft.SplitsByEntity)
        {
            _lines.Add("training:");
            _lines.Add("  split: group  # there is no time to split by: rows of one entity stay on one side");
            _lines.Add("");
        }

        _lines.Add("decision:");
        _lines.Add($"  policy: {ChoiceNames<DecisionPolicy>.Of(_draft.Decision.Policy)}  # {_draft.DecisionWhy}");
        if (_draft.Decision.Policy == DecisionPolicy.AlertBudget)
        {
            _lines.Add(Inv($"  alerts_per_1000: {_draft.Decision.AlertsPer1000}"));
        }
    }

    private static string DelimiterWord(char delimiter) => delimiter switch
    {
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "pipe",
        _ => "comma",
    };

    private static string Comment(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
