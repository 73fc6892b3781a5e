using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Linear;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Explaining;

namespace Hamf.Models.Explaining;

/// <summary>
/// Exact interventional SHAP values: what a feature contributes when those that are not known take their values from the rows of a
/// background sample together, instead of along the paths of the training rows. The contributions and the bases add up to the raw outputs,
/// as in <see cref="Model.Explain(ReadOnlySpan{double}, Span{double})"/>; its cost is in proportion to the background's rows.
/// Immutable and thread-safe.
/// </summary>
public sealed class BackgroundExplainer
{
    private readonly Model _model;
    private readonly InterventionalTreeShap? _trees;
    private readonly double[] _bases;

    // Of an additive model: each feature's mean contribution over the background.
    private readonly double[] _means;

    /// <summary>Prepares to explain against a sample.</summary>
    /// <param name="model">A tree or logistic model.</param>
    /// <param name="background">1 row or more with the model's features, some hundred as a rule; handed over.</param>
    /// <exception cref="ArgumentException">The background has no rows or other features.</exception>
    /// <exception cref="NotSupportedException">Another kind of model.</exception>
    public BackgroundExplainer(Model model, FeatureTable background)
    {
        if (background.RowCount == 0 || background.Columns.Length != model.Features.Count)
        {
            throw new ArgumentException($"The background has {background.RowCount} rows of {background.Columns.Length} features; expected 1 row or more of {model.Features.Count}.");
        }

        _model = model;
        _trees = model is TreeModel trees ? new InterventionalTreeShap(trees.Trees, background) : null;
        _means = new double[model.Features.Count];
        _bases = _trees?.Bases ?? BasesOf(model, background, _means);
    }

    /// <summary>Mean raw outputs over the background, [outputs].</summary>
    public IReadOnlyList<double> Bases => _bases;

    /// <summary>Writes the contributions of a row.</summary>
    /// <param name="values">One value per feature.</param>
    /// <param name="contributions">[features x outputs], row-major.</param>
    public void Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        if (values.Length != _means.Length || contributions.Length != _means.Length * _bases.Length)
        {
            throw new ArgumentException($"Expected {_means.Length} values and {_means.Length * _bases.Length} contributions, found {values.Length} and {contributions.Length}.");
        }

        if (_trees is not null)
        {
            _trees.Explain(values, contributions);
            return;
        }

        _model.Explain(values, contributions);
        for (int f = 0; f < _means.Length; f++)
        {
            contributions[f] -= _means[f];
        }
    }

    private static double[] BasesOf(Model model, FeatureTable background, double[] means)
    {
        if (model is not LogisticModel)
        {
            throw new NotSupportedException($"A model of algorithm {model.Algorithm} cannot be explained against a background.");
        }

        var contributions = new double[background.RowCount * means.Length];
        double mean = model.ExplainAll(background, contributions)[0];
        for (int i = 0; i < contributions.Length; i++)
        {
            means[i % means.Length] += contributions[i] / background.RowCount;
        }

        return [mean + means.Sum()];
    }
}
