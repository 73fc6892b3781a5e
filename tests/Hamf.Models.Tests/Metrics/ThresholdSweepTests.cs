using Hamf.Models.Metrics;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Metrics;

public class ThresholdSweepTests
{
    [Fact]
    public void Best_f1_lies_half_way_between_the_scores_it_separates()
    {
        // Positive at 0.9 and 0.6, negative at 0.7 and 0.2. F1 down to 0.9: 2/3; to 0.7: 2/4; to 0.6: 4/5; all: 4/6.
        double threshold = ThresholdSweep.BestF1([0.9, 0.7, 0.6, 0.2], [1, 0, 1, 0]);

        Assert.Equal(0.4, threshold, 15);
    }

    [Fact]
    public void Best_f1_takes_the_higher_threshold_on_ties()
    {
        // Down to 0.8: 2*1/(1+2) = 2/3; down to 0.2: 2*2/(4+2) = 2/3; the rest is lower.
        double threshold = ThresholdSweep.BestF1([0.8, 0.6, 0.4, 0.2], [1, 0, 0, 1]);

        Assert.Equal(0.7, threshold, 15);
    }

    [Fact]
    public void Without_positives_best_f1_raises_no_alert() =>
        Assert.True(ThresholdSweep.BestF1([0.8, 0.6], [0, 0]) > 0.8);

    [Fact]
    public void Alert_budget_is_used_up_but_not_passed()
    {
        double[] scores = Enumerable.Range(0, 1000).Select(i => i / 1000.0).ToArray();

        double threshold = ThresholdSweep.AlertBudget(scores, 5);

        Assert.Equal(5, scores.Count(s => s >= threshold));
        Assert.Equal(0.9945, threshold, 10);
    }

    [Fact]
    public void Alert_budget_never_splits_equal_scores()
    {
        double[] scores = [0.9, 0.5, 0.5, 0.5, 0.1];

        Assert.Equal(1, scores.Count(s => s >= ThresholdSweep.AlertBudget(scores, 600)));
        Assert.Equal(4, scores.Count(s => s >= ThresholdSweep.AlertBudget(scores, 800)));
    }

    [Fact]
    public void Alert_budget_of_nothing_raises_nothing_and_of_everything_raises_all()
    {
        double[] scores = [1, 0.5, 0];

        Assert.Equal(0, scores.Count(s => s >= ThresholdSweep.AlertBudget(scores, 0)));
        Assert.Equal(3, scores.Count(s => s >= ThresholdSweep.AlertBudget(scores, 1000)));
    }

    [Fact]
    public void Lowest_cost_follows_the_dearer_mistake()
    {
        double[] scores = [0.9, 0.7, 0.6, 0.2];
        byte[] labels = [1, 0, 1, 0];

        Assert.Equal(0.4, ThresholdSweep.LowestCost(scores, labels, missCost: 100, falseAlarmCost: 1), 15);
        Assert.Equal(0.8, ThresholdSweep.LowestCost(scores, labels, missCost: 1, falseAlarmCost: 100), 15);
    }

    [Fact]
    public void Agrees_with_trying_every_threshold() => Seeds.ForEach(200, random =>
    {
        (double[] scores, byte[] labels) = MetricOracle.RandomRows(random, 40);
        int positives = labels.Count(l => l == 1);
        double[] candidates = [.. scores.Distinct(), 2];

        (int p, int a) best = MetricOracle.Above(scores, labels, ThresholdSweep.BestF1(scores, labels));
        (int p, int a) cheap = MetricOracle.Above(scores, labels, ThresholdSweep.LowestCost(scores, labels, 3, 2));
        double budget = random.Next(1001);
        int alerts = MetricOracle.Above(scores, labels, ThresholdSweep.AlertBudget(scores, budget)).Alerts;

        Assert.Equal(candidates.Max(F1), 2.0 * best.p / (best.a + positives), 12);
        Assert.Equal(candidates.Min(Cost), (3 * (positives - cheap.p)) + (2 * (cheap.a - cheap.p)));
        Assert.Equal(candidates.Select(c => scores.Count(s => s >= c)).Where(n => n <= budget * scores.Length / 1000).Max(), alerts);

        double F1(double threshold)
        {
            (int p, int a) = MetricOracle.Above(scores, labels, threshold);
            return 2.0 * p / (a + positives);
        }

        int Cost(double threshold)
        {
            (int p, int a) = MetricOracle.Above(scores, labels, threshold);
            return (3 * (positives - p)) + (2 * (a - p));
        }
    });

    [Fact]
    public void Neighbouring_doubles_are_still_told_apart()
    {
        double high = Math.BitIncrement(0.5);

        Assert.Equal(high, ThresholdSweep.BestF1([high, 0.5], [1, 0]));
    }

    [Fact]
    public void Refuses_no_rows_nan_and_negative_costs()
    {
        Assert.Throws<ArgumentException>(() => ThresholdSweep.BestF1([], []));
        Assert.Throws<ArgumentException>(() => ThresholdSweep.BestF1([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => ThresholdSweep.AlertBudget([double.NaN], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdSweep.AlertBudget([0.5], -1));
        Assert.Throws<ArgumentException>(() => ThresholdSweep.LowestCost([0.5], [1], -1, 1));
    }
}
