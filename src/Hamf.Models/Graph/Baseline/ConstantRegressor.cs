using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Baseline;

/// <summary>The same number for every row: scikit-learn's DummyRegressor. It looks at no column.</summary>
internal sealed class ConstantRegressor : Estimator
{
    public const string KindName = "constant-regressor";

    private readonly double _value;

    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public ConstantRegressor(double value)
    {
        PartCheck.Finite([value], "constant");
        _value = value;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "constant";

    /// <inheritdoc/>
    public override int InputWidth => 0;

    public static ConstantRegressor Read(ref PartReader reader) => new(reader.Double());

    /// <inheritdoc/>
    public override void Write(PartWriter writer) => writer.Double(_value);

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace) => _value;
}
