using Hamf.Models.Calibration;
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

    // Of an additive model: the mean contributions over the background, [features x outputs].
    private readonly double[] _means;

    /// <summary>Prepares to explain against a sample.</summary>
    /// <param name="model">A tree model or an additive one; of a calibrated model, what it calibrates is explained.</param>
    /// <param name="background">1 row or more with the model's features, some hundred as a rule; handed over.</param>
    /// <exception cref="ArgumentException">The background has no rows or other features.</exception>
    /// <exception cref="NotSupportedException">Another kind of model.</exception>
    public BackgroundExplainer(Model model, FeatureTable background)
    {
        if (background.RowCount == 0 || background.Columns.Length != model.Features.Count)
        {
            throw new ArgumentException($"The background has {background.RowCount} rows of {background.Columns.Length} features; expected 1 row or more of {model.Features.Count}.");
        }

        _model = model is CalibratedModel calibrated ? calibrated.Inner : model;
        _trees = _model is TreeModel trees ? new InterventionalTreeShap(trees.Trees, background) : null;
        _means = new double[_model.Features.Count * _model.OutputCount];
        _bases = _trees?.Bases ?? BasesOf(_model, background, _means);
    }

    /// <summary>Mean raw outputs over the background, [outputs].</summary>
    public IReadOnlyList<double> Bases => _bases;

    /// <summary>Writes the contributions of a row.</summary>
    /// <param name="values">One value per feature.</param>
    /// <param name="contributions">[features x outputs], row-major.</param>
    public void Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        if (values.Length != _model.Features.Count || contributions.Length != _means.Length)
        {
            throw new ArgumentException($"Expected {_model.Features.Count} values and {_means.Length} contributions, found {values.Length} and {contributions.Length}.");
        }

        if (_trees is not null)
        {
            _trees.Explain(values, contributions);
            return;
        }

        _model.Explain(values, contributions, new double[_bases.Length]);
        for (int i = 0; i < _means.Length; i++)
        {
            contributions[i] -= _means[i];
        }
    }

    private static double[] BasesOf(Model model, FeatureTable background, double[] means)
    {
        if (model is not AdditiveModel)
        {
            throw new NotSupportedException($"A model of algorithm {model.Algorithm} cannot be explained against a background.");
        }

        var contributions = new double[background.RowCount * means.Length];
        double[] bases = model.ExplainAll(background, contributions);
        for (int i = 0; i < contributions.Length; i++)
        {
            means[i % means.Length] += contributions[i] / background.RowCount;
        }

        for (int i = 0; i < means.Length; i++)
        {
            bases[i % bases.Length] += means[i];
        }

        return bases;
    }
}
