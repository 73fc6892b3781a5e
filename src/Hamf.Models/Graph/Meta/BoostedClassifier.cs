using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Meta;

/// <summary>Models that were each trained on what those before got wrong: scikit-learn's AdaBoostClassifier.</summary>
internal sealed class BoostedClassifier : Estimator
{
    public const string KindName = "boosted-classifier";

    // NumPy's machine epsilon of doubles: the lowest probability whose logarithm SAMME.R takes.
    private const double LeastProbability = 2.220446049250313e-16;

    private readonly Estimator[] _members;
    private readonly double[] _weights;
    private readonly string[] _classes;
    private readonly BoostedVote _vote;
    private readonly int[][] _positions;
    private readonly double _total;

    /// <param name="members">Classifiers of the same classes; with SAMME one may lack classes.</param>
    /// <param name="weights">One per model.</param>
    /// <param name="classes">The labels.</param>
    /// <param name="vote">How they are added up.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public BoostedClassifier(Estimator[] members, double[] weights, string[] classes, BoostedVote vote)
    {
        PartCheck.Classes(classes);
        MemberWeights.Check(weights, members.Length);
        if (!Enum.IsDefined(vote))
        {
            throw new ArgumentException($"There is no vote {vote}.");
        }

        _positions = Array.ConvertAll(members, m => MemberWeights.Positions(m.Classes, classes));
        for (int i = 0; i < members.Length; i++)
        {
            bool isFit = vote == BoostedVote.Real ? members[i].HasProbabilities && members[i].Classes.Count == classes.Length : members[i].Classes.Count > 0;
            PartCheck.Count(isFit ? classes.Length : 0, classes.Length, $"classes of model {i}");
        }

        (_members, _weights, _classes, _vote, _total) = (members, weights, classes, vote, weights.Sum());
        InputWidth = PartCheck.CommonWidth(members);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "adaboost";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => Array.Exists(_members, member => member.ReadsText(column));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    /// <inheritdoc/>
    public override int DecisionCount => _classes.Length == 2 ? 1 : _classes.Length;

    public static BoostedClassifier Read(ref PartReader reader) =>
        new(reader.Parts<Estimator>(), reader.Doubles(), reader.Texts("a class"), (BoostedVote)reader.Int());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Parts(_members);
        writer.Doubles(_weights);
        writer.Texts(_classes);
        writer.Int((int)_vote);
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        RowVector sums = workspace.Rent(_classes.Length);
        AddUp(row, sums.Numbers, workspace);
        if (_classes.Length == 2)
        {
            values[0] = sums.Numbers[1] - sums.Numbers[0];
        }
        else
        {
            sums.Numbers.CopyTo(values);
        }

        workspace.Return();
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        if (_classes.Length == 2)
        {
            Decide(row, probabilities[1..], workspace);
            probabilities[1] /= 2;
            probabilities[0] = -probabilities[1];
        }
        else
        {
            Decide(row, probabilities, workspace);
            foreach (ref double value in probabilities)
            {
                value /= _classes.Length - 1;
            }
        }

        SoftmaxLink.Apply(probabilities);
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector values = workspace.Rent(DecisionCount);
        Decide(row, values.Numbers, workspace);
        int predicted = values.Width > 1 ? IndexOfLargest(values.Numbers) : values.Numbers[0] > 0 ? 1 : 0;
        workspace.Return();
        return predicted;
    }

    private void AddUp(RowVector row, Span<double> sums, Workspace workspace)
    {
        RefuseMissing(row);
        sums.Clear();
        for (int i = 0; i < _members.Length; i++)
        {
            if (_vote == BoostedVote.Real)
            {
                AddReal(_members[i], _positions[i], row, sums, workspace);
            }
            else
            {
                AddVote(_positions[i][(int)_members[i].Predict(row, workspace)], _weights[i], sums);
            }
        }

        foreach (ref double sum in sums)
        {
            sum /= _total;
        }
    }

    private void AddVote(int chosen, double weight, Span<double> sums)
    {
        double other = _vote == BoostedVote.Balanced ? -1.0 / (sums.Length - 1) * weight : 0;
        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] += k == chosen ? weight : other;
        }
    }

    private static void AddReal(Estimator member, int[] positions, RowVector row, Span<double> sums, Workspace workspace)
    {
        RowVector logs = workspace.Rent(positions.Length);
        member.Probabilities(row, logs.Numbers, workspace);
        double sum = 0;
        foreach (ref double value in logs.Numbers)
        {
            value = Math.Log(Math.Max(value, LeastProbability));
            sum += value;
        }

        for (int k = 0; k < positions.Length; k++)
        {
            sums[positions[k]] += (positions.Length - 1) * (logs.Numbers[k] - (1.0 / positions.Length * sum));
        }

        workspace.Return();
    }
}
