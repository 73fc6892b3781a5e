using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>One model per class against all others; a single one for two classes: scikit-learn's OneVsRestClassifier.</summary>
internal sealed class OneVsRestEstimator : Estimator
{
    public const string KindName = "one-vs-rest";

    private readonly Estimator[] _members;
    private readonly string[] _classes;

    /// <param name="members">One for two classes, else one per class.</param>
    /// <param name="classes">The labels.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public OneVsRestEstimator(Estimator[] members, string[] classes)
    {
        PartCheck.Classes(classes);
        PartCheck.Count(members.Length, classes.Length == 2 ? 1 : classes.Length, "models");
        Array.ForEach(members, BinaryMember.Check);
        (_members, _classes) = (members, classes);
        InputWidth = PartCheck.CommonWidth(members);
        HasProbabilities = members.All(m => m.HasProbabilities);
        DecisionCount = members.All(m => m.DecisionCount == 1) ? members.Length : 0;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "one_vs_rest";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => Array.Exists(_members, member => member.ReadsText(column));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities { get; }

    /// <inheritdoc/>
    public override int DecisionCount { get; }

    public static OneVsRestEstimator Read(ref PartReader reader) => new(reader.Parts<Estimator>(), reader.Texts("a class"));

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Parts(_members);
        writer.Texts(_classes);
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        for (int i = 0; i < _members.Length; i++)
        {
            values[i] = BinaryMember.Score(_members[i], row, workspace);
        }
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        if (_members.Length == 1)
        {
            probabilities[1] = BinaryMember.Probability(_members[0], row, workspace);
            probabilities[0] = 1 - probabilities[1];
        }
        else
        {
            for (int i = 0; i < _members.Length; i++)
            {
                probabilities[i] = BinaryMember.Probability(_members[i], row, workspace);
            }
        }

        double sum = 0;
        foreach (double probability in probabilities)
        {
            sum += probability;
        }

        foreach (ref double probability in probabilities)
        {
            probability = sum == 0 ? 0 : probability / sum;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Of several models that are equally sure the last one wins, as in the library.</remarks>
    public override double Predict(RowVector row, Workspace workspace)
    {
        if (_members.Length == 1)
        {
            return BinaryMember.Score(_members[0], row, workspace) > BinaryMember.Threshold(_members[0]) ? 1 : 0;
        }

        (int best, double highest) = (0, double.NegativeInfinity);
        for (int i = 0; i < _members.Length; i++)
        {
            double score = BinaryMember.Score(_members[i], row, workspace);
            (best, highest) = score >= highest ? (i, score) : (best, highest);
        }

        return best;
    }
}
