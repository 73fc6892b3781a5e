using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Linear;
using Hamf.TestKit;

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

        LogisticModel model = Train(new LogisticOptions { L2 = 0 }, TrainingSet.Binary(table, y));

        Assert.Equal(0.2, model.Score([-1]), 6);
        Assert.Equal(0.7, model.Score([1]), 6);
    }

    [Fact]
    public void The_gradient_of_the_penalised_loss_vanishes()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(2000, 1);
        LogisticModel model = Train(new LogisticOptions { L2 = 3 }, TrainingSet.Binary(table, labels));
        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);

        double intercept = 0;
        double amount = 3 * Amount(model).Weights[0];
        double kind = 3 * ((LinearTerms)model.Terms[2]).Weights[4];
        for (int i = 0; i < scores.Length; i++)
        {
            double residual = scores[i] - labels[i];
            intercept += residual;
            amount += residual * (table.Columns[0][i] - Amount(model).Mean) / Amount(model).Scale;
            kind += table.Columns[2][i] == 4 ? residual : 0;
        }

        Assert.All(new[] { intercept, amount, kind }, slope => Assert.InRange(slope, -1e-3, 1e-3));
    }

    [Fact]
    public void Converges_where_the_classes_can_be_separated()
    {
        double[] x = Enumerable.Range(0, 100).Select(i => (double)i).ToArray();
        byte[] y = x.Select(v => (byte)(v >= 50 ? 1 : 0)).ToArray();

        LogisticModel model = Train(new LogisticOptions { L2 = 0 }, TrainingSet.Binary(new FeatureTable([FeatureInfo.Numeric("x")], [x], 100), y));

        Assert.True(model.Score([0]) < 0.01 && model.Score([99]) > 0.99);
    }

    [Fact]
    public void A_strong_l1_penalty_leaves_only_what_matters()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(2000, 5);

        LogisticModel model = Train(new LogisticOptions { L1 = 60, L2 = 0 }, TrainingSet.Binary(table, labels));

        Assert.NotEqual(0, Amount(model).Weights[0]);
        Assert.All(((LinearTerms)model.Terms[3]).Weights, weight => Assert.Equal(0, weight));
        Assert.Equal(0, model.Importance()[3]);
    }

    // At the minimum the slope of the smooth part is -l1 * sign where a weight is not 0, and at most l1 elsewhere.
    [Fact]
    public void The_subgradient_of_the_elastic_net_vanishes() => Seeds.ForEach(5, random =>
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1500, random.Next());
        double[] weights = labels.Select(_ => random.NextDouble() * 3).ToArray();
        var options = new LogisticOptions { L1 = 8, L2 = 0.5 };
        LogisticModel model = Train(options, TrainingSet.Binary(table, labels) with { Weights = weights });
        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);

        double[] kinds = ((LinearTerms)model.Terms[2]).Weights;
        for (int kind = 0; kind < 8; kind++)
        {
            double slope = options.L2 * kinds[kind];
            for (int i = 0; i < scores.Length; i++)
            {
                slope += table.Columns[2][i] == kind ? weights[i] * (scores[i] - labels[i]) : 0;
            }

            Assert.InRange(kinds[kind] == 0 ? Math.Max(0, Math.Abs(slope) - options.L1) : Math.Abs(slope + (options.L1 * Math.Sign(kinds[kind]))), 0, 1e-6);
        }
    });

    // More weights than are gone round one by one: the other way of L1 ends at the same place.
    [Fact]
    public void The_subgradient_of_many_categories_vanishes() => Seeds.ForEach(3, random =>
    {
        const int Count = 200;
        const double L1 = 0.2;
        double[] codes = Enumerable.Range(0, 6_000).Select(_ => (double)random.Next(Count)).ToArray();
        byte[] labels = codes.Select(code => (byte)(random.NextDouble() < 0.2 + (code / 400) ? 1 : 0)).ToArray();
        var feature = new FeatureInfo("c", FeatureKind.Categorical, Enumerable.Range(0, Count).Select(c => $"c{c}").ToArray());
        var table = new FeatureTable([feature], [codes], codes.Length);
        LogisticModel model = Train(new LogisticOptions { L1 = L1, L2 = 0 }, TrainingSet.Binary(table, labels));

        double[] weights = ((LinearTerms)model.Terms[0]).Weights;
        Assert.True(weights.Count(w => w != 0) > CoordinateSteps.MaxMoving);
        for (int code = 0; code < Count; code++)
        {
            int[] rows = Enumerable.Range(0, codes.Length).Where(row => codes[row] == code).ToArray();
            double slope = rows.Sum(row => model.Score([code]) - labels[row]);
            Assert.InRange(weights[code] == 0 ? Math.Max(0, Math.Abs(slope) - L1) : Math.Abs(slope + (L1 * Math.Sign(weights[code]))), 0, 1e-6);
        }
    });

    // A gradient step at a time took dozens of steps here, and each a pass or more over the rows.
    [Fact]
    public void Features_that_are_nearly_sums_of_others_take_few_steps() => Seeds.ForEach(3, random =>
    {
        double[][] factors = Enumerable.Range(0, 4).Select(_ => Normals(random, 3_000)).ToArray();
        double[][] columns = Enumerable.Range(0, 12).Select(_ =>
        {
            double[] shares = Normals(random, 4);
            double[] noise = Normals(random, 3_000);
            return noise.Select((e, row) => (0.02 * e) + shares.Select((share, k) => share * factors[k][row]).Sum()).ToArray();
        }).ToArray();
        byte[] labels = factors[0].Select(x => (byte)(random.NextDouble() < 1 / (1 + Math.Exp(4 - (1.5 * x))) ? 1 : 0)).ToArray();
        var table = new FeatureTable(columns.Select((_, f) => FeatureInfo.Numeric($"x{f}")).ToArray(), columns, 3_000);
        var steps = new StepCount();

        new LogisticTrainer(new LogisticOptions { L1 = 0.5, L2 = 0 })
            .Train(TrainingSet.Binary(table, labels), null, steps, TestContext.Current.CancellationToken);

        Assert.InRange(steps.Last, 1, 12);
    });

    [Fact]
    public void Softmax_of_two_classes_is_the_binary_model_with_half_the_penalty()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(800, 6);
        TrainingSet train = TrainingSet.Binary(table, labels);

        // The weights of the two classes are w/2 and -w/2, so their squares add up to half of w squared.
        LogisticModel two = Train(new LogisticOptions { L2 = 2, Target = TargetKind.Classes }, train);
        LogisticModel one = Train(new LogisticOptions { L2 = 1 }, train);

        Assert.Equal((2, OutputKind.ClassProbabilities), (two.OutputCount, two.Output));
        var outputs = new double[2];
        two.Score([1.5, 40, 3, 0.5], outputs);
        Assert.Equal(one.Score([1.5, 40, 3, 0.5]), outputs[1], 8);
    }

    [Fact]
    public void Three_classes_with_one_that_never_occurs_are_learned()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(400, 7);
        var train = new TrainingSet(table, labels.Select(label => label * 2.0).ToArray());

        LogisticModel model = Train(new LogisticOptions { Target = TargetKind.Classes }, train);

        var outputs = new double[3];
        model.Score([1.5, 40, 3, 0.5], outputs);
        Assert.InRange(outputs[1], 0, 1e-6);
        Assert.Equal(1, outputs.Sum(), 12);
        Assert.Throws<InvalidOperationException>(() => model.Explain([1.5, 40, 3, 0.5], new double[4]));
    }

    [Fact]
    public void Names_every_wrong_setting_at_once()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(20, 1);
        var options = new LogisticOptions
        {
            L1 = -1,
            L2 = double.NaN,
            Target = TargetKind.Value,
            BalanceClasses = true,
            ClassWeights = [1, 0],
        };

        ArgumentException refused = Assert.Throws<ArgumentException>(() => Train(options, TrainingSet.Binary(table, labels)));

        Assert.All(
            ["L1 must", "L2 must", "Target must", "exclude each other", "ClassWeights must be above 0"],
            problem => Assert.Contains(problem, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_class_weights_of_the_wrong_number()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(40, 1);
        TrainingSet train = TrainingSet.Binary(table, labels);

        Assert.Throws<ArgumentException>(() => Train(new LogisticOptions { ClassWeights = [1, 2, 3] }, train));
        Assert.Throws<ArgumentException>(
            () => Train(new LogisticOptions { ClassWeights = [1, 2, 3], Target = TargetKind.Classes }, train));
    }

    private static LogisticModel Train(LogisticOptions options, TrainingSet train) =>
        (LogisticModel)new LogisticTrainer(options).Train(train, cancellation: Cancellation);

    private static LinearTerms Amount(LogisticModel model) => (LinearTerms)model.Terms[0];

    private static double[] Normals(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6).ToArray();

    private sealed class StepCount : IProgress<int>
    {
        public int Last { get; private set; }

        public void Report(int value) => Last = value;
    }
}
