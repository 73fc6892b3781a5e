using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Neighbors;

/// <summary>The class of the nearest training rows: scikit-learn's KNeighborsClassifier.</summary>
internal sealed class NeighborClassifier : Estimator
{
    public const string KindName = "neighbor-classifier";

    private readonly NeighborRows _rows;
    private readonly int[] _targets;
    private readonly bool _byDistance;
    private readonly string[] _classes;

    /// <param name="rows">The training rows.</param>
    /// <param name="targets">The position of each row's class.</param>
    /// <param name="byDistance">Whether nearer rows count more.</param>
    /// <param name="classes">The labels.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public NeighborClassifier(NeighborRows rows, int[] targets, bool byDistance, string[] classes)
    {
        PartCheck.Classes(classes, least: 1);
        PartCheck.Count(targets.Length, rows.RowCount, "classes of training rows");
        if (targets.AsSpan().ContainsAnyExceptInRange(0, classes.Length - 1))
        {
            throw new ArgumentException($"A training row has none of the {classes.Length} classes.");
        }

        (_rows, _targets, _byDistance, _classes) = (rows, targets, byDistance, classes);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "nearest_neighbors";

    /// <inheritdoc/>
    public override int InputWidth => _rows.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    public static NeighborClassifier Read(ref PartReader reader) =>
        new(NeighborRows.Read(ref reader), reader.Ints(), reader.Flag(), reader.Texts("a class"));

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        _rows.Write(writer);
        writer.Ints(_targets);
        writer.Flag(_byDistance);
        writer.Texts(_classes);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        CountVotes(row, probabilities, workspace);
        double sum = 0;
        foreach (double votes in probabilities)
        {
            sum += votes;
        }

        foreach (ref double probability in probabilities)
        {
            probability /= sum;
        }
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector votes = workspace.Rent(_classes.Length);
        CountVotes(row, votes.Numbers, workspace);
        int predicted = IndexOfLargest(votes.Numbers);
        workspace.Return();
        return predicted;
    }

    private void CountVotes(RowVector row, Span<double> votes, Workspace workspace)
    {
        RefuseMissing(row);
        RowVector weights = workspace.Rent(_rows.Count);
        RowVector positions = workspace.Rent(_rows.Count);
        _rows.Find(row, weights.Numbers, positions.Numbers, workspace);
        NeighborWeights.Fill(weights.Numbers, _byDistance);
        votes.Clear();
        for (int i = 0; i < weights.Width; i++)
        {
            votes[_targets[(int)positions.Numbers[i]]] += weights.Numbers[i];
        }

        workspace.Return();
        workspace.Return();
    }
}
