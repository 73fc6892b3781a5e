using Hamf.Models.Calibration;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Linear;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Calibration;

public class CalibratorTests
{
    [Theory]
    [InlineData(CalibrationMethod.Sigmoid)]
    [InlineData(CalibrationMethod.Isotonic)]
    public void Scores_that_are_too_sure_become_shares_of_positives(CalibrationMethod method) => Seeds.ForEach(5, random =>
    {
        (double[] scores, byte[] labels) = TooSure(random, 20_000);

        Calibrator curve = Calibrator.Fit(scores, labels, method);

        // The odds of a score are the fourth power of those of the truth.
        foreach (double truth in (double[])[0.2, 0.35, 0.5, 0.65, 0.8])
        {
            Assert.Equal(truth, curve.Apply(Sharpen(truth)), 0.05);
        }
    });

    [Fact]
    public void The_sigmoid_is_the_fit_to_log_odds_with_even_weights()
    {
        (double[] scores, byte[] labels) = TooSure(new Random(1), 500);
        SigmoidCurve expected = SigmoidFit.Fit(
            Array.ConvertAll(scores, SigmoidCurve.LogOdds), Array.ConvertAll(labels, l => (double)l), scores.Select(_ => 1.0).ToArray());

        Calibrator curve = Calibrator.Fit(scores, labels, CalibrationMethod.Sigmoid);

        Assert.All((double[])[0, 0.1, 0.5, 0.99, 1], s => Assert.Equal(expected.Apply(s), curve.Apply(s)));
    }

    [Fact]
    public void A_model_with_the_curve_over_it_gives_its_scores_on_the_curve()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(400, 2);
        Model model = new LogisticTrainer(new LogisticOptions()).Train(TrainingSet.Binary(table, labels), cancellation: TestContext.Current.CancellationToken);
        (double[] scores, byte[] truth) = TooSure(new Random(2), 500);
        Calibrator curve = Calibrator.Fit(scores, truth, CalibrationMethod.Isotonic);

        CalibratedModel over = curve.Over(model);

        double[] row = [2, 30, 1, 0.5];
        Assert.Equal(curve.Apply(model.Score(row)), over.Score(row));
        Assert.Same(model, over.Inner);
    }

    [Fact]
    public void Refuses_what_no_curve_can_be_fitted_to()
    {
        Assert.Throws<ArgumentException>(() => Calibrator.Fit([0.1, 0.2], [0, 0], CalibrationMethod.Sigmoid));
        Assert.Throws<ArgumentException>(() => Calibrator.Fit([0.1, 0.2], [1, 1], CalibrationMethod.Isotonic));
        Assert.Throws<ArgumentException>(() => Calibrator.Fit([0.1, 1.2], [0, 1], CalibrationMethod.Sigmoid));
        Assert.Throws<ArgumentException>(() => Calibrator.Fit([0.1, double.NaN], [0, 1], CalibrationMethod.Sigmoid));
        Assert.Throws<ArgumentException>(() => Calibrator.Fit([0.1], [0, 1], CalibrationMethod.Sigmoid));
        Assert.Throws<ArgumentException>(() => Calibrator.Fit([0.1, 0.2], [0, 2], CalibrationMethod.Sigmoid));
    }

    private static (double[] Scores, byte[] Labels) TooSure(Random random, int count)
    {
        double[] truth = Enumerable.Range(0, count).Select(_ => 0.05 + (0.9 * random.NextDouble())).ToArray();
        return (Array.ConvertAll(truth, Sharpen), Array.ConvertAll(truth, p => (byte)(random.NextDouble() < p ? 1 : 0)));
    }

    private static double Sharpen(double p) => 1 / (1 + Math.Pow((1 - p) / p, 4));
}
