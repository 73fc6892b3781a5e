using Hamf.Models.Bayes;
using Hamf.Models.Data;
using Hamf.Models.Graph.Onnx;
using Hamf.Models.Linear;

namespace Hamf.Models.Formats.Onnx.Export;

/// <summary>Sums of effects - logistic regression, naive Bayes - as operators on doubles.</summary>
internal sealed class AdditiveExport
{
    private readonly ExportGraph _graph;
    private readonly ExportInputs _inputs;
    private readonly AdditiveModel _model;
    private readonly int _outputs;

    private AdditiveExport(ExportGraph graph, ExportInputs inputs, AdditiveModel model) =>
        (_graph, _inputs, _model, _outputs) = (graph, inputs, model, model.OutputCount);

    /// <summary>Writes the model.</summary>
    /// <returns>Name of its outputs, doubles, [rows x outputs].</returns>
    public static string Write(ExportGraph graph, ExportInputs inputs, AdditiveModel model)
    {
        var export = new AdditiveExport(graph, inputs, model);
        string sum = graph.Plain("Sum", [graph.Doubles(model.Intercepts, 1, model.OutputCount), .. export.Parts()]);
        return model.OutputCount == 1 ? graph.Plain("Sigmoid", [sum]) : graph.Plain("Softmax", [sum], ("axis", 1L));
    }

    // Each [rows x outputs].
    private IEnumerable<string> Parts()
    {
        int[] features = [.. Enumerable.Range(0, _model.Terms.Length)];
        foreach (int f in features.Where(f => _model.Features[f].Kind == FeatureKind.Categorical))
        {
            yield return Category(f, (LinearTerms)_model.Terms[f]);
        }

        int[] linear = [.. features.Where(f => _model.Features[f].Kind == FeatureKind.Numeric && _model.Terms[f] is LinearTerms)];
        if (linear.Length > 0)
        {
            foreach (string part in Linear(linear, Array.ConvertAll(linear, f => (LinearTerms)_model.Terms[f])))
            {
                yield return part;
            }
        }

        int[] normal = [.. features.Where(f => _model.Terms[f] is GaussianTerms)];
        if (normal.Length > 0)
        {
            yield return Normal(normal, Array.ConvertAll(normal, f => (GaussianTerms)_model.Terms[f]));
        }
    }

    private string Category(int feature, LinearTerms term)
    {
        // The unseen stand between the categories and the missing, and add nothing.
        int unseen = _model.Features[feature].UnseenCode * _outputs;
        double[] table = [.. term.Weights[..unseen], .. new double[_outputs], .. term.Weights[unseen..]];
        string rows = _graph.Plain("Gather", [_graph.Doubles(table, table.Length / _outputs, _outputs), _inputs.Positions(feature)], ("axis", 0L));
        return _graph.Plain("Reshape", [rows, _graph.Integers(-1, _outputs)]);
    }

    private IEnumerable<string> Linear(int[] features, LinearTerms[] terms)
    {
        string values = _inputs.Numbers(features);
        string isMissing = _graph.Plain("IsNaN", [values]);
        string deviations = _graph.Plain("Div", [_graph.Plain("Sub", [values, Row(terms, term => term.Mean)]), Row(terms, term => term.Scale)]);
        string limited = Limit(deviations, _graph.Doubles([-LinearTerms.MaxDeviations]), _graph.Doubles([LinearTerms.MaxDeviations]));
        string known = _graph.Plain("Where", [isMissing, _graph.Doubles([0], 1), limited]);
        yield return _graph.Plain("MatMul", [known, Weights(terms, 0)]);
        yield return _graph.Plain("MatMul", [_graph.Cast(isMissing, ElementType.Double), Weights(terms, _outputs)]);
    }

    private string Normal(int[] features, GaussianTerms[] terms)
    {
        string values = _inputs.Numbers(features);
        string isMissing = _graph.Plain("IsNaN", [values]);
        string limited = Limit(values, Row(terms, term => term.Low), Row(terms, term => term.High));
        int classes = terms[0].Means.Length;
        string[] densities = new string[classes];
        for (int k = 0; k < classes; k++)
        {
            int ofClass = k;
            string z = _graph.Plain("Div", [_graph.Plain("Sub", [limited, Row(terms, term => term.Means[ofClass])]), Row(terms, term => Math.Sqrt(term.Variances[ofClass]))]);
            string fall = _graph.Plain("Mul", [_graph.Plain("Mul", [z, z]), _graph.Doubles([-0.5], 1)]);
            string density = _graph.Plain("Add", [fall, Row(terms, term => -0.5 * (Math.Log(2 * Math.PI) + Math.Log(term.Variances[ofClass])))]);
            string known = _graph.Plain("Where", [isMissing, _graph.Doubles([0], 1), density]);
            densities[k] = _graph.Plain("ReduceSum", [known, _graph.Integers(1)], ("keepdims", 1L));
        }

        return _outputs == 1 ? _graph.Plain("Sub", [densities[1], densities[0]]) : _graph.Plain("Concat", densities, ("axis", 1L));
    }

    private string Limit(string values, string low, string high) => _graph.Plain("Min", [_graph.Plain("Max", [values, low]), high]);

    private string Row<T>(T[] terms, Func<T, double> value) => _graph.Doubles(Array.ConvertAll(terms, term => value(term)), 1, terms.Length);

    private string Weights(LinearTerms[] terms, int from) =>
        _graph.Doubles([.. terms.SelectMany(term => term.Weights[from..(from + _outputs)])], terms.Length, _outputs);
}
