using Hamf.Models.Metrics;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Metrics;

public class ClassificationMetricsTests
{
    [Fact]
    public void Gives_the_worked_values_of_a_small_example()
    {
        // The example of scikit-learn's documentation. Pairs (positive, negative): 0.35 loses to 0.4 and beats 0.1, 0.8 beats both:
        // 3 of 4. Precision at each positive: 1/1 and 2/3, mean 0.8333. Threshold 0.4: 0.8 is a hit, 0.4 a false alarm, 0.35 a miss.
        ClassificationMetrics m = ClassificationMetrics.Compute([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 0.4);

        Assert.Equal(0.75, m.RocAuc);
        Assert.Equal((1 + (2.0 / 3)) / 2, m.AveragePrecision, 15);
        Assert.Equal((1, 1, 1, 1), (m.TruePositives, m.FalsePositives, m.TrueNegatives, m.FalseNegatives));
        Assert.Equal((0.5, 0.5, 0.5, 0.5), (m.Accuracy, m.Precision, m.Recall, m.F1));
        Assert.Equal((4, 2, 0.4), (m.Rows, m.Positives, m.Threshold));

        // Log loss: -(ln 0.9 + ln 0.6 + ln 0.35 + ln 0.8) / 4. Brier: (0.01 + 0.16 + 0.4225 + 0.04) / 4.
        Assert.Equal(0.4722879, m.LogLoss, 6);
        Assert.Equal(0.158125, m.Brier, 15);
    }

    [Fact]
    public void Counts_ties_half_in_the_roc_area_and_as_one_threshold_in_average_precision()
    {
        // 0.9 is negative and beats both positives; the negative at 0.5 ties with both: 1 of 4 pairs.
        // One step of recall, at 2 positives among 4 rows.
        ClassificationMetrics m = ClassificationMetrics.Compute([0.5, 0.5, 0.5, 0.9], [1, 0, 1, 0], 0.5);

        Assert.Equal(0.25, m.RocAuc);
        Assert.Equal(0.5, m.AveragePrecision);
    }

    [Fact]
    public void All_ties_rank_at_chance()
    {
        ClassificationMetrics m = ClassificationMetrics.Compute([0.3, 0.3, 0.3, 0.3], [1, 0, 0, 0], 0.5);

        Assert.Equal(0.5, m.RocAuc);
        Assert.Equal(0.25, m.AveragePrecision);
        Assert.True(double.IsNaN(m.Precision));
        Assert.Equal(0, m.Recall);
        Assert.Equal(0, m.F1);
    }

    [Fact]
    public void One_class_leaves_undefined_values_undefined()
    {
        ClassificationMetrics negatives = ClassificationMetrics.Compute([0.1, 0.2], [0, 0], 0.5);
        ClassificationMetrics positives = ClassificationMetrics.Compute([0.1, 0.2], [1, 1], 0.5);

        Assert.True(double.IsNaN(negatives.RocAuc));
        Assert.True(double.IsNaN(negatives.AveragePrecision));
        Assert.True(double.IsNaN(negatives.Recall));
        Assert.Equal(1, negatives.Accuracy);
        Assert.True(double.IsNaN(positives.RocAuc));
        Assert.Equal(1, positives.AveragePrecision);
    }

    [Fact]
    public void No_rows_leave_every_rate_undefined()
    {
        ClassificationMetrics m = ClassificationMetrics.Compute([], [], 0.5);

        Assert.Equal(0, m.Rows);
        Assert.All(
            new[] { m.Accuracy, m.Precision, m.Recall, m.F1, m.RocAuc, m.AveragePrecision, m.LogLoss, m.Brier },
            value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Clips_certain_scores_in_the_log_loss()
    {
        ClassificationMetrics m = ClassificationMetrics.Compute([0, 1], [1, 0], 0.5);

        Assert.Equal(-Math.Log(1e-15), m.LogLoss, 1);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.PositiveInfinity)]
    public void Refuses_scores_that_are_no_probabilities(double score) =>
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([0.5, score], [0, 1], 0.5));

    [Fact]
    public void Refuses_labels_that_are_neither_0_nor_1_and_unequal_lengths()
    {
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([0.5, 0.6], [0, 2], 0.5));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([0.5, 0.6], [0], 0.5));
    }

    [Fact]
    public void Agrees_with_the_definitions_on_random_rows() => Seeds.ForEach(200, random =>
    {
        (double[] scores, byte[] labels) = MetricOracle.RandomRows(random);
        double threshold = random.NextDouble();

        ClassificationMetrics m = ClassificationMetrics.Compute(scores, labels, threshold);

        Assert.Equal(MetricOracle.RocAuc(scores, labels), m.RocAuc, 12);
        Assert.Equal(MetricOracle.AveragePrecision(scores, labels), m.AveragePrecision, 12);
        (int positives, int alerts) = MetricOracle.Above(scores, labels, threshold);
        Assert.Equal(positives, m.TruePositives);
        Assert.Equal(alerts - positives, m.FalsePositives);
        Assert.Equal(m.Rows, m.TruePositives + m.FalsePositives + m.TrueNegatives + m.FalseNegatives);
    });

    [Fact]
    public void Does_not_depend_on_the_order_of_rows() => Seeds.ForEach(50, random =>
    {
        (double[] scores, byte[] labels) = MetricOracle.RandomRows(random);
        int[] order = Enumerable.Range(0, scores.Length).ToArray();
        random.Shuffle(order);

        ClassificationMetrics straight = ClassificationMetrics.Compute(scores, labels, 0.5);
        ClassificationMetrics shuffled = ClassificationMetrics.Compute(
            order.Select(i => scores[i]).ToArray(), order.Select(i => labels[i]).ToArray(), 0.5);

        Assert.Equal(straight.RocAuc, shuffled.RocAuc);
        Assert.Equal(straight.AveragePrecision, shuffled.AveragePrecision);
    });
}
