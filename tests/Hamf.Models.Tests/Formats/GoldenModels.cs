using Hamf.Models.Bayes;
using Hamf.Models.Calibration;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Linear;
using Hamf.Models.Tests.Trees;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Formats;

/// <summary>
/// One model of each form, of fixed numbers. The files golden-v2-*.hamf were written once from these by the first release of version 2.
/// </summary>
internal static class GoldenModels
{
    public static readonly string[] Names = ["trees", "forest", "logistic", "classes", "gaussian", "multinomial", "sigmoid", "isotonic"];

    private static readonly FeatureInfo[] Features =
        [FeatureInfo.Numeric("amount"), new("kind", FeatureKind.Categorical, ["café", "b"]), FeatureInfo.Numeric("age")];

    public static Model Make(string name) => name switch
    {
        "trees" => Trees,
        "forest" => Forest(),
        "logistic" => new LogisticModel(Features, [-0.5], [Linear(1), Categories(1), Linear(1)], [0.5, 0.25, 0.25]),
        "classes" => new LogisticModel(Features, [0.5, -1, 0.5], [Linear(3), Categories(3), Linear(3)], [0.25, 0.5, 0.25]),
        "gaussian" => new NaiveBayesModel(Features, [0.1], [Gaussian(1), Categories(1), Gaussian(1)], [1, 0, 0]),
        "multinomial" => new NaiveBayesModel(Features, [-1, -2], [Linear(2), Categories(2), Linear(2)], [0, 1, 0]) { IsMultinomial = true },
        "sigmoid" => new CalibratedModel(Trees, new SigmoidCurve(0.75, -1.5)),
        _ => new CalibratedModel(Make("gaussian"), new IsotonicCurve([0, 0.25, 0.5, 1], [0.125, 0.125, 0.75, 1])),
    };

    public static TreeModel Trees =>
        new("gbdt", RandomTrees.Features, RandomTrees.Build(new Random(42), 4, 6), TreeLink.Logistic, [0.5, 0.25, 0.25, 0, 0]);

    // Two stumps of three class shares each.
    private static TreeModel Forest()
    {
        var trees = new TreeEnsemble
        {
            Bases = [0, 0, 0],
            TreeStarts = [0, 3, 6],
            TreeOutput = [0, 0],
            LeafWidth = 3,
            Sum = TreeSum.DoubleMean,
            RoundsToSingle = true,
            Feature = [0, -1, -1, 1, -1, -1],
            Threshold = [1.5, 0, 0, 0, 0, 0],
            SetStart = [-1, -1, -1, 0, -1, -1],
            SetWords = [0b101],
            DefaultLeft = [true, false, false, false, false, false],
            Left = [1, 0, 0, 4, 0, 0],
            Right = [2, 0, 0, 5, 0, 0],
            Value = [0, 0, 0, 0.5, 0.25, 0.25, 0, 0, 1, 0, 0, 0, 0.125, 0.375, 0.5, 1, 0, 0],
            Cover = [8, 4, 4, 8, 5, 3],
        };
        return new TreeModel("forest", Features, trees, TreeLink.Probability, [0.75, 0.25, 0]);
    }

    private static LinearTerms Linear(int outputs) => new(2, 0.5, Numbers(2 * outputs, 0.25), Numbers(outputs, 0.125));

    private static LinearTerms Categories(int outputs) => new(0, 1, Numbers(3 * outputs, -0.5), Numbers(outputs, 0.0625));

    private static GaussianTerms Gaussian(int outputs)
    {
        int classes = outputs == 1 ? 2 : outputs;
        return new GaussianTerms(-1e6, 1e6, Numbers(classes, 1.5), Numbers(classes, 2), Numbers(outputs, 0.5));
    }

    private static double[] Numbers(int count, double step) => Enumerable.Range(1, count).Select(i => i * step).ToArray();
}
