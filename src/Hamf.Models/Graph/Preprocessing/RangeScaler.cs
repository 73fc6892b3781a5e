using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Multiplies, then adds, then perhaps clips: MinMaxScaler.</summary>
internal sealed class RangeScaler : Operator
{
    public const string KindName = "range-scaler";

    private readonly double[] _factors;
    private readonly double[] _offsets;
    private readonly double _least;
    private readonly double _most;

    /// <param name="factors">[width].</param>
    /// <param name="offsets">[width].</param>
    /// <param name="least">What smaller results become; minus infinity for no clipping.</param>
    /// <param name="most">What greater results become; infinity for no clipping.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the bounds are in the wrong order.</exception>
    public RangeScaler(double[] factors, double[] offsets, double least, double most)
    {
        if (factors.Length == 0 || factors.Length != offsets.Length || !(least <= most))
        {
            throw new ArgumentException($"A scaler has {factors.Length} factors, {offsets.Length} offsets and clips to [{least}, {most}].");
        }

        (_factors, _offsets, _least, _most) = (factors, offsets, least, most);
    }

    /// <summary>Multiplied by, [width].</summary>
    public double[] Factors => _factors;

    /// <summary>Added, [width].</summary>
    public double[] Offsets => _offsets;

    /// <summary>What smaller results become.</summary>
    public double Least => _least;

    /// <summary>What greater results become.</summary>
    public double Most => _most;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _factors.Length;

    /// <inheritdoc/>
    public override int OutputWidth => _factors.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static RangeScaler Read(ref PartReader reader) => new(reader.Doubles(), reader.Doubles(), reader.Double(), reader.Double());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Doubles(_factors);
        writer.Doubles(_offsets);
        writer.Double(_least);
        writer.Double(_most);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.FiniteOrMissing(input, Kind);
        if (input.IsSparse)
        {
            throw new RowRefusedException("the scaler to a range does not take sparse columns");
        }

        output.ResetDense(InputWidth);
        ReadOnlySpan<double> values = input.Numbers;
        Span<double> scaled = output.Numbers;
        for (int i = 0; i < values.Length; i++)
        {
            double value = (values[i] * _factors[i]) + _offsets[i];
            scaled[i] = value < _least ? _least : value > _most ? _most : value;
        }
    }
}
