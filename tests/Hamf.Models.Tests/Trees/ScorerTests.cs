using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees;

public class ScorerTests
{
    [Fact]
    public void Compact_scorer_gives_the_bits_of_the_plain_one() => Seeds.ForEach(60, random =>
    {
        TreeEnsemble trees = RandomTrees.Build(random, random.Next(12), random.Next(40));
        var scorer = new CompactScorer(trees, RandomTrees.Features);
        double[][] rows = Enumerable.Range(0, 200).Select(_ => RandomTrees.Row(random)).ToArray();
        double[][] columns = Enumerable.Range(0, 5).Select(f => rows.Select(r => r[f]).ToArray()).ToArray();
        var batch = new double[rows.Length];

        scorer.LogOddsOfAll(new FeatureTable(RandomTrees.Features, columns, rows.Length), batch);

        for (int i = 0; i < rows.Length; i++)
        {
            long expected = BitConverter.DoubleToInt64Bits(RandomTrees.Score(trees, rows[i]));
            Assert.Equal(expected, BitConverter.DoubleToInt64Bits(scorer.LogOdds(rows[i])));
            Assert.Equal(expected, BitConverter.DoubleToInt64Bits(batch[i]));
        }
    });

    [Fact]
    public void A_value_at_the_threshold_goes_left_and_missing_follows_the_default()
    {
        var builder = new TreeEnsembleBuilder(RandomTrees.Features, [0]);
        int left = builder.SplitByThreshold(builder.AddLeaf(10), 0, 2.5, defaultLeft: true, 4);
        builder.SetValue(left, -1);
        builder.SetValue(left + 1, 1);
        builder.EndTree();
        var scorer = new CompactScorer(builder.Build(1), RandomTrees.Features);

        Assert.Equal(-1, scorer.LogOdds([2.5, 0, 0, 0, 0]));
        Assert.Equal(1, scorer.LogOdds([Math.BitIncrement(2.5), 0, 0, 0, 0]));
        Assert.Equal(-1, scorer.LogOdds([double.NaN, 0, 0, 0, 0]));
    }
}
