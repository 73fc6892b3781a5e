using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees.Scoring;

/// <summary>Every engine, forced, on every level of vectors that the machine has, gives the bits of the plain scorer.</summary>
public class EngineTests
{
    private const int Seed = 100;

    public static TheoryData<string> Levels => new(Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best).Select(level => level.ToString()));

    [Theory]
    [MemberData(nameof(Levels))]
    public void Select_network_gives_the_bits_of_the_plain_scorer(string level) => Check(parts =>
        SelectNetwork.TryBuild(parts.Trees, parts.Map, parts.Leaves, parts.LeafOf, Enum.Parse<SimdLevel>(level)));

    [Fact]
    public void Lean_nodes_give_the_bits_of_the_plain_scorer() => Check(parts =>
        new LeanNodes(parts.Trees, parts.Map, parts.Leaves, parts.LeafOf));

    [Fact]
    public void Wide_nodes_give_the_bits_of_the_plain_scorer()
    {
        Assert.SkipUnless(SimdLevels.Best >= SimdLevel.Vector512, "needs AVX-512");
        Check(parts => WideNodes.TryBuild(parts.Trees, parts.Map, parts.Leaves, parts.LeafOf));
    }

    [Fact]
    public void Leaf_bit_vectors_give_the_bits_of_the_plain_scorer()
    {
        Assert.SkipUnless(SimdLevels.Best >= SimdLevel.Vector512, "needs AVX-512");
        Check(parts => LeafBitVectors.TryBuild(parts.Trees, parts.Map, parts.Leaves, parts.LeafOf));
    }

    private static void Check(Func<Parts, object?> build)
    {
        int built = 0;
        Seeds.ForEach(Seed, random =>
        {
            var one = new ScoringCase(random, ScoringShape.Draw(random));
            if (build(Parts.Of(one)) is not { } engine)
            {
                return;
            }

            built++;
            FeatureTable table = one.Table(random.Next(1, 600));
            double[] expected = one.Expected(table);
            if (engine is IRowScorer rows)
            {
                AssertSame(expected, ScoreRows(rows, one, table));
            }

            if (engine is IBlockScorer blocks)
            {
                AssertSame(expected, ScoreInParts(blocks, one, table, random.Next(1, table.RowCount + 1)));
            }
        });
        Assert.NotEqual(0, built);
    }

    private static double[] ScoreRows(IRowScorer engine, ScoringCase one, FeatureTable table)
    {
        int width = one.Trees.OutputCount;
        var outputs = new double[table.RowCount * width];
        var row = new double[one.Features.Length];
        for (int i = 0; i < table.RowCount; i++)
        {
            table.CopyRow(i, row);
            engine.Score(row, outputs.AsSpan(i * width, width));
        }

        return outputs;
    }

    private static double[] ScoreInParts(IBlockScorer engine, ScoringCase one, FeatureTable table, int partRows)
    {
        int width = one.Trees.OutputCount;
        var outputs = new double[table.RowCount * width];
        for (int start = 0; start < table.RowCount; start += partRows)
        {
            int count = Math.Min(partRows, table.RowCount - start);
            engine.Score(table, start, count, outputs.AsSpan(start * width, count * width));
        }

        return outputs;
    }

    private static void AssertSame(double[] expected, double[] actual) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));

    private sealed record Parts(TreeEnsemble Trees, ChannelMap Map, LeafValues Leaves, int[] LeafOf)
    {
        public static Parts Of(ScoringCase one)
        {
            var leafOf = new int[one.Trees.NodeCount];
            return new Parts(one.Trees, new ChannelMap(one.Trees, one.Features), LeafValues.Collect(one.Trees, leafOf), leafOf);
        }
    }
}
