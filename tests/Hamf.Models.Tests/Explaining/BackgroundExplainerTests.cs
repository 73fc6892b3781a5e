using Hamf.Models.Calibration;
using Hamf.Models.Data;
using Hamf.Models.Explaining;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Linear;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Explaining;

public class BackgroundExplainerTests
{
    public static TheoryData<string> Algorithms => ["gbdt", "logistic"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Contributions_and_bases_add_up_to_the_log_odds(string algorithm)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 1);
        Model model = Train(algorithm, table, labels);
        var explainer = new BackgroundExplainer(model, Rows.Mixed(50, 2).Table);
        var values = new double[table.Columns.Length];
        var contributions = new double[values.Length];

        for (int row = 0; row < 50; row++)
        {
            table.CopyRow(row, values);
            explainer.Explain(values, contributions);
            double score = model.Score(values);
            Assert.Equal(Math.Log(score / (1 - score)), explainer.Bases[0] + contributions.Sum(), 9);
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_row_against_itself_has_nothing_to_explain(string algorithm)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 3);
        Model model = Train(algorithm, table, labels);
        var values = new double[table.Columns.Length];
        var contributions = new double[values.Length];
        table.CopyRow(7, values);

        new BackgroundExplainer(model, table.Take([7])).Explain(values, contributions);

        Assert.All(contributions, c => Assert.Equal(0, c, 12));
    }

    [Fact]
    public void A_calibrated_model_is_explained_as_what_it_calibrates()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 5);
        Model model = Train("gbdt", table, labels);
        var found = new double[table.Columns.Length];
        var expected = new double[found.Length];

        new BackgroundExplainer(new CalibratedModel(model, new SigmoidCurve(2, 1)), table.Take([1, 2])).Explain([1, 30, 2, 0.5], found);
        new BackgroundExplainer(model, table.Take([1, 2])).Explain([1, 30, 2, 0.5], expected);

        Assert.Equal(expected, found);
    }

    [Fact]
    public void Refuses_a_background_that_does_not_fit()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(100, 4);
        Model model = Train("logistic", table, labels);

        Assert.Throws<ArgumentException>(() => new BackgroundExplainer(model, table.Take([])));
    }

    private static Model Train(string algorithm, FeatureTable table, byte[] labels)
    {
        Trainer trainer = algorithm == "gbdt" ? new GbdtTrainer(new GbdtOptions { Trees = 30 }) : new LogisticTrainer(new LogisticOptions { L2 = 1 });
        return trainer.Train(TrainingSet.Binary(table, labels), cancellation: TestContext.Current.CancellationToken);
    }
}
