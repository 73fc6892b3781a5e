using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Centres, multiplies by a matrix and perhaps divides: PCA, IncrementalPCA, TruncatedSVD, FastICA.</summary>
internal sealed class Projection : Operator
{
    public const string KindName = "projection";

    private readonly Matrix _components;
    private readonly double[] _centres;
    private readonly double[] _offsets;
    private readonly double[] _divisors;

    /// <param name="components">[outputs x inputs].</param>
    /// <param name="centres">[inputs], subtracted before the product; or empty.</param>
    /// <param name="offsets">[outputs], subtracted after the product (newer versions centre there); or empty.</param>
    /// <param name="divisors">[outputs]; or empty.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public Projection(Matrix components, double[] centres, double[] offsets, double[] divisors)
    {
        (int outputs, int inputs) = (components.RowCount, components.ColumnCount);
        if (outputs == 0 || inputs == 0 || (centres.Length != 0 && centres.Length != inputs)
            || (offsets.Length != 0 && offsets.Length != outputs) || (divisors.Length != 0 && divisors.Length != outputs))
        {
            throw new ArgumentException($"{outputs} x {inputs} components do not fit {centres.Length} centres, {offsets.Length} offsets, {divisors.Length} divisors.");
        }

        (_components, _centres, _offsets, _divisors) = (components, centres, offsets, divisors);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _components.ColumnCount;

    /// <inheritdoc/>
    public override int OutputWidth => _components.RowCount;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Projection Read(ref PartReader reader) => new(reader.Matrix(), reader.Doubles(), reader.Doubles(), reader.Doubles());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Matrix(_components);
        writer.Doubles(_centres);
        writer.Doubles(_offsets);
        writer.Doubles(_divisors);
    }

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.Finite(input, Kind);
        output.ResetDense(OutputWidth);
        if (input.IsSparse && _centres.Length == 0)
        {
            MultiplySparse(input, output.Numbers);
        }
        else
        {
            RowVector centred = workspace.Rent(InputWidth);
            input.CopyTo(centred.Numbers);
            Multiply(centred.Numbers, output.Numbers);
            workspace.Return();
        }

        Span<double> projected = output.Numbers;
        for (int i = 0; i < projected.Length; i++)
        {
            projected[i] -= _offsets.Length == 0 ? 0 : _offsets[i];
            projected[i] /= _divisors.Length == 0 ? 1 : _divisors[i];
        }
    }

    private void Multiply(Span<double> values, Span<double> products)
    {
        for (int i = 0; i < _centres.Length; i++)
        {
            values[i] -= _centres[i];
        }

        for (int row = 0; row < products.Length; row++)
        {
            ReadOnlySpan<double> component = _components[row];
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum += values[i] * component[i];
            }

            products[row] = sum;
        }
    }

    private void MultiplySparse(RowVector input, Span<double> products)
    {
        for (int row = 0; row < products.Length; row++)
        {
            ReadOnlySpan<double> component = _components[row];
            double sum = 0;
            for (int i = 0; i < input.StoredCount; i++)
            {
                sum += input.Numbers[i] * component[input.Indices[i]];
            }

            products[row] = sum;
        }
    }
}
