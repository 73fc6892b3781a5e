using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Bayes;

/// <summary>Naive Bayes over normal distributions: scikit-learn's GaussianNB.</summary>
internal sealed class GaussianBayes : JointLikelihood
{
    public const string KindName = "gaussian-bayes";

    private readonly Matrix _means;
    private readonly Matrix _variances;
    private readonly double[] _logPriors;
    private readonly double[] _scales;

    /// <param name="classes">The labels.</param>
    /// <param name="means">[classes x columns].</param>
    /// <param name="variances">[classes x columns], above 0.</param>
    /// <param name="logPriors">[classes].</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public GaussianBayes(string[] classes, Matrix means, Matrix variances, double[] logPriors)
        : base(classes)
    {
        PartCheck.Width(means.ColumnCount);
        PartCheck.Count(means.RowCount, classes.Length, "rows of means");
        PartCheck.Count(variances.RowCount, classes.Length, "rows of variances");
        PartCheck.Count(variances.ColumnCount, means.ColumnCount, "columns of variances");
        PartCheck.Finite(means.Values, "means");
        PartCheck.Finite(variances.Values, "variances");
        CheckLogPriors(logPriors, classes.Length);
        if (variances.Values.Any(v => v <= 0))
        {
            throw new ArgumentException("A variance is not above 0.");
        }

        (_means, _variances, _logPriors) = (means, variances, logPriors);
        _scales = [.. Enumerable.Range(0, classes.Length).Select(k => -0.5 * LogOfRoots(variances[k]))];
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "gaussian_naive_bayes";

    /// <inheritdoc/>
    public override int InputWidth => _means.ColumnCount;

    public static GaussianBayes Read(ref PartReader reader) => new(reader.Texts("a class"), reader.Matrix(), reader.Matrix(), reader.Doubles());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Texts(Classes);
        writer.Matrix(_means);
        writer.Matrix(_variances);
        writer.Doubles(_logPriors);
    }

    /// <inheritdoc/>
    protected override void LogLikelihoods(RowVector row, Span<double> values, Workspace workspace)
    {
        RowVector all = workspace.Rent(InputWidth);
        row.CopyTo(all.Numbers);
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = _logPriors[k] + (_scales[k] - (0.5 * Distance(all.Numbers, _means[k], _variances[k])));
        }

        workspace.Return();
    }

    private static double Distance(ReadOnlySpan<double> values, ReadOnlySpan<double> means, ReadOnlySpan<double> variances)
    {
        double distance = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double difference = values[i] - means[i];
            distance += difference * difference / variances[i];
        }

        return distance;
    }

    private static double LogOfRoots(ReadOnlySpan<double> variances)
    {
        double sum = 0;
        foreach (double variance in variances)
        {
            sum += Math.Log(2 * Math.PI * variance);
        }

        return sum;
    }
}
