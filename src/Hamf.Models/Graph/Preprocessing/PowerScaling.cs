using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Makes columns more normal by a power each, then standardizes them: PowerTransformer.</summary>
internal sealed class PowerScaling : Operator
{
    public const string KindName = "power";

    // Below this the library takes the logarithm (Yeo-Johnson: np.spacing(1); Box-Cox: the constant in SciPy).
    private const double YeoJohnsonZero = 2.220446049250313e-16;
    private const double BoxCoxZero = 1e-19;

    private readonly double[] _exponents;
    private readonly bool _isBoxCox;
    private readonly CentringScaler _scaler;

    /// <param name="exponents">[width].</param>
    /// <param name="isBoxCox">Box-Cox for positive numbers, else Yeo-Johnson.</param>
    /// <param name="scaler">What follows; without centres and scales for none.</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public PowerScaling(double[] exponents, bool isBoxCox, CentringScaler scaler)
    {
        if (exponents.Length == 0 || scaler.InputWidth != exponents.Length)
        {
            throw new ArgumentException($"There are {exponents.Length} exponents for {scaler.InputWidth} columns.");
        }

        (_exponents, _isBoxCox, _scaler) = (exponents, isBoxCox, scaler);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _exponents.Length;

    /// <inheritdoc/>
    public override int OutputWidth => _exponents.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PowerScaling Read(ref PartReader reader) => new(reader.Doubles(), reader.Flag(), reader.Part<CentringScaler>());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Doubles(_exponents);
        writer.Flag(_isBoxCox);
        writer.Part(_scaler);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.FiniteOrMissing(input, Kind);
        output.ResetDense(InputWidth);
        Span<double> values = output.Numbers;
        input.CopyTo(values);
        for (int i = 0; i < values.Length; i++)
        {
            if (_isBoxCox && values[i] <= 0)
            {
                throw new RowRefusedException($"column {i} is {values[i]}; the Box-Cox transformation takes positive numbers only");
            }

            values[i] = _isBoxCox ? BoxCox(values[i], _exponents[i]) : YeoJohnson(values[i], _exponents[i]);
            if (double.IsInfinity(values[i]) && !_scaler.IsIdentity)
            {
                throw new RowRefusedException($"column {i} becomes infinite by its power, which the scaler after it does not take");
            }
        }

        _scaler.Scale(values, values);
    }

    private static double YeoJohnson(double x, double exponent)
    {
        if (x >= 0)
        {
            return Math.Abs(exponent) < YeoJohnsonZero ? PreciseMath.Log1P(x) : (Math.Pow(x + 1, exponent) - 1) / exponent;
        }

        return Math.Abs(exponent - 2) > YeoJohnsonZero ? -(Math.Pow(-x + 1, 2 - exponent) - 1) / (2 - exponent) : -PreciseMath.Log1P(-x);
    }

    private static double BoxCox(double x, double exponent) =>
        Math.Abs(exponent) < BoxCoxZero ? Math.Log(x) : PreciseMath.ExpM1(exponent * Math.Log(x)) / exponent;
}
