using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Linear;

/// <summary>Classes told apart by normal distributions with a covariance each: scikit-learn's QuadraticDiscriminantAnalysis.</summary>
internal sealed class QuadraticClassifier : Estimator
{
    public const string KindName = "quadratic-classifier";

    private readonly string[] _classes;
    private readonly Matrix _means;
    private readonly Matrix[] _axes;
    private readonly double[] _offsets;

    /// <param name="classes">At least two labels.</param>
    /// <param name="means">[classes x columns].</param>
    /// <param name="axes">For each class [columns x axes]: the main axes, each divided by the standard deviation along it.</param>
    /// <param name="offsets">[classes]: the log density at the mean times the prior.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public QuadraticClassifier(string[] classes, Matrix means, Matrix[] axes, double[] offsets)
    {
        PartCheck.Classes(classes);
        PartCheck.Width(means.ColumnCount);
        PartCheck.Count(means.RowCount, classes.Length, "means");
        PartCheck.Count(axes.Length, classes.Length, "rotations");
        PartCheck.Count(offsets.Length, classes.Length, "priors");
        PartCheck.Finite(means.Values, "means");
        PartCheck.Finite(offsets, "log densities");
        foreach (Matrix matrix in axes)
        {
            PartCheck.Count(matrix.RowCount, means.ColumnCount, "rows of a rotation");
            PartCheck.Finite(matrix.Values, "rotations");
            if (matrix.ColumnCount > matrix.RowCount)
            {
                throw new ArgumentException($"A rotation has {matrix.ColumnCount} axes in {matrix.RowCount} columns.");
            }
        }

        (_classes, _means, _axes, _offsets) = (classes, means, axes, offsets);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "quadratic_discriminant";

    /// <inheritdoc/>
    public override int InputWidth => _means.ColumnCount;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    /// <inheritdoc/>
    public override int DecisionCount => _classes.Length == 2 ? 1 : _classes.Length;

    public static QuadraticClassifier Read(ref PartReader reader)
    {
        string[] classes = reader.Texts("a class");
        Matrix means = reader.Matrix();
        var axes = new Matrix[classes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = reader.Matrix();
        }

        return new QuadraticClassifier(classes, means, axes, reader.Doubles());
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Texts(_classes);
        writer.Matrix(_means);
        foreach (Matrix matrix in _axes)
        {
            writer.Matrix(matrix);
        }

        writer.Doubles(_offsets);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        LogDensities(row, probabilities, workspace);
        SoftmaxLink.Apply(probabilities);
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        RowVector all = workspace.Rent(_classes.Length);
        LogDensities(row, all.Numbers, workspace);
        if (_classes.Length == 2)
        {
            values[0] = all.Numbers[1] - all.Numbers[0];
        }
        else
        {
            all.Numbers.CopyTo(values);
        }

        workspace.Return();
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector all = workspace.Rent(_classes.Length);
        LogDensities(row, all.Numbers, workspace);
        int predicted = IndexOfLargest(all.Numbers);
        workspace.Return();
        return predicted;
    }

    private void LogDensities(RowVector row, Span<double> densities, Workspace workspace)
    {
        RefuseMissing(row);
        RowVector scratch = workspace.Rent(InputWidth);
        for (int k = 0; k < _axes.Length; k++)
        {
            row.CopyTo(scratch.Numbers);
            densities[k] = (-0.5 * SquaredDistance(scratch.Numbers, _means[k], _axes[k])) + _offsets[k];
        }

        workspace.Return();
    }

    private static double SquaredDistance(Span<double> values, ReadOnlySpan<double> mean, Matrix axes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] -= mean[i];
        }

        double distance = 0;
        for (int axis = 0; axis < axes.ColumnCount; axis++)
        {
            double along = 0;
            for (int i = 0; i < values.Length; i++)
            {
                along += values[i] * axes[i][axis];
            }

            distance += along * along;
        }

        return distance;
    }
}
