using Hamf.Models.Data;

namespace Hamf.Models.Trees.Binning;

/// <summary>
/// How a feature's values become small codes. Numeric: code k holds values in (cut[k-1], cut[k]]. Categorical: each frequent category has
/// its own bin; rare and unseen ones share the last value bin. Categories of no lasting effect: from rare to frequent, unseen ones first.
/// The highest code is "missing". Immutable.
/// </summary>
internal sealed class FeatureBins
{
    // Rows encoded at a time: their values as doubles stay in the first-level cache.
    private const int EncodeRows = 1024;

    private readonly double[] _searchCuts = new double[256];
    private readonly CutSearch? _search;

    private FeatureBins(double[] cuts, byte[] binOfCode, int valueBins, bool keepsOrder)
    {
        Cuts = cuts;
        BinOfCode = binOfCode;
        MissingBin = valueBins;
        KeepsOrder = keepsOrder;
        Array.Fill(_searchCuts, double.PositiveInfinity);
        cuts.CopyTo(_searchCuts, 0);
        _search = IsCategorical ? null : CutSearch.TryCreate(cuts, valueBins);
    }

    /// <summary>Upper bounds (inclusive) of all value bins but the last, rising; empty for a categorical feature.</summary>
    public double[] Cuts { get; }

    /// <summary>Bin of each category code, the unseen one last; empty for a numeric feature.</summary>
    public byte[] BinOfCode { get; }

    /// <summary>True when bins are categories.</summary>
    public bool IsCategorical => BinOfCode.Length > 0;

    /// <summary>True when a split cuts the bins in their own order; false when it may choose any set of them.</summary>
    public bool KeepsOrder { get; }

    /// <summary>The bin of missing values, which is also the number of value bins.</summary>
    public int MissingBin { get; }

    /// <summary>Number of bins, missing included.</summary>
    public int Count => MissingBin + 1;

    /// <summary>Learns the bins of a feature.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="values">One per row.</param>
    /// <param name="weights">How often each row counts, [rows]; empty counts each once.</param>
    /// <param name="maxBins">Most bins, missing included, 2 to 255.</param>
    /// <param name="seed">Chooses the sample where rows are many.</param>
    /// <param name="hasEffect">Whether categories say something that lasts of the target; see <see cref="CategoryEvidence"/>.</param>
    public static FeatureBins Learn(
        FeatureInfo feature, ColumnValues values, ReadOnlySpan<double> weights, int maxBins, int seed, bool hasEffect = true)
    {
        if (feature.Kind == FeatureKind.Categorical)
        {
            return hasEffect ? LearnCategories(feature, values, weights, maxBins) : LearnFrequencies(feature, values, weights, maxBins, seed);
        }

        double[] cuts = CutLearner.Learn(values, weights, maxBins - 1, seed);
        return new FeatureBins(cuts, [], cuts.Length + 1, keepsOrder: true);
    }

    /// <summary>The code of a value.</summary>
    public byte CodeOf(double value)
    {
        if (double.IsNaN(value))
        {
            return (byte)MissingBin;
        }

        if (IsCategorical)
        {
            return BinOfCode[CategoryCode.IndexOf(value, BinOfCode.Length - 1)];
        }

        int code = 0;
        for (int step = 128; step > 0; step >>= 1)
        {
            code += _searchCuts[code + step - 1] < value ? step : 0;
        }

        return (byte)code;
    }

    /// <summary>The codes of many values: the same as <see cref="CodeOf"/> one by one.</summary>
    /// <param name="values">The values.</param>
    /// <param name="codes">[values], receives the codes.</param>
    public void Encode(ColumnValues values, Span<byte> codes)
    {
        Span<double> buffer = stackalloc double[EncodeRows];
        for (int start = 0; start < values.Length; start += EncodeRows)
        {
            int count = Math.Min(EncodeRows, values.Length - start);
            EncodeBlock(values.Read(start, buffer[..count]), codes.Slice(start, count));
        }
    }

    private void EncodeBlock(ReadOnlySpan<double> values, Span<byte> codes)
    {
        for (int i = _search?.Encode(values, codes) ?? 0; i < values.Length; i++)
        {
            codes[i] = CodeOf(values[i]);
        }
    }

    private static FeatureBins LearnCategories(FeatureInfo feature, ColumnValues values, ReadOnlySpan<double> weights, int maxBins)
    {
        double[] rows = CategoryFrequency.Count(feature, values, weights);

        // One bin is for rare and unseen categories, one for missing.
        int own = Math.Min(feature.UnseenCode, Math.Max(0, maxBins - 2));
        int[] frequent = Enumerable.Range(0, feature.UnseenCode)
            .OrderByDescending(code => rows[code]).ThenBy(code => code).Take(own).Order().ToArray();
        var binOfCode = new byte[rows.Length];
        Array.Fill(binOfCode, (byte)own);
        for (int bin = 0; bin < frequent.Length; bin++)
        {
            binOfCode[frequent[bin]] = (byte)bin;
        }

        return new FeatureBins([], binOfCode, own + 1, keepsOrder: false);
    }

    // How often a category occurs is known of new ones too, and says more than the alphabet.
    private static FeatureBins LearnFrequencies(
        FeatureInfo feature, ColumnValues values, ReadOnlySpan<double> weights, int maxBins, int seed)
    {
        int[] ranks = CategoryFrequency.Rank(CategoryFrequency.Count(feature, values, weights));
        var rankOf = new double[values.Length];
        for (int i = 0; i < rankOf.Length; i++)
        {
            rankOf[i] = double.IsNaN(values[i]) ? double.NaN : ranks[CategoryCode.IndexOf(values[i], feature.UnseenCode)];
        }

        double[] cuts = CutLearner.Learn(rankOf, weights, maxBins - 1, seed);
        byte[] binOfCode = Array.ConvertAll(ranks, rank => (byte)cuts.Count(cut => cut < rank));
        return new FeatureBins([], binOfCode, cuts.Length + 1, keepsOrder: true);
    }
}
