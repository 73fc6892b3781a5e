using Hamf.Models.Data;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Training;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Training;

public sealed class ModelSearchTests
{
    private static readonly TrainingSpec Quick = new() { Trees = 30, LearningRate = 0.1, MinLeafRows = 5 };

    [Fact]
    public void Folds_keep_equal_vectors_together_and_have_both_classes()
    {
        Seeds.ForEach(20, random =>
        {
            LabeledTable rows = Rows(random, 300, distinct: 80);

            int[] foldOf = Folds.Assign(rows, random.Next())!;

            for (int fold = 0; fold < Folds.Count; fold++)
            {
                byte[] labels = rows.Labels.Where((_, r) => foldOf[r] == fold).ToArray();
                Assert.Contains((byte)1, labels);
                Assert.Contains((byte)0, labels);
            }

            Assert.All(
                Enumerable.Range(0, 300).GroupBy(r => rows.Features.Columns[0][r]),
                group => Assert.Single(group.Select(r => foldOf[r]).Distinct()));
        });
    }

    [Fact]
    public void Too_few_positives_cannot_be_folded()
    {
        LabeledTable rows = Rows(new Random(1), 300, distinct: 1000);
        Array.Clear(rows.Labels);
        Array.Fill(rows.Labels, (byte)1, 0, 9);

        Assert.Null(Folds.Assign(rows, 1));
    }

    [Fact]
    public void Small_exchangeable_data_are_cross_validated_and_fitted_whole()
    {
        (LabeledTable train, LabeledTable validation) = (Rows(new Random(1), 400, 10_000), Rows(new Random(2), 100, 10_000));

        TrainedModel trained = new ModelSearch(Quick, null, null, CancellationToken.None).Train(train, validation, isExchangeable: true);

        Assert.True(trained.IsCrossValidated);
        Assert.Equal(500, trained.ValidationScores.Length);
        Assert.Equal([.. train.Labels, .. validation.Labels], trained.ValidationLabels);
        Assert.Contains("in cross-validation", trained.Choice, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_in_order_of_time_are_validated_on_the_later_ones()
    {
        (LabeledTable train, LabeledTable validation) = (Rows(new Random(1), 400, 10_000), Rows(new Random(2), 100, 10_000));

        TrainedModel trained = new ModelSearch(Quick, null, null, CancellationToken.None).Train(train, validation, isExchangeable: false);

        Assert.False(trained.IsCrossValidated);
        Assert.True(trained.IsFittedAgain);
        Assert.Equal(validation.Labels, trained.ValidationLabels);
        Assert.NotEqual(trained.ValidationScores, validation.Score(trained.Model));
    }

    [Fact]
    public void The_algorithm_of_the_higher_average_precision_is_kept()
    {
        (LabeledTable train, LabeledTable validation) = (Rows(new Random(1), 400, 10_000), Rows(new Random(2), 100, 10_000));
        string[] names = ["gbdt", "logistic"];
        double[] each = new[] { AlgorithmKind.Gbdt, AlgorithmKind.Logistic }.Select(a =>
            new ModelSearch(Quick with { Algorithm = a }, null, null, CancellationToken.None).Train(train, validation, false).AveragePrecision).ToArray();

        TrainedModel both = new ModelSearch(Quick, null, null, CancellationToken.None).Train(train, validation, isExchangeable: false);

        Assert.Equal(each.Max(), both.AveragePrecision);
        Assert.Equal(names[Array.IndexOf(each, each.Max())], both.Model.Algorithm);
    }

    [Fact]
    public void Small_data_try_bushier_trees_unless_the_detector_says_how_trees_are_to_be()
    {
        TrainingSpec free = new() { Trees = 30 };

        Assert.Equal([31, 31, 63], Candidate.OfSmallData(free).Select(c => c.Settings.Leaves));
        Assert.Equal([31, 63], Candidate.OfSmallData(free with { Algorithm = AlgorithmKind.Gbdt }).Select(c => c.Settings.Leaves));
        Assert.Equal(Candidate.Of(free with { MinLeafRows = 7 }), Candidate.OfSmallData(free with { MinLeafRows = 7 }));
        Assert.Equal(Candidate.Of(free with { Algorithm = AlgorithmKind.Logistic }), Candidate.OfSmallData(free with { Algorithm = AlgorithmKind.Logistic }));
    }

    [Fact]
    public void The_comparison_of_three_candidates_is_with_the_best_of_another_algorithm()
    {
        (LabeledTable train, LabeledTable validation) = (Rows(new Random(1), 400, 10_000), Rows(new Random(2), 100, 10_000));

        TrainedModel trained = new ModelSearch(new TrainingSpec { Trees = 20 }, null, null, CancellationToken.None).Train(train, validation, isExchangeable: true);

        Assert.Matches(trained.Model.Algorithm == "gbdt" ? "^gbdt.* of logistic; " : "^logistic.* of gbdt", trained.Choice);
    }

    [Fact]
    public void Cross_validated_scores_are_not_those_of_a_model_that_saw_the_row()
    {
        // Labels at random: a model can only know rows that it has seen, so honest scores rank no better than chance.
        LabeledTable noise = Rows(new Random(3), 1000, 1_000_000, signal: 0);

        TrainedModel trained = new ModelSearch(Quick with { Algorithm = AlgorithmKind.Gbdt }, null, null, CancellationToken.None)
            .Train(noise, Rows(new Random(4), 200, 1_000_000, signal: 0), isExchangeable: true);

        Assert.InRange(ClassificationMetrics.Compute(trained.ValidationScores, trained.ValidationLabels, 0.5).RocAuc, 0.4, 0.6);
    }

    private static LabeledTable Rows(Random random, int count, int distinct, double signal = 3)
    {
        double[] x = Enumerable.Range(0, count).Select(_ => (double)random.Next(distinct) / distinct).ToArray();
        double[] y = x.Select(v => Math.Round(v * 7919 % 1, 3)).ToArray();
        byte[] labels = x.Select((v, i) => (byte)(random.NextDouble() < 0.3 + (signal * (v > 0.7 ? 0.2 : -0.08)) ? 1 : 0)).ToArray();
        return new LabeledTable(new FeatureTable([FeatureInfo.Numeric("x"), FeatureInfo.Numeric("y")], [x, y], count), labels);
    }
}
