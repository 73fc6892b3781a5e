using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Explaining;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees;

public class InterventionalTreeShapTests
{
    [Fact]
    public void Equals_shapley_values_by_their_definition() => Seeds.ForEach(60, random =>
    {
        TreeSum sum = random.Next(2) == 0 ? TreeSum.Double : TreeSum.DoubleMean;
        TreeEnsemble trees = RandomTrees.BuildWide(random, random.Next(1, 5), 12, outputs: 2, leafWidth: random.Next(1, 3), sum);
        FeatureTable background = RandomTrees.Table(random, random.Next(1, 6));
        double[] row = RandomTrees.Row(random);
        var found = new double[row.Length * 2];

        var shap = new InterventionalTreeShap(trees, background);
        shap.Explain(row, found);

        for (int o = 0; o < 2; o++)
        {
            Assert.Equal(ShapleyOracle.Interventional(trees, row, background, 0, o), shap.Bases[o], 11);
            double[] expected = ShapleyOracle.Shapley(row.Length, set => ShapleyOracle.Interventional(trees, row, background, set, o));
            for (int f = 0; f < row.Length; f++)
            {
                Assert.Equal(expected[f], found[(f * 2) + o], 11);
            }
        }
    });
}
