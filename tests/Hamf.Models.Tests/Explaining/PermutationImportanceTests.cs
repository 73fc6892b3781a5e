using Hamf.Models.Data;
using Hamf.Models.Explaining;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Explaining;

public class PermutationImportanceTests
{
    [Fact]
    public void Finds_what_the_model_relies_on_and_repeats_itself()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 1);
        (FeatureTable judged, byte[] truth) = Rows.Mixed(2000, 2);
        double[][] before = judged.Columns.Select(c => c.ToArray()).ToArray();
        Model model = new GbdtTrainer(new GbdtOptions { Trees = 40 }).Train(
            TrainingSet.Binary(table, labels), cancellation: TestContext.Current.CancellationToken);

        IReadOnlyList<FeatureDrop> drops = Compute(model, judged, truth, repeats: 5);

        Assert.Equal(["amount", "age", "kind", "noise"], drops.Select(d => d.Feature));
        Assert.True(drops[0].Mean > 0.05 && drops[2].Mean > 0.05, string.Join(", ", drops));
        Assert.InRange(drops[3].Mean, -0.01, 0.01);
        Assert.All(drops, d => Assert.InRange(d.Deviation, double.Epsilon, 0.02));
        Assert.Equal(drops, Compute(model, judged, truth, repeats: 5));
        Assert.Equal(before, judged.Columns);
    }

    [Fact]
    public void A_single_repeat_has_no_deviation_and_an_unused_feature_no_drop()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 3);
        Array.Fill(table.Columns[3], 1);
        Model model = new GbdtTrainer(new GbdtOptions { Trees = 5 }).Train(
            TrainingSet.Binary(table, labels), cancellation: TestContext.Current.CancellationToken);

        IReadOnlyList<FeatureDrop> drops = Compute(model, table, labels, repeats: 1);

        Assert.All(drops, d => Assert.Equal(0, d.Deviation));
        Assert.Equal(0, drops[3].Mean);
    }

    private static IReadOnlyList<FeatureDrop> Compute(Model model, FeatureTable table, byte[] labels, int repeats) =>
        PermutationImportance.Compute(
            model, table, outputs => ClassificationMetrics.Compute(outputs, labels, 0.5).AveragePrecision, repeats, seed: 4, TestContext.Current.CancellationToken);
}
