using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>All products of the columns up to a degree: PolynomialFeatures.</summary>
internal sealed class PolynomialTerms : Operator
{
    public const string KindName = "polynomial";

    // More products than anybody trains on; a file that asks for more is refused.
    private const int MaxTerms = 1_000_000;

    private readonly int _leastDegree;
    private readonly int _mostDegree;
    private readonly bool _isInteractionOnly;
    private readonly bool _hasConstant;
    private readonly int[][] _terms;

    /// <param name="width">Number of columns.</param>
    /// <param name="leastDegree">Smallest number of factors, 0 or more; the constant counts apart.</param>
    /// <param name="mostDegree">Largest number of factors.</param>
    /// <param name="isInteractionOnly">Whether a column may stand only once in a product.</param>
    /// <param name="hasConstant">Whether a column of ones comes first.</param>
    /// <exception cref="ArgumentException">The numbers make no sense, or there would be too many products.</exception>
    public PolynomialTerms(int width, int leastDegree, int mostDegree, bool isInteractionOnly, bool hasConstant)
    {
        if (width < 1 || leastDegree < 0 || mostDegree < leastDegree || mostDegree > 64)
        {
            throw new ArgumentException($"There are no polynomials of degree {leastDegree} to {mostDegree} of {width} columns.");
        }

        (InputWidth, _leastDegree, _mostDegree) = (width, leastDegree, mostDegree);
        (_isInteractionOnly, _hasConstant) = (isInteractionOnly, hasConstant);
        List<int[]> terms = hasConstant ? [[]] : [];
        for (int degree = Math.Max(leastDegree, 1); degree <= mostDegree; degree++)
        {
            AddTerms(terms, degree);
        }

        _terms = terms.Count > 0 ? [.. terms] : throw new ArgumentException("The polynomial has no terms.");
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => _terms.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PolynomialTerms Read(ref PartReader reader) => new(reader.Int(), reader.Int(), reader.Int(), reader.Flag(), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Int(_leastDegree);
        writer.Int(_mostDegree);
        writer.Flag(_isInteractionOnly);
        writer.Flag(_hasConstant);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) =>
        _terms[output].Length > 0 && Array.TrueForAll(_terms[output], factor => factor == _terms[output][0]) ? _terms[output][0] : -1;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.Finite(input, Kind);
        RowVector dense = workspace.Rent(InputWidth);
        input.CopyTo(dense.Numbers);
        ReadOnlySpan<double> values = dense.Numbers;
        if (input.IsSparse)
        {
            output.ResetSparse(OutputWidth);
        }
        else
        {
            output.ResetDense(OutputWidth);
        }

        for (int term = 0; term < _terms.Length; term++)
        {
            double product = Product(values, _terms[term]);
            if (!input.IsSparse)
            {
                output.Numbers[term] = product;
            }
            else if (product != 0)
            {
                output.Append(term, product);
            }
        }

        workspace.Return();
    }

    private static double Product(ReadOnlySpan<double> values, int[] factors)
    {
        // The last factor first: the library multiplies the shorter product by a column before it.
        double product = 1;
        for (int i = factors.Length - 1; i >= 0; i--)
        {
            product *= values[factors[i]];
        }

        return product;
    }

    // In lexicographic order, as itertools.combinations.
    private void AddTerms(List<int[]> terms, int degree)
    {
        int step = _isInteractionOnly ? 1 : 0;
        var term = new int[degree];
        for (int i = 0; i < degree; i++)
        {
            term[i] = i * step;
        }

        if (term[^1] >= InputWidth)
        {
            return;
        }

        while (true)
        {
            terms.Add([.. term]);
            if (terms.Count > MaxTerms)
            {
                throw new ArgumentException($"The polynomial has more than {MaxTerms} terms.");
            }

            int at = degree - 1;
            while (at >= 0 && term[at] == InputWidth - 1 - ((degree - 1 - at) * step))
            {
                at--;
            }

            if (at < 0)
            {
                return;
            }

            term[at]++;
            for (int i = at + 1; i < degree; i++)
            {
                term[i] = term[i - 1] + step;
            }
        }
    }
}
