using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Linear;

/// <summary>A number as a weighted sum, or as its exponential where the model is one of log-linear means.</summary>
internal sealed class LinearRegressor : Estimator
{
    public const string KindName = "linear-regressor";

    private readonly LinearSums _sums;
    private readonly bool _isExponential;

    /// <param name="algorithm">The short name.</param>
    /// <param name="sums">One.</param>
    /// <param name="isExponential">Whether the prediction is the exponential of the sum.</param>
    /// <exception cref="ArgumentException">There are several sums.</exception>
    public LinearRegressor(string algorithm, LinearSums sums, bool isExponential = false)
    {
        PartCheck.Count(sums.Count, 1, "rows of weights");
        (Algorithm, _sums, _isExponential) = (algorithm, sums, isExponential);
    }

    /// <summary>The plane.</summary>
    public LinearSums Sums => _sums;

    /// <summary>Whether the prediction is the exponential of the sum.</summary>
    public bool IsExponential => _isExponential;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm { get; }

    /// <inheritdoc/>
    public override int InputWidth => _sums.Width;

    public static LinearRegressor Read(ref PartReader reader) =>
        new(reader.Text("the name of an algorithm"), new LinearSums(reader.Matrix(), reader.Doubles()), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Text(Algorithm);
        writer.Matrix(_sums.Weights);
        writer.Doubles(_sums.Intercepts);
        writer.Flag(_isExponential);
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RefuseMissing(row);
        double sum = 0;
        _sums.Compute(row, new Span<double>(ref sum));
        return _isExponential ? Math.Exp(sum) : sum;
    }

    /// <inheritdoc/>
    public override bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace)
    {
        baseValue = _sums.Intercepts[0];
        if (_isExponential)
        {
            return false;
        }

        RefuseMissing(row);
        _sums.Explain(row, 0, contributions);
        return true;
    }
}
