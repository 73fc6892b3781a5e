using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.Models.Tests.Formats;

namespace Hamf.Models.Tests.Explaining;

public sealed class ImportedBackgroundTests
{
    [Fact]
    public void Contributions_of_a_linear_model_are_those_of_its_coefficients_against_the_means()
    {
        (double[] Values, string?[] Texts)[] background = Rows(Logistic(), seed: 1, count: 50);
        GraphModel model = Logistic().Against(background)!;
        double[] means = [.. Enumerable.Range(0, model.Features.Count).Select(f => background.Average(row => row.Values[f]))];
        var atMeans = new double[model.Features.Count];

        foreach ((double[] values, string?[] texts) in Rows(model, seed: 2, count: 20))
        {
            var contributions = new double[values.Length];
            double baseValue = model.ExplainRow(values, texts, contributions);

            Assert.Equal(LogOdds(model, values), baseValue + contributions.Sum(), 1e-9);
            Assert.Equal(LogOdds(model, means), baseValue, 1e-9);
            model.ExplainRow(means, [], atMeans);
            Assert.All(atMeans, contribution => Assert.Equal(0, contribution, 1e-9));
        }
    }

    [Fact]
    public void Over_the_background_they_are_zero_on_average_and_survive_the_file()
    {
        var forest = (Estimator)ImportedModels.Part("trees/random-forest.pkl");
        var features = ImportedModels.Model(forest).Features;
        (double[] Values, string?[] Texts)[] background = Rows(ImportedModels.Model(forest), seed: 1, count: 50);
        GraphModel model = new GraphModel(features, forest, 1).Against(background)!;
        var again = (GraphModel)ModelFile.Read(ModelFile.Write(model));
        var sums = new double[features.Count];
        var contributions = new double[features.Count];
        var second = new double[features.Count];

        foreach ((double[] values, string?[] texts) in background)
        {
            double baseValue = model.ExplainRow(values, texts, contributions);
            Assert.Equal(model.Score(values), baseValue + contributions.Sum(), 1e-9);
            Assert.Equal(baseValue, again.ExplainRow(values, texts, second));
            Assert.Equal(contributions, second);
            sums = [.. sums.Zip(contributions, (sum, contribution) => sum + contribution)];
        }

        Assert.All(sums, sum => Assert.Equal(0, sum, 1e-9));
    }

    [Fact]
    public void A_background_that_the_model_refuses_as_a_whole_is_an_error()
    {
        double[] missing = [.. Enumerable.Repeat(double.NaN, Logistic().Features.Count)];

        Assert.Throws<ArgumentException>(() => Logistic().Against([(missing, [])]));
        Assert.Throws<ArgumentException>(() => Logistic().Against([]));
    }

    private static GraphModel Logistic()
    {
        var estimator = (Estimator)ImportedModels.Part("predictors/logistic.pkl");
        return new GraphModel(ImportedModels.Model(estimator).Features, estimator, 1);
    }

    private static double LogOdds(GraphModel model, double[] values)
    {
        double score = model.Score(values);
        return Math.Log(score / (1 - score));
    }

    private static (double[] Values, string?[] Texts)[] Rows(GraphModel model, int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (model.Features.Select(_ => random.NextDouble() - 0.5).ToArray(), Array.Empty<string?>()))];
    }
}
