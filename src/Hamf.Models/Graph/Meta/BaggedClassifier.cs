using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>Models of drawn rows and columns that share their probabilities, or vote where they have none: scikit-learn's BaggingClassifier.</summary>
internal sealed class BaggedClassifier : Estimator
{
    public const string KindName = "bagged-classifier";

    private readonly Estimator[] _members;
    private readonly ColumnPick[] _picks;
    private readonly string[] _classes;
    private readonly int[][] _positions;

    /// <param name="width">Columns of a row.</param>
    /// <param name="members">Classifiers of classes numbered in the order of <paramref name="classes"/>; one may lack classes.</param>
    /// <param name="picks">The columns of each.</param>
    /// <param name="classes">The labels.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public BaggedClassifier(int width, Estimator[] members, ColumnPick[] picks, string[] classes)
    {
        PartCheck.Classes(classes);
        PartCheck.Width(width);
        BaggedRegressor.CheckPicks(members, picks);
        string[] numbers = MemberWeights.Numbered(classes.Length);
        _positions = Array.ConvertAll(members, m => MemberWeights.Positions(m.Classes, numbers));
        if (_positions.Any(p => p.Length == 0))
        {
            throw new ArgumentException("A model inside has no classes.");
        }

        (InputWidth, _members, _picks, _classes) = (width, members, picks, classes);
        DecisionCount = members[0].DecisionCount;
        DecisionCount = members.All(m => m.DecisionCount == DecisionCount && m.Classes.Count == classes.Length) ? DecisionCount : 0;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "bagging";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    /// <inheritdoc/>
    public override int DecisionCount { get; }

    public static BaggedClassifier Read(ref PartReader reader)
    {
        int width = reader.Int();
        Estimator[] members = reader.Parts<Estimator>();
        return new BaggedClassifier(width, members, BaggedRegressor.ReadPicks(ref reader, members.Length, width), reader.Texts("a class"));
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Parts(_members);
        foreach (ColumnPick pick in _picks)
        {
            pick.Write(writer);
        }

        writer.Texts(_classes);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        probabilities.Clear();
        for (int i = 0; i < _members.Length; i++)
        {
            Add(_members[i], _positions[i], _picks[i].Apply(row, workspace), probabilities, workspace);
            workspace.Return();
        }

        foreach (ref double probability in probabilities)
        {
            probability /= _members.Length;
        }
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        RowVector inner = workspace.Rent(DecisionCount);
        values.Clear();
        for (int i = 0; i < _members.Length; i++)
        {
            _members[i].Decide(_picks[i].Apply(row, workspace), inner.Numbers, workspace);
            workspace.Return();
            for (int k = 0; k < values.Length; k++)
            {
                values[k] += inner.Numbers[k];
            }
        }

        foreach (ref double value in values)
        {
            value /= _members.Length;
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

    private static void Add(Estimator member, int[] positions, RowVector row, Span<double> sums, Workspace workspace)
    {
        if (!member.HasProbabilities)
        {
            sums[positions[(int)member.Predict(row, workspace)]] += 1;
            return;
        }

        RowVector inner = workspace.Rent(positions.Length);
        member.Probabilities(row, inner.Numbers, workspace);
        for (int k = 0; k < positions.Length; k++)
        {
            sums[positions[k]] += inner.Numbers[k];
        }

        workspace.Return();
    }
}
