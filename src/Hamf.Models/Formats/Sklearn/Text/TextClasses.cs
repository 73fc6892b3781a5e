using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn.Preprocessing;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Graph.Text;

namespace Hamf.Models.Formats.Sklearn.Text;

/// <summary>Vectorizers of texts.</summary>
internal static class TextClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.feature_extraction.text.CountVectorizer", CountVectorizer),
        new("sklearn.feature_extraction.text.TfidfVectorizer", TfidfVectorizer),
        new("sklearn.feature_extraction.text.TfidfTransformer", state => TfidfTransformer(state, IsSingle(state))),
        new("sklearn.feature_extraction.text.HashingVectorizer", HashingVectorizer),
    ];

    private static TermCounts CountVectorizer(StateReader state) =>
        new(FinderClass.Read(state), Vocabulary.Read(state), state.Flag("binary", false));

    private static ChainOperator TfidfVectorizer(StateReader state)
    {
        TermCounts counts = CountVectorizer(state);
        return new ChainOperator([counts, TfidfTransformer(state.Child(state.Get("_tfidf"), "_tfidf", () => counts.OutputWidth), IsSingle(state))]);
    }

    private static HashedTerms HashingVectorizer(StateReader state) => state.Flag("non_negative", false)
        ? throw state.Fault("non_negative=True of scikit-learn 0.20 is not supported", "Use alternate_sign and train again")
        : new HashedTerms(
            FinderClass.Read(state), state.Int("n_features", 1 << 20), state.Flag("alternate_sign", true), state.Flag("binary", false), NormOf(state));

    private static TermWeights TfidfTransformer(StateReader state, bool isSingle)
    {
        double[] factors = state.Flag("use_idf", true) ? InverseFrequencies(state) : [];
        return new TermWeights(factors.Length > 0 ? factors.Length : state.Width(), factors, state.Flag("sublinear_tf", false), NormOf(state), isSingle);
    }

    private static RowNorm? NormOf(StateReader state) => state.Source["norm"] is PyNone ? null : PreprocessingClasses.Norm(state, "norm");

    // A vector from 1.5 on; before, the diagonal of a sparse matrix.
    private static double[] InverseFrequencies(StateReader state)
    {
        if (!state.Has("_idf_diag"))
        {
            return state.Doubles("idf_");
        }

        StateReader diagonal = state.Child("_idf_diag");
        double[] values = diagonal.Doubles("data");
        if (!diagonal.Has("indices"))
        {
            return diagonal.Ints("offsets") is [0] ? values : throw diagonal.Fault("the inverse document frequencies are not on the diagonal");
        }

        int[] columns = diagonal.Ints("indices");
        int width = diagonal.Has("_shape") ? diagonal.Ints("_shape")[0] : values.Length;
        return columns.Length == values.Length && width == values.Length && columns.Select((column, i) => column == i).All(isOnDiagonal => isOnDiagonal)
            ? values
            : throw diagonal.Fault("the inverse document frequencies are not on the diagonal");
    }

    private static bool IsSingle(StateReader state) => state.Find("dtype") is PyName { Name: "float32" };
}
