using Hamf.Models.Bayes;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Tests.Golden;

namespace Hamf.Models.Tests.Bayes;

public class BayesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Weighted_gaussian_probabilities_are_those_of_scikit_learn()
    {
        var options = new GaussianBayesOptions { VarianceSmoothing = 1e-15, Target = TargetKind.Classes };

        Model model = Train(options, new TrainingSet(Wine.Numbers, Wine.Classes, Wine.Weights));

        Wine.AssertProbabilities("gaussian", model, Wine.Numbers, 1e-7);
    }

    [Fact]
    public void Numbers_and_categories_together_are_gaussian_times_categorical_of_scikit_learn()
    {
        var options = new GaussianBayesOptions { Alpha = 0.5, Target = TargetKind.Classes };

        Model model = Train(options, new TrainingSet(Wine.Mixed, Wine.Classes));

        Wine.AssertProbabilities("gaussian_mixed", model, Wine.Mixed, 1e-9);
    }

    [Fact]
    public void Multinomial_probabilities_are_those_of_scikit_learn_on_one_hot_categories()
    {
        var options = new MultinomialBayesOptions { Alpha = 0.5, Target = TargetKind.Classes };

        Model model = new MultinomialBayesTrainer(options).Train(new TrainingSet(Wine.Mixed, Wine.Classes, Wine.Weights), cancellation: Cancellation);

        Wine.AssertProbabilities("multinomial_mixed", model, Wine.Mixed, 1e-9);
    }

    [Fact]
    public void The_binary_model_is_the_one_of_two_classes()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 1);
        TrainingSet train = TrainingSet.Binary(table, labels);
        var both = new double[2];

        Model one = Train(new GaussianBayesOptions(), train);
        Train(new GaussianBayesOptions { Target = TargetKind.Classes }, train).Score([2, 30, 1, 0.5], both);

        Assert.Equal(both[1], one.Score([2, 30, 1, 0.5]), 12);
    }

    // A missing value is left out: what is known speaks alone.
    [Fact]
    public void A_missing_value_adds_nothing()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 2);
        var model = (NaiveBayesModel)Train(new GaussianBayesOptions(), TrainingSet.Binary(table, labels));
        double[] contributions = new double[4];

        double baseValue = model.Explain([double.NaN, double.NaN, double.NaN, double.NaN], contributions);

        Assert.Equal(model.Intercepts[0], baseValue + contributions.Sum(), 12);
        Assert.Equal(Math.Log(labels.Count(l => l == 1) / (double)labels.Count(l => l == 0)), model.Intercepts[0], 12);
    }

    [Fact]
    public void Contributions_to_each_class_are_0_on_average_over_the_training_rows()
    {
        var train = new TrainingSet(Wine.Mixed, Wine.Classes, Wine.Weights);
        Model model = Train(new GaussianBayesOptions { Target = TargetKind.Classes }, train);
        double[] weights = Wine.Weights;
        int width = 13 * 3;
        int rows = weights.Length;
        var contributions = new double[rows * width];

        model.ExplainAll(Wine.Mixed, contributions);

        for (int i = 0; i < width; i++)
        {
            double sum = Enumerable.Range(0, rows).Sum(row => weights[row] * contributions[(row * width) + i]);
            Assert.Equal(0, sum / weights.Sum(), 1e-9);
        }
    }

    [Fact]
    public void Multinomial_refuses_negative_counts_and_names_the_row()
    {
        var table = new FeatureTable([FeatureInfo.Numeric("count")], [[1, 2, -1, 0]], 4);

        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => new MultinomialBayesTrainer(new MultinomialBayesOptions()).Train(TrainingSet.Binary(table, [0, 1, 0, 1]), cancellation: Cancellation));

        Assert.Contains("'count' must hold counts; row 2 has -1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_every_wrong_setting_at_once()
    {
        var gaussian = new GaussianBayesOptions { VarianceSmoothing = 0, Alpha = -1, Target = TargetKind.Value };
        var multinomial = new MultinomialBayesOptions { Alpha = double.NaN, Target = TargetKind.None };

        Assert.Equal((3, 2), (gaussian.Problems().Count, multinomial.Problems().Count));
    }

    private static Model Train(GaussianBayesOptions options, TrainingSet train) =>
        new GaussianBayesTrainer(options).Train(train, cancellation: Cancellation);
}
