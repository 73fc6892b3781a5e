using Hamf.Models.Data;
using Hamf.Models.Linear;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Training;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Training;

public sealed class ScoreCalibrationTests
{
    [Fact]
    public void Scores_that_are_too_sure_are_put_right_without_changing_their_order()
    {
        Seeds.ForEach(10, random =>
        {
            TrainedModel sure = Scored(random, power: 4);

            TrainedModel better = ScoreCalibration.Improve(sure, seed: 1);

            Assert.True(better.IsCalibrated);
            Assert.StartsWith("logistic; calibrated by a sigmoid over the score: ", better.Choice, StringComparison.Ordinal);
            Assert.EndsWith(", beyond noise", better.Choice, StringComparison.Ordinal);
            Assert.True(LogLoss(better) < LogLoss(sure));
            Assert.Equal(Order(sure.ValidationScores), Order(better.ValidationScores));
            double[] row = [0.3];
            Assert.NotEqual(sure.Model.Score(row), better.Model.Score(row));
        });
    }

    [Fact]
    public void Scores_that_are_right_are_told_to_differ_within_noise()
    {
        Seeds.ForEach(5, random =>
        {
            string choice = ScoreCalibration.Improve(Scored(random, power: 1), seed: 1).Choice;

            Assert.EndsWith(", within noise", choice, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void With_few_rows_of_a_class_nothing_is_fitted()
    {
        TrainedModel trained = Scored(new Random(1), power: 4);
        byte[] labels = new byte[trained.ValidationLabels.Length];
        Array.Fill(labels, (byte)1, 0, 4);

        TrainedModel few = trained with { ValidationLabels = labels };

        TrainedModel same = ScoreCalibration.Improve(few, seed: 1);

        Assert.Same(few.Model, same.Model);
        Assert.False(same.IsCalibrated);
        Assert.Equal("logistic; not calibrated, a class has fewer than 5 validation rows", same.Choice);
    }

    private static double LogLoss(TrainedModel trained) =>
        ClassificationMetrics.Compute(trained.ValidationScores, trained.ValidationLabels, 0.5).LogLoss;

    private static int[] Order(double[] scores) => [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i])];

    // Labels as likely as p, scores as if the odds were those of p to a power.
    private static TrainedModel Scored(Random random, double power)
    {
        double[] p = [.. Enumerable.Range(0, 2_000).Select(_ => 0.05 + (0.9 * random.NextDouble()))];
        byte[] labels = [.. p.Select(v => (byte)(random.NextDouble() < v ? 1 : 0))];
        double[] scores = [.. p.Select(v => 1 / (1 + Math.Pow((1 - v) / v, power)))];
        var table = new LabeledTable(new FeatureTable([FeatureInfo.Numeric("p")], [p], p.Length), labels);
        var settings = LearnerSettings.Of(new TrainingSpec(), AlgorithmKind.Logistic);
        var model = new LogisticTrainer(new LogisticOptions()).Train(table.ToTrainingSet(), cancellation: CancellationToken.None);
        return new TrainedModel(new Candidate("logistic", settings), model, scores, labels, 0.5);
    }
}
