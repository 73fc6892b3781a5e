using Hamf.Models.Graph.Preprocessing;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>Scalers and other transformers of numbers.</summary>
internal static class PreprocessingClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.preprocessing._data.StandardScaler", StandardScaler),
        new("sklearn.preprocessing._data.RobustScaler", RobustScaler),
        new("sklearn.preprocessing._data.MaxAbsScaler", state => Scaler(state, [], state.Doubles("scale_"))),
        new("sklearn.preprocessing._data.MinMaxScaler", MinMaxScaler),
        new("sklearn.preprocessing._data.Normalizer", Normalizer),
        new("sklearn.preprocessing._data.Binarizer", state => new Thresholding(state.Width(), state.Double("threshold", 0))),
        new("sklearn.preprocessing._data.PowerTransformer", PowerTransformer),
        new("sklearn.preprocessing._data.QuantileTransformer", QuantileTransformer),
        new("sklearn.preprocessing._data.PolynomialFeatures", PolynomialFeatures),
        new("sklearn.preprocessing._polynomial.PolynomialFeatures", PolynomialFeatures),
        new("sklearn.preprocessing._discretization.KBinsDiscretizer", KBinsDiscretizer),
        new("sklearn.preprocessing._function_transformer.FunctionTransformer", FunctionClass.Read),
        .. EncoderClasses.All,
        .. ImputerClasses.All,
        .. SelectionClasses.All,
        .. ProjectionClasses.All,
        .. UnionClasses.All,
    ];

    // mean_ is stored even when it is not to be subtracted.
    private static CentringScaler StandardScaler(StateReader state) => Scaler(
        state,
        state.Flag("with_mean", true) ? state.Doubles("mean_") : [],
        state.Flag("with_std", true) ? state.Doubles("scale_") : []);

    private static CentringScaler RobustScaler(StateReader state) => Scaler(
        state,
        state.Flag("with_centering", true) ? state.Doubles("center_") : [],
        state.Flag("with_scaling", true) ? state.Doubles("scale_") : []);

    private static CentringScaler Scaler(StateReader state, double[] centres, double[] scales) =>
        new(centres.Length > 0 ? centres.Length : scales.Length > 0 ? scales.Length : state.Width(), centres, scales);

    private static RangeScaler MinMaxScaler(StateReader state)
    {
        double[] range = state.Flag("clip", false) ? state.Doubles("feature_range") : [double.NegativeInfinity, double.PositiveInfinity];
        return range.Length == 2
            ? new RangeScaler(state.Doubles("scale_"), state.Doubles("min_"), range[0], range[1])
            : throw state.Fault($"feature_range should have two numbers, found {range.Length}");
    }

    private static RowNormalizer Normalizer(StateReader state) => new(state.Width(), Norm(state, "norm"));

    /// <summary>The norm that an attribute names.</summary>
    public static RowNorm Norm(StateReader state, string name) => state.Text(name, "l2") switch
    {
        "l1" => RowNorm.Absolute,
        "l2" => RowNorm.Euclidean,
        "max" => RowNorm.Largest,
        var other => throw state.Fault($"{name} '{other}' is not known"),
    };

    private static PowerScaling PowerTransformer(StateReader state)
    {
        double[] exponents = state.Doubles("lambdas_");
        string method = state.Text("method", "yeo-johnson");
        return method is "yeo-johnson" or "box-cox"
            ? new PowerScaling(
                exponents,
                method == "box-cox",
                state.Flag("standardize", true) ? StandardScaler(state.Child("_scaler")) : new CentringScaler(exponents.Length, [], []))
            : throw state.Fault($"method '{method}' is not known");
    }

    private static QuantileScaling QuantileTransformer(StateReader state) =>
        new(state.Matrix("quantiles_").Transposed(), state.Doubles("references_"), state.Text("output_distribution", "uniform") switch
        {
            "normal" => true,
            "uniform" => false,
            var other => throw state.Fault($"output_distribution '{other}' is not known"),
        });

    private static PolynomialTerms PolynomialFeatures(StateReader state)
    {
        int[] degrees = state.Ints("degree");
        (int least, int most) = degrees switch
        {
            [var single] => (0, single),
            [var first, var last] => (first, last),
            _ => throw state.Fault($"degree should be one number or two, found {degrees.Length}"),
        };
        return new PolynomialTerms(state.Width(), least, most, state.Flag("interaction_only", false), state.Flag("include_bias", true));
    }

    private static Binning KBinsDiscretizer(StateReader state)
    {
        double[][] edges = [.. state.Arrays("bin_edges_")];
        if (Array.Exists(edges, column => column.Length < 2))
        {
            throw state.Fault("bin_edges_ has a column without bins");
        }

        BinOutput output = state.Text("encode", "onehot") switch
        {
            "onehot" => BinOutput.SparseFlags,
            "onehot-dense" => BinOutput.Flags,
            "ordinal" => BinOutput.Number,
            var other => throw state.Fault($"encode '{other}' is not known"),
        };
        return new Binning(Array.ConvertAll(edges, column => column[1..^1]), output, state.Version is { Major: 0, Minor: > 0 } or (1, 0));
    }
}
