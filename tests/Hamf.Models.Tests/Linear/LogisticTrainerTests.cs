using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Tests.Linear;

public class LogisticTrainerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Finds_the_minimum()
    {
        // One standardised input x in {-1, 1} with shares p and q of positives: without a penalty the log-odds are logit(p), logit(q).
        double[] x = Enumerable.Range(0, 200).Select(i => i < 100 ? -1.0 : 1.0).ToArray();
        byte[] y = Enumerable.Range(0, 200).Select(i => (byte)(i < 20 || i >= 130 ? 1 : 0)).ToArray();
        var table = new FeatureTable([FeatureInfo.Numeric("x")], [x], 200);

        LogisticModel model = (LogisticModel)new LogisticTrainer(0).Train(TrainingSet.Binary(table, y), cancellation: Cancellation);

        Assert.Equal(0.2, model.Score([-1]), 6);
        Assert.Equal(0.7, model.Score([1]), 6);
    }

    [Fact]
    public void The_gradient_of_the_penalised_loss_vanishes()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(2000, 1);
        LogisticModel model = (LogisticModel)new LogisticTrainer(3).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);

        double intercept = 0;
        double amount = 3 * model.Terms[0].Weights[0];
        double kind = 3 * model.Terms[2].Weights[4];
        for (int i = 0; i < scores.Length; i++)
        {
            double residual = scores[i] - labels[i];
            intercept += residual;
            amount += residual * (table.Columns[0][i] - model.Terms[0].Mean) / model.Terms[0].Scale;
            kind += table.Columns[2][i] == 4 ? residual : 0;
        }

        Assert.All(new[] { intercept, amount, kind }, slope => Assert.InRange(slope, -1e-3, 1e-3));
    }

    [Fact]
    public void Converges_where_the_classes_can_be_separated()
    {
        double[] x = Enumerable.Range(0, 100).Select(i => (double)i).ToArray();
        byte[] y = x.Select(v => (byte)(v >= 50 ? 1 : 0)).ToArray();

        LogisticModel model = (LogisticModel)new LogisticTrainer(0).Train(TrainingSet.Binary(new FeatureTable([FeatureInfo.Numeric("x")], [x], 100), y), cancellation: Cancellation);

        Assert.True(model.Score([0]) < 0.01 && model.Score([99]) > 0.99);
    }

    [Fact]
    public void Refuses_a_negative_penalty()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(20, 1);

        Assert.Throws<ArgumentException>(() => new LogisticTrainer(-1).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation));
    }
}
