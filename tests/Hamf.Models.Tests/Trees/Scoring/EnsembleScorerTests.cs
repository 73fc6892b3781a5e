using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees.Scoring;

public class EnsembleScorerTests
{
    public static TheoryData<string> Levels => EngineTests.Levels;

    [Theory]
    [MemberData(nameof(Levels))]
    public void Any_choice_of_engines_gives_the_bits_of_the_plain_scorer(string level) => Seeds.ForEach(60, random =>
    {
        var one = new ScoringCase(random, ScoringShape.Draw(random));
        FeatureTable table = one.Table(random.Next(1, 600));
        double[] expected = one.Expected(table);
        var scorer = new EnsembleScorer(one.Trees, one.Features, TreeLink.Identity, Enum.Parse<SimdLevel>(level));
        var actual = new double[expected.Length];
        var row = new double[one.Features.Length];

        scorer.ScoreAll(table, actual, 1);

        AssertSame(expected, actual);
        for (int i = 0; i < table.RowCount; i++)
        {
            table.CopyRow(i, row);
            scorer.Score(row, actual.AsSpan(i * one.Trees.OutputCount, one.Trees.OutputCount));
        }

        AssertSame(expected, actual);
    });

    [Fact]
    public void Threads_do_not_change_the_scores() => Seeds.ForEach(3, random =>
    {
        var one = new ScoringCase(random, new ScoringShape { Outputs = 2, Categories = 9 });
        FeatureTable table = one.Table(20_000);
        var scorer = new EnsembleScorer(one.Trees, one.Features, TreeLink.Softmax, SimdLevels.Best);
        var single = new double[2 * table.RowCount];
        var several = new double[2 * table.RowCount];

        scorer.ScoreAll(table, single, 1);
        scorer.ScoreAll(table, several, 3);

        AssertSame(single, several);
    });

    [Fact]
    public void Small_trees_use_leaf_bits_and_the_select_network_and_deep_ones_wide_nodes()
    {
        Assert.SkipUnless(SimdLevels.Best >= SimdLevel.Vector512, "needs AVX-512");
        EnsembleScorer small = ScorerOf(new ScoringShape { Trees = 100, Splits = 31 });
        EnsembleScorer deep = ScorerOf(new ScoringShape { Trees = 20, Splits = 3000, Thresholds = 2000 });
        EnsembleScorer doubles = ScorerOf(new ScoringShape { Trees = 20, Splits = 3000, Thresholds = 2000, FloatThresholds = false });

        Assert.IsType<LeafBitVectors>(small.Rows);
        Assert.IsType<SelectNetwork>(small.Blocks);
        Assert.IsType<WideNodes>(deep.Rows);
        Assert.Same(deep.Rows, deep.Blocks);
        Assert.IsType<LeanNodes>(doubles.Rows);
        Assert.Same(doubles.Rows, doubles.Blocks);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(3000)]
    public void A_row_is_scored_without_allocation(int splits)
    {
        foreach (SimdLevel level in Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best))
        {
            var one = new ScoringCase(new Random(1), new ScoringShape { Trees = 30, Splits = splits });
            var scorer = new EnsembleScorer(one.Trees, one.Features, TreeLink.Logistic, level);
            double[] row = one.Table(1).Columns.Select(column => column[0]).ToArray();
            double output = 0;
            scorer.Score(row, new Span<double>(ref output));
            long before = GC.GetAllocatedBytesForCurrentThread();

            for (int i = 0; i < 100; i++)
            {
                scorer.Score(row, new Span<double>(ref output));
            }

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    private static EnsembleScorer ScorerOf(ScoringShape shape)
    {
        var one = new ScoringCase(new Random(1), shape);
        return new EnsembleScorer(one.Trees, one.Features, TreeLink.Identity, SimdLevel.Vector512);
    }

    private static void AssertSame(double[] expected, double[] actual) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
}
