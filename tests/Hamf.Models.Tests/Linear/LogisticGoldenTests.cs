using System.Text.Json;
using Hamf.Models.Learning;
using Hamf.Models.Linear;
using Hamf.Models.Tests.Golden;

namespace Hamf.Models.Tests.Linear;

/// <summary>The same coefficients as scikit-learn on real rows, standardised by its own scaler.</summary>
public class LogisticGoldenTests
{
    [Theory]
    [InlineData("binary", false, false, 1)]
    [InlineData("binary_weighted", false, true, 3)]
    [InlineData("binary_balanced", false, false, 0)]
    [InlineData("binary_l1", false, false, 1)]
    [InlineData("softmax", true, false, 1)]
    [InlineData("softmax_elastic", true, true, 1)]
    public void Finds_the_coefficients_of_scikit_learn(string name, bool isSoftmax, bool isWeighted, double positiveWeight)
    {
        JsonElement golden = Wine.Json.GetProperty("logistic").GetProperty(name);
        var options = new LogisticOptions
        {
            L1 = golden.GetProperty("l1").GetDouble(),
            L2 = golden.GetProperty("l2").GetDouble(),
            Target = isSoftmax ? TargetKind.Classes : TargetKind.Binary,
            BalanceClasses = positiveWeight == 0,
            ClassWeights = positiveWeight > 1 ? [1, positiveWeight] : null,
        };
        var train = new TrainingSet(Wine.Numbers, isSoftmax ? Wine.Classes : Wine.Cultivar, isWeighted ? Wine.Weights : null);

        var model = (LogisticModel)new LogisticTrainer(options).Train(train, cancellation: TestContext.Current.CancellationToken);

        double[][] expected = Wine.Columns(golden.GetProperty("coefficients"));
        for (int k = 0; k < expected.Length; k++)
        {
            double[] found = model.Terms.Select(term => ((LinearTerms)term).Weights[k]).ToArray();
            Assert.All(expected[k].Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            Assert.Equal(expected[k].Count(c => c == 0), found.Count(c => c == 0));
        }

        Assert.All(Wine.Doubles(golden.GetProperty("intercepts")).Zip(model.Intercepts), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
