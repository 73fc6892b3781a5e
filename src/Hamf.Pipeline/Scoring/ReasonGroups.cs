using System.Globalization;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Scoring;

/// <summary>Sums contributions of features by their group and words them for people. Immutable and thread-safe.</summary>
internal sealed class ReasonGroups
{
    private readonly IReadOnlyList<FeatureSpec> _specs;
    private readonly IReadOnlyList<FeatureInfo> _inputs;
    private readonly int[] _groupOf;
    private readonly string[] _names;
    private readonly ReasonSentence?[] _sentences;

    /// <summary>The groups of a detector's features.</summary>
    public ReasonGroups(EventSchema schema, IReadOnlyList<FeatureSpec> specs, IReadOnlyList<FeatureInfo> inputs)
    {
        _specs = specs;
        _inputs = inputs;
        _names = specs.Select(s => s.Group).Distinct(StringComparer.Ordinal).ToArray();
        _sentences = specs.Select(s => ReasonSentence.Of(s, schema)).ToArray();
        _groupOf = specs.Select(s => Array.IndexOf(_names, s.Group)).ToArray();
    }

    /// <summary>The strongest groups of a row; none where the model cannot be explained.</summary>
    public IReadOnlyList<Reason> Of(Model model, ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, int count)
    {
        var contributions = new double[values.Length];
        return model.TryExplain(values, texts, contributions) ? Strongest(values, contributions, count) : [];
    }

    /// <summary>The strongest groups: for the positive class first, by size; then against it.</summary>
    public IReadOnlyList<Reason> Strongest(ReadOnlySpan<double> values, ReadOnlySpan<double> contributions, int count)
    {
        var total = new double[_names.Length];
        var leader = new int[_names.Length];
        Array.Fill(leader, -1);
        for (int f = 0; f < contributions.Length; f++)
        {
            int g = _groupOf[f];
            total[g] += contributions[f];
            if (leader[g] < 0 || Math.Abs(contributions[f]) > Math.Abs(contributions[leader[g]]))
            {
                leader[g] = f;
            }
        }

        int[] order = Enumerable.Range(0, _names.Length)
            .Where(g => total[g] != 0)
            .OrderByDescending(g => total[g] > 0).ThenByDescending(g => Math.Abs(total[g])).ThenBy(g => g)
            .Take(count)
            .ToArray();
        var reasons = new Reason[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            int g = order[i];
            reasons[i] = new Reason(_names[g], Describe(g, leader[g], values[leader[g]]), total[g]);
        }

        return reasons;
    }

    // A group shows the member that moved the score most: in a sentence where there is one, else by name where the group's own does not say it.
    private string Describe(int group, int feature, double value)
    {
        if (!double.IsNaN(value) && _sentences[feature] is { } sentence)
        {
            return sentence.Fill(sentence.IsSeconds ? ReasonSentence.SpanOf(value) : Text(_inputs[feature], value));
        }

        string text = Text(_inputs[feature], value);
        return _specs[feature].Name == _names[group] ? text : $"{_specs[feature].Name} = {text}";
    }

    private static string Text(FeatureInfo input, double value)
    {
        if (input.Kind == FeatureKind.Text)
        {
            return "its words";
        }

        if (double.IsNaN(value))
        {
            return "missing";
        }

        if (input.Kind == FeatureKind.Categorical)
        {
            return value < input.Categories.Count ? input.Categories[(int)value] : "not seen in training";
        }

        string format = Math.Abs(value) >= 1000 ? "#,##0" : Math.Abs(value) >= 1 || value == 0 ? "0.##" : "G3";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
