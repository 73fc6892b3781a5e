using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats.Sklearn;

/// <summary>What every imported predictor holds beside its predictions.</summary>
public sealed class PredictorContractTests
{
    // Bits of the head: magic, version.
    private const int BodyStart = 12;
    private const int Flips = 60;

    [Theory]
    [InlineData("logistic")]
    [InlineData("svc-rbf")]
    [InlineData("gaussian-bayes")]
    [InlineData("multinomial-bayes")]
    [InlineData("knn")]
    [InlineData("mlp")]
    [InlineData("quadratic-discriminant")]
    [InlineData("linear-regression")]
    [InlineData("one-class-svm")]
    [InlineData("adaboost")]
    [InlineData("voting-soft")]
    [InlineData("calibrated-sigmoid")]
    public void A_row_with_a_missing_or_infinite_value_is_refused_and_the_next_is_not(string name)
    {
        GraphModel model = Import(name);
        var outputs = new double[model.OutputCount];
        double[] row = new double[model.Features.Count];
        foreach (double value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            row[1] = value;
            var refused = Assert.Throws<RowRefusedException>(() => model.Score(row, outputs));
            Assert.Contains("column 1", refused.Message, StringComparison.Ordinal);

            row[1] = 0;
            model.Score(row, outputs);
        }
    }

    [Theory]
    [InlineData("logistic")]
    [InlineData("linear-svc")]
    [InlineData("linear-discriminant")]
    [InlineData("linear-regression")]
    [InlineData("threshold-fixed")]
    public void Contributions_of_a_linear_model_add_up_to_its_raw_output(string name)
    {
        Estimator estimator = Import(name).Estimator;
        var row = new RowVector();
        row.ResetDense(estimator.InputWidth);
        for (int i = 0; i < row.Width; i++)
        {
            row.Numbers[i] = (i * 0.75) - 1;
        }

        var contributions = new double[row.Width];
        Assert.True(estimator.TryExplain(row, contributions, out double baseValue, new Workspace()));

        double raw = estimator.DecisionCount == 0 ? estimator.Predict(row, new Workspace()) : 0;
        if (estimator.DecisionCount > 0)
        {
            estimator.Decide(row, new Span<double>(ref raw), new Workspace());
        }

        Assert.Equal(raw, baseValue + contributions.Sum(), 1e-12);
        Assert.All(contributions, (contribution, i) => Assert.True(contribution == 0 == (row.Numbers[i] == 0)));
    }

    [Theory]
    [InlineData("logistic-3")]
    [InlineData("svc-rbf")]
    [InlineData("adaboost")]
    public void What_cannot_be_explained_says_so(string name)
    {
        Estimator estimator = Import(name).Estimator;
        var row = new RowVector();
        row.ResetDense(estimator.InputWidth);
        row.Numbers.Clear();

        Assert.False(estimator.TryExplain(row, new double[estimator.InputWidth], out _, new Workspace()));
    }

    // The checksum is right, so that the parts' own checks are what refuses.
    [Theory]
    [MemberData(nameof(PredictorRefusalTests.Models), MemberType = typeof(PredictorRefusalTests))]
    public void Damaged_parts_are_refused_or_harmless(string name)
    {
        byte[] body = ModelFile.Write(Import(name))[..^32];
        Seeds.ForEach(Flips, random =>
        {
            byte[] damaged = [.. body];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(BodyStart, body.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                var model = (GraphModel)ModelFile.Read(SectionBytes.Sign(damaged));
                model.PredictFull(new double[model.Features.Count], [], new double[model.FullOutputNames.Count]);
            }
            catch (Exception e) when (e is InvalidDataException or RowRefusedException)
            {
                Assert.NotEmpty(e.Message);
            }
        });
    }

    private static GraphModel Import(string name) => ImportedModels.Model((Estimator)ImportedModels.Part($"predictors/{name}.pkl"));
}
