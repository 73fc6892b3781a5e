using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>The weighted mean of several models' numbers: scikit-learn's VotingRegressor.</summary>
internal sealed class MeanRegressor : Estimator
{
    public const string KindName = "mean-regressor";

    private readonly Estimator[] _members;
    private readonly double[] _weights;
    private readonly double _total;

    /// <param name="members">Regressors.</param>
    /// <param name="weights">One per model.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public MeanRegressor(Estimator[] members, double[] weights)
    {
        MemberWeights.Check(weights, members.Length);
        CheckNumeric(members);
        (_members, _weights, _total) = (members, weights, weights.Sum());
        InputWidth = PartCheck.CommonWidth(members);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "voting_regression";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => Array.Exists(_members, member => member.ReadsText(column));

    public static MeanRegressor Read(ref PartReader reader) => new(reader.Parts<Estimator>(), reader.Doubles());

    /// <summary>Refuses models of classes.</summary>
    public static void CheckNumeric(Estimator[] members)
    {
        if (Array.Find(members, m => m.Classes.Count > 0) is { } wrong)
        {
            throw new ArgumentException($"A model inside ({wrong.Algorithm}) predicts classes where a number is needed.");
        }
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Parts(_members);
        writer.Doubles(_weights);
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        double sum = 0;
        for (int i = 0; i < _members.Length; i++)
        {
            sum += _members[i].Predict(row, workspace) * _weights[i];
        }

        return sum / _total;
    }
}
