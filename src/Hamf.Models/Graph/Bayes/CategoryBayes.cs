using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Bayes;

/// <summary>Naive Bayes over columns of category codes: scikit-learn's CategoricalNB.</summary>
internal sealed class CategoryBayes : JointLikelihood
{
    public const string KindName = "category-bayes";

    private readonly Matrix[] _logProbabilities;
    private readonly double[] _logPriors;

    /// <param name="classes">The labels.</param>
    /// <param name="logProbabilities">For each column [classes x categories].</param>
    /// <param name="logPriors">[classes].</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public CategoryBayes(string[] classes, Matrix[] logProbabilities, double[] logPriors)
        : base(classes)
    {
        PartCheck.Width(logProbabilities.Length);
        foreach (Matrix matrix in logProbabilities)
        {
            PartCheck.Count(matrix.RowCount, classes.Length, "rows of log probabilities");
            PartCheck.Finite(matrix.Values, "log probabilities");
        }

        CheckLogPriors(logPriors, classes.Length);
        (_logProbabilities, _logPriors) = (logProbabilities, logPriors);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "categorical_naive_bayes";

    /// <inheritdoc/>
    public override int InputWidth => _logProbabilities.Length;

    public static CategoryBayes Read(ref PartReader reader)
    {
        string[] classes = reader.Texts("a class");
        double[] priors = reader.Doubles();
        var columns = new List<Matrix>();
        for (int left = reader.Int(); left > 0; left--)
        {
            columns.Add(reader.Matrix());
        }

        return new CategoryBayes(classes, [.. columns], priors);
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Texts(Classes);
        writer.Doubles(_logPriors);
        writer.Int(_logProbabilities.Length);
        foreach (Matrix matrix in _logProbabilities)
        {
            writer.Matrix(matrix);
        }
    }

    /// <inheritdoc/>
    protected override void LogLikelihoods(RowVector row, Span<double> values, Workspace workspace)
    {
        values.Clear();
        for (int column = 0; column < _logProbabilities.Length; column++)
        {
            Matrix matrix = _logProbabilities[column];

            // The library cuts off digits behind the point before it looks the code up.
            double code = Math.Truncate(row[column]);
            if (!(code >= 0 && code < matrix.ColumnCount))
            {
                throw new RowRefusedException($"column {column} of the input of {Algorithm} is category {row[column]:R}; it knows 0 to {matrix.ColumnCount - 1}");
            }

            for (int k = 0; k < values.Length; k++)
            {
                values[k] += matrix[k][(int)code];
            }
        }

        for (int k = 0; k < values.Length; k++)
        {
            values[k] += _logPriors[k];
        }
    }
}
