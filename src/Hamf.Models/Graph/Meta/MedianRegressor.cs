using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>The weighted median of several models' numbers: scikit-learn's AdaBoostRegressor.</summary>
internal sealed class MedianRegressor : Estimator
{
    public const string KindName = "median-regressor";

    private readonly Estimator[] _members;
    private readonly double[] _weights;

    /// <param name="members">Regressors.</param>
    /// <param name="weights">One per model.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public MedianRegressor(Estimator[] members, double[] weights)
    {
        MemberWeights.Check(weights, members.Length);
        MeanRegressor.CheckNumeric(members);
        (_members, _weights) = (members, weights);
        InputWidth = PartCheck.CommonWidth(members);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "adaboost_regression";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    public static MedianRegressor Read(ref PartReader reader) => new(reader.Parts<Estimator>(), reader.Doubles());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Parts(_members);
        writer.Doubles(_weights);
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RefuseMissing(row);
        RowVector values = workspace.Rent(_members.Length);
        RowVector weights = workspace.Rent(_members.Length);
        for (int i = 0; i < _members.Length; i++)
        {
            values.Numbers[i] = _members[i].Predict(row, workspace);
        }

        _weights.CopyTo(weights.Numbers);
        values.Numbers.Sort(weights.Numbers);
        double median = Median(values.Numbers, weights.Numbers);
        workspace.Return();
        workspace.Return();
        return median;
    }

    // The first number at which the weights so far reach half of all.
    private static double Median(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights)
        {
            total += weight;
        }

        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i];
            if (sum >= 0.5 * total)
            {
                return values[i];
            }
        }

        return values[0];
    }
}
