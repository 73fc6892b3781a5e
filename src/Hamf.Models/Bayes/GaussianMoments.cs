using Hamf.Models.Learning;

namespace Hamf.Models.Bayes;

/// <summary>Weight, mean and variance of the known values of a numeric feature, overall and in each class.</summary>
internal sealed class GaussianMoments
{
    private readonly double[] _weights;
    private readonly double[] _means;
    private readonly double[] _variances;

    public GaussianMoments(TrainingSet train, int feature, int classCount)
    {
        // The last entry is that of all classes together.
        _weights = new double[classCount + 1];
        _means = new double[classCount + 1];
        _variances = new double[classCount + 1];
        Visit(train, feature, (i, weight, _) => _weights[i] += weight);
        Visit(train, feature, (i, weight, value) => _means[i] += weight / _weights[i] * value);
        Visit(train, feature, (i, weight, value) => _variances[i] += weight / _weights[i] * (value - _means[i]) * (value - _means[i]));
    }

    /// <summary>Mean of all known values.</summary>
    public double Mean => _means[^1];

    /// <summary>Variance of all known values, 0 where nothing varies or no double can hold it: the feature then tells nothing.</summary>
    public double Variance => double.IsFinite(_variances[^1]) ? _variances[^1] : 0;

    /// <summary>Mean in a class; a class without known values is taken to be like all.</summary>
    public double MeanOf(int ofClass) => _weights[ofClass] > 0 ? _means[ofClass] : Mean;

    /// <summary>Variance in a class; a class without known values is taken to be like all.</summary>
    public double VarianceOf(int ofClass) => _weights[ofClass] > 0 ? _variances[ofClass] : Variance;

    private void Visit(TrainingSet train, int feature, Action<int, double, double> add)
    {
        ReadOnlySpan<double> column = train.Table.Columns[feature].AsSpan(0, train.Table.RowCount);
        for (int row = 0; row < column.Length; row++)
        {
            if (double.IsFinite(column[row]))
            {
                add((int)train.Targets[row], train.WeightOf(row), column[row]);
                add(_weights.Length - 1, train.WeightOf(row), column[row]);
            }
        }
    }
}
