using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Training;

namespace Hamf.Pipeline.Tests.Training;

public sealed class DecisionPoliciesTests
{
    private static readonly double[] Scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05];
    private static readonly byte[] Labels = [1, 1, 0, 1, 0, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData(100, 1)]
    [InlineData(250, 2)]
    [InlineData(1000, 10)]
    public void Budget_raises_as_many_alarms_as_it_allows(double per1000, int alarms)
    {
        Assert.Equal(alarms, Alarms(new DecisionSpec { Policy = DecisionPolicy.AlertBudget, AlertsPer1000 = per1000 }));
    }

    [Fact]
    public void Best_f1_balances_precision_and_recall()
    {
        Assert.Equal(4, Alarms(new DecisionSpec { Policy = DecisionPolicy.BestF1 }));
    }

    [Theory]
    [InlineData(100, 1, 4)]
    [InlineData(1, 100, 2)]
    public void Costs_move_the_threshold(double miss, double falseAlarm, int alarms)
    {
        Assert.Equal(alarms, Alarms(new DecisionSpec { Policy = DecisionPolicy.Cost, MissCost = miss, FalseAlarmCost = falseAlarm }));
    }

    [Fact]
    public void Fixed_threshold_is_taken_as_it_is()
    {
        Assert.Equal(
            0.42, DecisionPolicies.ChooseThreshold(new DecisionSpec { Policy = DecisionPolicy.Fixed, Threshold = 0.42 }, Scores, Labels));
    }

    [Fact]
    public void Every_policy_is_described()
    {
        string[] words = Enum.GetValues<DecisionPolicy>().Select(p => DecisionPolicies.Describe(new DecisionSpec { Policy = p })).ToArray();

        Assert.Equal(words.Length, words.Distinct().Count());
    }

    private static int Alarms(DecisionSpec spec)
    {
        double threshold = DecisionPolicies.ChooseThreshold(spec, Scores, Labels);
        return Scores.Count(s => s >= threshold);
    }
}
