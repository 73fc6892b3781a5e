using Hamf.Models.Calibration;
using Hamf.Models.Numerics;
using Hamf.Models.Tests.Golden;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Calibration;

public class CurveFitTests
{
    private static double[] LogOdds => Wine.Doubles(Wine.Json.GetProperty("log_odds"));

    // scikit-learn stops at a gradient of 1e-5, so only so many digits are its own. Its scores fall with the label here: ours are turned round.
    [Fact]
    public void The_sigmoid_is_that_of_scikit_learn()
    {
        double[] expected = Wine.Doubles(Wine.Json.GetProperty("sigmoid"));

        SigmoidCurve turned = SigmoidFit.Fit(LogOdds.Select(f => -f).ToArray(), Wine.Cultivar, Wine.Weights);

        Assert.Equal(-expected[0], turned.Slope, 1e-3);
        Assert.Equal(expected[1], turned.Offset, 1e-3);
    }

    [Fact]
    public void The_isotonic_curve_is_that_of_scikit_learn_with_ties_weights_and_clipping()
    {
        double[] expected = Wine.Doubles(Wine.Json.GetProperty("isotonic"));

        IsotonicCurve curve = IsotonicFit.Fit(LogOdds.Select(f => LogisticLink.Probability(-f)).ToArray(), Wine.Cultivar, Wine.Weights);

        Assert.All(expected.Select((p, i) => (p, i)), at => Assert.Equal(at.p, curve.Apply(at.i / 40.0), 1e-9));
    }

    [Fact]
    public void Scores_the_wrong_way_round_give_a_flat_sigmoid()
    {
        SigmoidCurve curve = SigmoidFit.Fit([2, 1, -1, -2], [0, 0, 1, 1], [1, 1, 1, 1]);

        Assert.Equal((0, 0.5), (curve.Slope, curve.Apply(0.9)));
    }

    [Fact]
    public void Separated_scores_give_finite_numbers()
    {
        SigmoidCurve curve = SigmoidFit.Fit([-3, -2, 2, 3], [0, 0, 1, 1], [1, 1, 1, 1]);

        Assert.True(curve.IsValid);
        Assert.InRange(curve.Apply(LogisticLink.Probability(3)), 0.5, 0.99);
    }

    // The pools against the definition: the largest over starts of the smallest over ends of the mean between.
    [Fact]
    public void Pooling_is_the_max_min_of_means() => Seeds.ForEach(30, random =>
    {
        int count = random.Next(1, 40);
        double[] scores = Enumerable.Range(0, count).Select(_ => random.Next(15) / 15.0).ToArray();
        double[] labels = scores.Select(s => random.NextDouble() < s ? 1.0 : 0).ToArray();
        double[] weights = scores.Select(_ => random.Next(1, 5) * 0.5).ToArray();

        IsotonicCurve curve = IsotonicFit.Fit(scores, labels, weights);

        Assert.True(curve.IsValid);
        double[] points = scores.Distinct().Order().ToArray();
        foreach (double at in points)
        {
            double expected = points.Where(a => a <= at).Max(a => points.Where(b => b >= at).Min(b => Mean(a, b)));
            Assert.Equal(expected, curve.Apply(at), 1e-12);
        }

        double Mean(double from, double to)
        {
            int[] rows = Enumerable.Range(0, count).Where(i => scores[i] >= from && scores[i] <= to).ToArray();
            return rows.Sum(i => weights[i] * labels[i]) / rows.Sum(i => weights[i]);
        }
    });

    [Fact]
    public void No_curve_reverses_two_scores() => Seeds.ForEach(30, random =>
    {
        double[] scores = Enumerable.Range(0, 200).Select(_ => random.NextDouble()).ToArray();
        double[] labels = scores.Select(s => random.NextDouble() < s * s ? 1.0 : 0).ToArray();
        double[] weights = scores.Select(_ => random.NextDouble() + 0.1).ToArray();
        CalibrationCurve[] curves =
        [
            SigmoidFit.Fit(Array.ConvertAll(scores, SigmoidCurve.LogOdds), labels, weights), IsotonicFit.Fit(scores, labels, weights),
        ];

        // Neighbouring doubles too: rounding must not turn them round.
        double[] asked = [0, .. scores.SelectMany(s => new[] { Math.BitDecrement(s), s, Math.BitIncrement(s) }).Order(), 1];

        foreach (CalibrationCurve curve in curves)
        {
            double[] answers = Array.ConvertAll(asked, curve.Apply);
            Assert.All(answers.Zip(answers.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
            Assert.All(answers, p => Assert.InRange(p, 0, 1));
        }
    });
}
