using Hamf.Models.Formats.Hamf;
using Hamf.Models.Trees;

namespace Hamf.Models.Graph.Boosting;

/// <summary>XGBoost's linear booster: sums of floats in column order; a missing value, and what a sparse row does not store, adds nothing.</summary>
internal sealed class SingleLinearEstimator : Estimator
{
    public const string KindName = "boosting-linear";

    private readonly string[] _classes;
    private readonly float[] _weights;
    private readonly float[] _starts;
    private readonly TreeLink _link;

    /// <param name="classes">The labels; two for one output with a probability, none for a number.</param>
    /// <param name="weights">[columns x outputs], row-major.</param>
    /// <param name="starts">What each output begins with.</param>
    /// <param name="link">What is applied to the sums.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public SingleLinearEstimator(string[] classes, float[] weights, float[] starts, TreeLink link)
    {
        int expected = link switch
        {
            TreeLink.Softmax => starts.Length,
            TreeLink.Logistic or TreeLink.Step => 2,
            _ => 0,
        };
        if (starts.Length == 0 || weights.Length % starts.Length != 0 || classes.Length != expected || (link != TreeLink.Softmax && starts.Length != 1)
            || link is not (TreeLink.Softmax or TreeLink.Logistic or TreeLink.Step or TreeLink.Identity or TreeLink.Exponential)
            || !Array.TrueForAll(weights, float.IsFinite) || !Array.TrueForAll(starts, float.IsFinite))
        {
            throw new ArgumentException($"{weights.Length} weights, {starts.Length} outputs and {classes.Length} classes make no linear model.", nameof(weights));
        }

        (_classes, _weights, _starts, _link) = (classes, weights, starts, link);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "xgboost_linear";

    /// <inheritdoc/>
    public override int InputWidth => _weights.Length / _starts.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => _classes.Length > 0;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static SingleLinearEstimator Read(ref PartReader reader) => new(
        reader.Texts("a class"),
        Array.ConvertAll(reader.Doubles(), value => (float)value),
        Array.ConvertAll(reader.Doubles(), value => (float)value),
        (TreeLink)reader.Int());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Texts(_classes);
        writer.Doubles(Array.ConvertAll(_weights, value => (double)value));
        writer.Doubles(Array.ConvertAll(_starts, value => (double)value));
        writer.Int((int)_link);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        bool isPair = _starts.Length == 1;
        Span<double> sums = isPair ? probabilities.Slice(1, 1) : probabilities;
        Add(row, sums);
        _link.Apply(sums, TreeSum.Single);
        probabilities[0] = isPair ? 1 - probabilities[1] : probabilities[0];
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector outputs = workspace.Rent(_starts.Length);
        Add(row, outputs.Numbers);
        _link.Apply(outputs.Numbers, TreeSum.Single);
        double predicted = _classes.Length == 0 ? outputs.Numbers[0]
            : _starts.Length > 1 ? IndexOfLargest(outputs.Numbers)
            : outputs.Numbers[0] > 0.5 ? 1 : 0;
        workspace.Return();
        return predicted;
    }

    /// <inheritdoc/>
    public override bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace)
    {
        baseValue = _starts[0];
        if (_starts.Length > 1)
        {
            return false;
        }

        row.CopyTo(contributions);
        for (int i = 0; i < contributions.Length; i++)
        {
            contributions[i] = double.IsNaN(contributions[i]) ? 0 : (float)contributions[i] * _weights[i];
        }

        return true;
    }

    private void Add(RowVector row, Span<double> sums)
    {
        ReadOnlySpan<double> numbers = row.Numbers;
        for (int k = 0; k < _starts.Length; k++)
        {
            float sum = _starts[k];
            for (int i = 0; i < numbers.Length; i++)
            {
                int column = row.IsSparse ? row.Indices[i] : i;
                float value = (float)numbers[i];
                if (float.IsInfinity(value))
                {
                    throw new RowRefusedException($"column {column} of the input of {Algorithm} is infinite or too large, which it does not take");
                }

                sum = float.IsNaN(value) ? sum : sum + (value * _weights[(column * _starts.Length) + k]);
            }

            sums[k] = sum;
        }
    }
}
