using Hamf.Models.Bayes;
using Hamf.Models.Calibration;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Tests.Calibration;

public class CalibratedTrainerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Naive Bayes is too sure of itself where two features say the same; both curves must bring its log loss on new rows down.
    [Theory]
    [InlineData(CalibrationMethod.Sigmoid)]
    [InlineData(CalibrationMethod.Isotonic)]
    public void Brings_down_the_loss_of_a_model_that_is_too_sure(CalibrationMethod method)
    {
        (FeatureTable table, byte[] labels) = Echoed(6000, 1);
        (FeatureTable later, byte[] truth) = Echoed(6000, 2);
        var bayes = new GaussianBayesTrainer(new GaussianBayesOptions());

        Model plain = bayes.Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
        Model calibrated = new CalibratedTrainer(bayes, new CalibrationOptions { Method = method })
            .Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);

        Assert.True(LogLoss(calibrated, later, truth) < 0.95 * LogLoss(plain, later, truth));
    }

    [Fact]
    public void Explains_the_model_below_the_curve()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 3);
        var model = (CalibratedModel)Make(new CalibrationOptions()).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
        double[] values = [2, 30, 1, 0.5];
        var contributions = new double[4];

        double sum = model.Explain(values, contributions) + contributions.Sum();

        double inner = model.Inner.Score(values);
        Assert.Equal(Math.Log(inner / (1 - inner)), sum, 9);
        Assert.NotEqual(inner, model.Score(values));
        Assert.Equal("logistic+sigmoid", model.Algorithm);
        Assert.Equal(model.Inner.Importance(), model.Importance());
    }

    [Fact]
    public void Keeps_a_model_of_all_rows()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 3);
        TrainingSet train = TrainingSet.Binary(table, labels);
        Model alone = new LogisticTrainer(new LogisticOptions()).Train(train, cancellation: Cancellation);

        var model = (CalibratedModel)Make(new CalibrationOptions()).Train(train, cancellation: Cancellation);

        Assert.Equal(alone.Score([2, 30, 1, 0.5]), model.Inner.Score([2, 30, 1, 0.5]));
    }

    [Fact]
    public void Every_fold_has_rows_of_both_classes()
    {
        double[] targets = Enumerable.Range(0, 1000).Select(i => i % 200 == 0 ? 1.0 : 0).ToArray();

        int[] folds = StratifiedFolds.Assign(targets, 5, 1);

        for (int fold = 0; fold < 5; fold++)
        {
            Assert.Equal((1, 199), (CountOf(1, fold), CountOf(0, fold)));
        }

        int CountOf(double target, int fold) => folds.Where((f, i) => f == fold && targets[i] == target).Count();
    }

    [Fact]
    public void Names_what_cannot_be_calibrated()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(50, 3);
        var classes = new LogisticTrainer(new LogisticOptions { Target = TargetKind.Classes });

        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => new CalibratedTrainer(classes, new CalibrationOptions { Folds = 1 }).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation));

        Assert.Contains("Folds must be 2 to 100", refused.Message, StringComparison.Ordinal);
        Assert.Contains("binary target", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CalibratedTrainer(Make(new CalibrationOptions()), new CalibrationOptions())
            .Train(TrainingSet.Binary(table, labels), cancellation: Cancellation));
    }

    private static CalibratedTrainer Make(CalibrationOptions options) => new(new LogisticTrainer(new LogisticOptions()), options);

    // One weak signal, told four times.
    private static (FeatureTable Table, byte[] Labels) Echoed(int count, int seed)
    {
        var random = new Random(seed);
        double[] signal = Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5).ToArray();
        byte[] labels = signal.Select(s => (byte)(random.NextDouble() < 0.3 + s * 0.5 ? 1 : 0)).ToArray();
        FeatureInfo[] features = Enumerable.Range(0, 4).Select(f => FeatureInfo.Numeric($"echo{f}")).ToArray();
        return (new FeatureTable(features, features.Select(_ => signal.ToArray()).ToArray(), count), labels);
    }

    private static double LogLoss(Model model, FeatureTable table, byte[] labels)
    {
        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);
        return scores.Zip(labels, (p, label) => -Math.Log(Math.Max(1e-15, label == 1 ? p : 1 - p))).Average();
    }
}
