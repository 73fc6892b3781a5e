using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>The weighted mean of several models' probabilities: scikit-learn's VotingClassifier with voting='soft'.</summary>
internal sealed class SoftVoting : Estimator
{
    public const string KindName = "soft-voting";

    private readonly Estimator[] _members;
    private readonly double[] _weights;
    private readonly string[] _classes;
    private readonly double _total;

    /// <param name="members">Models with probabilities of the same classes in the same order.</param>
    /// <param name="weights">One per model.</param>
    /// <param name="classes">The labels.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public SoftVoting(Estimator[] members, double[] weights, string[] classes)
    {
        PartCheck.Classes(classes);
        MemberWeights.Check(weights, members.Length);
        foreach (Estimator member in members)
        {
            PartCheck.Count(member.HasProbabilities ? member.Classes.Count : 0, classes.Length, $"probabilities of {member.Algorithm}");
        }

        (_members, _weights, _classes, _total) = (members, weights, classes, weights.Sum());
        InputWidth = PartCheck.CommonWidth(members);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "voting";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => Array.Exists(_members, member => member.ReadsText(column));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    public static SoftVoting Read(ref PartReader reader) => new(reader.Parts<Estimator>(), reader.Doubles(), reader.Texts("a class"));

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Parts(_members);
        writer.Doubles(_weights);
        writer.Texts(_classes);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        RowVector inner = workspace.Rent(_classes.Length);
        probabilities.Clear();
        for (int i = 0; i < _members.Length; i++)
        {
            _members[i].Probabilities(row, inner.Numbers, workspace);
            for (int k = 0; k < _classes.Length; k++)
            {
                probabilities[k] += inner.Numbers[k] * _weights[i];
            }
        }

        foreach (ref double probability in probabilities)
        {
            probability /= _total;
        }

        workspace.Return();
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector means = workspace.Rent(_classes.Length);
        Probabilities(row, means.Numbers, workspace);
        int predicted = IndexOfLargest(means.Numbers);
        workspace.Return();
        return predicted;
    }
}
