using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>The class that most models predict, by weight: scikit-learn's VotingClassifier with voting='hard'.</summary>
internal sealed class HardVoting : Estimator
{
    public const string KindName = "hard-voting";

    private readonly Estimator[] _members;
    private readonly double[] _weights;
    private readonly string[] _classes;
    private readonly int[][] _positions;

    /// <param name="members">Classifiers of classes numbered in the order of <paramref name="classes"/>.</param>
    /// <param name="weights">One per model.</param>
    /// <param name="classes">The labels.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public HardVoting(Estimator[] members, double[] weights, string[] classes)
    {
        PartCheck.Classes(classes);
        MemberWeights.Check(weights, members.Length);
        string[] numbers = MemberWeights.Numbered(classes.Length);
        _positions = Array.ConvertAll(members, m => MemberWeights.Positions(m.Classes, numbers));
        if (_positions.Any(p => p.Length == 0))
        {
            throw new ArgumentException("A model inside has no classes to vote for.");
        }

        (_members, _weights, _classes) = (members, weights, classes);
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

    public static HardVoting Read(ref PartReader reader) => new(reader.Parts<Estimator>(), reader.Doubles(), reader.Texts("a class"));

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Parts(_members);
        writer.Doubles(_weights);
        writer.Texts(_classes);
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector votes = workspace.Rent(_classes.Length);
        votes.Numbers.Clear();
        for (int i = 0; i < _members.Length; i++)
        {
            votes.Numbers[_positions[i][(int)_members[i].Predict(row, workspace)]] += _weights[i];
        }

        int predicted = IndexOfLargest(votes.Numbers);
        workspace.Return();
        return predicted;
    }
}
