using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Linear;

/// <summary>Classes told apart by planes: one plane for two classes, else one per class. scikit-learn's LogisticRegression and its kin.</summary>
internal sealed class LinearClassifier : Estimator
{
    public const string KindName = "linear-classifier";

    private readonly LinearSums _sums;
    private readonly string[] _classes;
    private readonly LinearLink _link;
    private readonly bool _boundaryIsSecond;

    /// <param name="algorithm">The short name.</param>
    /// <param name="sums">One for two classes (positive for the second), else one per class.</param>
    /// <param name="classes">At least two labels.</param>
    /// <param name="link">How probabilities are made.</param>
    /// <param name="boundaryIsSecond">Whether a row exactly on the plane belongs to the second of two classes.</param>
    /// <exception cref="ArgumentException">Sums and labels do not fit each other.</exception>
    public LinearClassifier(string algorithm, LinearSums sums, string[] classes, LinearLink link, bool boundaryIsSecond = false)
    {
        PartCheck.Classes(classes);
        PartCheck.Count(sums.Count, classes.Length == 2 ? 1 : classes.Length, "rows of weights");
        if (!Enum.IsDefined(link))
        {
            throw new ArgumentException($"There is no link {link}.");
        }

        (Algorithm, _sums, _classes, _link, _boundaryIsSecond) = (algorithm, sums, classes, link, boundaryIsSecond);
    }

    /// <summary>The planes.</summary>
    public LinearSums Sums => _sums;

    /// <summary>How probabilities are made.</summary>
    public LinearLink ProbabilityLink => _link;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm { get; }

    /// <inheritdoc/>
    public override int InputWidth => _sums.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => _link != LinearLink.None;

    /// <inheritdoc/>
    public override int DecisionCount => _sums.Count;

    public static LinearClassifier Read(ref PartReader reader) => new(
        reader.Text("the name of an algorithm"),
        new LinearSums(reader.Matrix(), reader.Doubles()),
        reader.Texts("a class"),
        (LinearLink)reader.Int(),
        reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Text(Algorithm);
        writer.Matrix(_sums.Weights);
        writer.Doubles(_sums.Intercepts);
        writer.Texts(_classes);
        writer.Int((int)_link);
        writer.Flag(_boundaryIsSecond);
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        RefuseMissing(row);
        _sums.Compute(row, values);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        if (_sums.Count > 1)
        {
            Decide(row, probabilities, workspace);
            Link(probabilities);
            return;
        }

        Decide(row, probabilities[1..], workspace);
        if (_link == LinearLink.Softmax)
        {
            probabilities[0] = -probabilities[1];
            SoftmaxLink.Apply(probabilities);
            return;
        }

        probabilities[1] = Probability(probabilities[1]);
        probabilities[0] = 1 - probabilities[1];
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector values = workspace.Rent(_sums.Count);
        Decide(row, values.Numbers, workspace);
        double first = values.Numbers[0];
        double predicted = _sums.Count > 1 ? IndexOfLargest(values.Numbers)
            : first > 0 || (_boundaryIsSecond && first == 0) ? 1
            : 0;
        workspace.Return();
        return predicted;
    }

    /// <inheritdoc/>
    public override bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace)
    {
        baseValue = _sums.Intercepts[0];
        if (_sums.Count > 1)
        {
            return false;
        }

        RefuseMissing(row);
        _sums.Explain(row, 0, contributions);
        return true;
    }

    private void Link(Span<double> values)
    {
        if (_link == LinearLink.Softmax)
        {
            SoftmaxLink.Apply(values);
            return;
        }

        double sum = 0;
        foreach (ref double value in values)
        {
            value = Probability(value);
            sum += value;
        }

        // Where no class claims the row at all, modified Huber gives all of them the same.
        bool isNone = sum == 0 && _link == LinearLink.ModifiedHuber;
        foreach (ref double value in values)
        {
            value = isNone ? 1.0 / values.Length : value / sum;
        }
    }

    private double Probability(double decision) =>
        _link == LinearLink.ModifiedHuber ? (Math.Clamp(decision, -1, 1) + 1) / 2 : LogisticLink.Probability(decision);
}
