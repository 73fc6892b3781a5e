using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Kernels;

/// <summary>A support vector machine for classes: scikit-learn's SVC and NuSVC.</summary>
internal sealed class SvmClassifier : Estimator
{
    public const string KindName = "svm-classifier";

    // libsvm keeps the probability between two classes this far from certainty.
    private const double LeastProbability = 1e-7;

    private readonly PairMachine _machine;
    private readonly string[] _classes;
    private readonly double[] _slopes;
    private readonly double[] _offsets;
    private readonly bool _isPerClass;
    private readonly bool _breaksTies;

    /// <param name="machine">The decisions between two classes.</param>
    /// <param name="classes">At least two labels.</param>
    /// <param name="slopes">[pairs of classes] of the probability curves (Platt 1999), or none.</param>
    /// <param name="offsets">As many.</param>
    /// <param name="isPerClass">Whether decision values are given per class, not per pair, where there are more than two.</param>
    /// <param name="breaksTies">Whether the largest of these values decides, not the votes alone.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public SvmClassifier(PairMachine machine, string[] classes, double[] slopes, double[] offsets, bool isPerClass, bool breaksTies)
    {
        PartCheck.Classes(classes);
        PartCheck.Count(machine.ClassCount, classes.Length, "classes with support vectors");
        PartCheck.Count(offsets.Length, slopes.Length, "offsets of probability curves");
        PartCheck.Count(slopes.Length, slopes.Length == 0 ? 0 : machine.PairCount, "slopes of probability curves");
        PartCheck.Finite(slopes, "slopes of probability curves");
        PartCheck.Finite(offsets, "offsets of probability curves");
        (_machine, _classes, _slopes, _offsets, _isPerClass, _breaksTies) = (machine, classes, slopes, offsets, isPerClass, breaksTies);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "svm";

    /// <inheritdoc/>
    public override int InputWidth => _machine.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => _slopes.Length > 0;

    /// <inheritdoc/>
    public override int DecisionCount => _isPerClass && _classes.Length > 2 ? _classes.Length : _machine.PairCount;

    public static SvmClassifier Read(ref PartReader reader) =>
        new(PairMachine.Read(ref reader), reader.Texts("a class"), reader.Doubles(), reader.Doubles(), reader.Flag(), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        _machine.Write(writer);
        writer.Texts(_classes);
        writer.Doubles(_slopes);
        writer.Doubles(_offsets);
        writer.Flag(_isPerClass);
        writer.Flag(_breaksTies);
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        if (!_isPerClass || _classes.Length == 2)
        {
            Pairs(row, values, workspace);

            // Of two classes the second is the positive one; between several the first of each pair.
            values[0] = _classes.Length == 2 ? -values[0] : values[0];
            return;
        }

        RowVector pairs = workspace.Rent(_machine.PairCount);
        Pairs(row, pairs.Numbers, workspace);
        JoinPairs(pairs.Numbers, values);
        workspace.Return();
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        int classes = _classes.Length;
        RowVector pairs = workspace.Rent(_machine.PairCount);
        RowVector between = workspace.Rent(classes * classes);
        RowVector scratch = workspace.Rent((classes * classes) + classes);
        Pairs(row, pairs.Numbers, workspace);
        for (int i = 0, pair = 0; i < classes; i++)
        {
            for (int j = i + 1; j < classes; j++, pair++)
            {
                double first = LogisticLink.Probability(-((pairs.Numbers[pair] * _slopes[pair]) + _offsets[pair]));
                first = Math.Clamp(first, LeastProbability, 1 - LeastProbability);
                between.Numbers[(i * classes) + j] = first;
                between.Numbers[(j * classes) + i] = 1 - first;
            }
        }

        PairCoupling.Solve(between.Numbers, probabilities, scratch.Numbers);
        workspace.Return();
        workspace.Return();
        workspace.Return();
    }

    /// <inheritdoc/>
    /// <remarks>By votes, whatever the probabilities say: the two can disagree.</remarks>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector pairs = workspace.Rent(_machine.PairCount);
        RowVector values = workspace.Rent(_classes.Length);
        Pairs(row, pairs.Numbers, workspace);
        if (_breaksTies && _isPerClass && _classes.Length > 2)
        {
            JoinPairs(pairs.Numbers, values.Numbers);
        }
        else
        {
            CountVotes(pairs.Numbers, values.Numbers);
        }

        int predicted = IndexOfLargest(values.Numbers);
        workspace.Return();
        workspace.Return();
        return predicted;
    }

    private void Pairs(RowVector row, Span<double> pairs, Workspace workspace)
    {
        RefuseMissing(row);
        _machine.Decide(row, pairs, workspace);
    }

    private static void JoinPairs(Span<double> pairs, Span<double> values)
    {
        foreach (ref double pair in pairs)
        {
            pair = -pair;
        }

        PairVotes.Join(pairs, pairs, values);
    }

    // A decision of exactly 0 is a vote for the second class.
    private static void CountVotes(ReadOnlySpan<double> pairs, Span<double> votes)
    {
        votes.Clear();
        for (int i = 0, pair = 0; i < votes.Length; i++)
        {
            for (int j = i + 1; j < votes.Length; j++, pair++)
            {
                votes[pairs[pair] > 0 ? i : j] += 1;
            }
        }
    }
}
