using System.Globalization;
using Hamf.Models.Graph;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Scoring;

/// <summary>All that a model gives for a row, imported or trained here. Reused from row to row; not thread-safe.</summary>
internal sealed class FullPrediction
{
    private readonly Scorer _scorer;
    private readonly double[] _inputs;
    private readonly string?[] _texts;
    private readonly double[] _values;

    public FullPrediction(Scorer scorer)
    {
        _scorer = scorer;
        _inputs = new double[scorer.FeatureCount];
        _texts = new string?[scorer.TextCount];
        Names = NamesOf(scorer.Bundle.Model);
        _values = new double[Names.Count];
    }

    /// <summary>What <see cref="Values"/> are: <c>proba_CLASS</c> each, or the values before the decision.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The predicted class, or the number of a model without classes.</summary>
    public string Label { get; private set; } = "";

    /// <summary>The values of the row predicted last.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Whether the label is the positive class; false where there is none.</summary>
    public bool IsPositive { get; private set; }

    /// <summary>Predicts a row.</summary>
    /// <exception cref="RowRefusedException">The model gives no score for such a row.</exception>
    public void Predict(Row row, FeatureEngine engine)
    {
        engine.Compute(row, _inputs, _texts);
        if (_scorer.Bundle.Model is GraphModel graph)
        {
            Label = graph.PredictFull(_inputs, _texts, _values);
            IsPositive = graph.PositiveClass >= 0 ? Label == graph.Classes[graph.PositiveClass] : graph.Output == OutputKind.Anomaly && Label == graph.Classes[0];
            return;
        }

        PredictOwn(_scorer.Bundle.Model);
    }

    // A model trained here has the classes 0 and 1, told apart by the threshold; one of several classes counts them.
    private void PredictOwn(Model model)
    {
        switch (model.Output)
        {
            case OutputKind.Probability:
                _values[1] = model.Score(_inputs, _texts);
                _values[0] = 1 - _values[1];
                IsPositive = _values[1] >= _scorer.Bundle.Threshold;
                Label = IsPositive ? "1" : "0";
                break;
            case OutputKind.ClassProbabilities:
                model.Score(_inputs, _texts, _values);
                Label = _values.IndexOf(_values.Max()).ToString(CultureInfo.InvariantCulture);
                break;
            default:
                model.Score(_inputs, _texts, _values);
                Label = _values[0].ToString("G17", CultureInfo.InvariantCulture);
                break;
        }
    }

    private static IReadOnlyList<string> NamesOf(Model model) => model switch
    {
        GraphModel graph => graph.FullOutputNames,
        { Output: OutputKind.Probability } => ["proba_0", "proba_1"],
        { Output: OutputKind.ClassProbabilities } => [.. Enumerable.Range(0, model.OutputCount).Select(i => $"proba_{i}")],
        _ => [.. Enumerable.Range(0, model.OutputCount).Select(i => model.OutputCount == 1 ? "value" : $"value_{i}")],
    };
}
