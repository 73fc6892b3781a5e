using Hamf.Models.Data;
using Hamf.Models.Trees.Binning;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees;

public class BinningTests
{
    private static readonly double[] Odd =
    [
        0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon, float.Epsilon, float.MaxValue,
        double.MaxValue, double.MinValue, 1, Math.BitIncrement(1.0), Math.BitDecrement(1.0), -1, Math.BitIncrement(-1.0), 1e-50, -1e-50, 1e300,
    ];

    [Fact]
    public void Many_values_get_the_codes_of_each()
    {
        Seeds.ForEach(6, random =>
        {
            double[] values = Values(random, 3000);
            int maxBins = new[] { 2, 3, 17, 64, 254, 255 }[random.Next(6)];
            FeatureBins bins = FeatureBins.Learn(FeatureInfo.Numeric("x"), values, [], maxBins, 1);
            double[] asked = [.. values, .. bins.Cuts, .. bins.Cuts.Select(Math.BitIncrement), .. bins.Cuts.Select(Math.BitDecrement), .. Odd];
            var codes = new byte[asked.Length];

            bins.Encode(asked, codes);

            Assert.Equal(asked.Select(bins.CodeOf), codes);
            Assert.Equal(asked.Select(x => double.IsNaN(x) ? bins.MissingBin : bins.Cuts.Count(cut => cut < x)), codes.Select(c => (int)c));
            Assert.True(bins.Count <= maxBins);
        });
    }

    [Fact]
    public void Sorting_by_digits_is_sorting()
    {
        Seeds.ForEach(6, random =>
        {
            double[] values = Values(random, 2000).Where(x => !double.IsNaN(x)).ToArray();
            double[] expected = [.. values];
            Array.Sort(expected);

            RadixSort.Sort(values);

            Assert.Equal(expected, values);
        });
    }

    [Fact]
    public void A_cut_separates_its_neighbours_and_is_a_float_where_one_does()
    {
        Seeds.ForEach(3, random =>
        {
            double[] values = [.. Values(random, 2000).Where(x => !double.IsNaN(x)), .. Odd.Where(x => !double.IsNaN(x))];
            double[] sorted = values.Distinct().Order().ToArray();
            for (int i = 1; i < sorted.Length; i++)
            {
                double cut = CutLearner.Between(sorted[i - 1], sorted[i]);

                Assert.True(cut >= sorted[i - 1] && cut < sorted[i], $"{sorted[i - 1]:R} {cut:R} {sorted[i]:R}");
                float least = (float)sorted[i - 1] < sorted[i - 1] ? MathF.BitIncrement((float)sorted[i - 1]) : (float)sorted[i - 1];
                Assert.True((float)cut == cut || least >= sorted[i], $"{sorted[i - 1]:R} {cut:R} {sorted[i]:R}");
            }
        });
    }

    [Fact]
    public void Whole_weights_give_the_cuts_of_as_many_copies()
    {
        Seeds.ForEach(5, random =>
        {
            double[] values = Values(random, 4000);
            double[] weights = values.Select(_ => (double)random.Next(4)).ToArray();
            double[] copies = values.SelectMany((x, i) => Enumerable.Repeat(x, (int)weights[i])).ToArray();

            double[] weighted = CutLearner.Learn(values, weights, 50, 1);

            Assert.Equal(CutLearner.Learn(copies, [], 50, 1), weighted);
            Assert.NotEqual(CutLearner.Learn(values, [], 50, 1), weighted);
        });
    }

    [Fact]
    public void Categories_that_weigh_most_get_their_own_bins()
    {
        var feature = new FeatureInfo("c", FeatureKind.Categorical, ["a", "b", "c", "d"]);
        double[] values = [0, 0, 0, 1, 2, 3, 3];

        FeatureBins bins = FeatureBins.Learn(feature, values, [1, 1, 1, 9, 8, 1, 1], 4, 1);

        Assert.Equal(new byte[] { 2, 0, 1, 2, 2 }, bins.BinOfCode);
    }

    [Fact]
    public void Categories_without_effect_stand_from_rare_to_frequent()
    {
        var feature = new FeatureInfo("c", FeatureKind.Categorical, ["a", "b", "c", "d"]);
        double[] values = [0, 0, 0, 1, 2, 2, 3, 3, 3, 3, double.NaN];

        FeatureBins all = FeatureBins.Learn(feature, values, [], 255, 1, hasEffect: false);
        FeatureBins two = FeatureBins.Learn(feature, values, [], 3, 1, hasEffect: false);

        // Nothing unseen is in the rows: it shares the bin of the rarest.
        Assert.Equal(new byte[] { 2, 0, 1, 3, 0 }, all.BinOfCode);
        Assert.True(all.KeepsOrder && all.IsCategorical);
        Assert.Equal(new byte[] { 0, 0, 0, 1, 0 }, two.BinOfCode);
        Assert.Equal(2, two.CodeOf(double.NaN));
    }

    // Floats, doubles that are none, few distinct numbers, or all sizes.
    private static double[] Values(Random random, int count)
    {
        int kind = random.Next(4);
        return Enumerable.Range(0, count).Select(_ => random.Next(30) == 0 ? double.NaN : kind switch
        {
            0 => (float)((random.NextDouble() * 20) - 10),
            1 => (random.NextDouble() * 20) - 10,
            2 => random.Next(-20, 20),
            _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-60, 60)),
        }).ToArray();
    }
}
