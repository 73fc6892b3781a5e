using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>Decompositions that are a product with a matrix.</summary>
internal static class ProjectionClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.decomposition._pca.PCA", Principal),
        new("sklearn.decomposition._incremental_pca.IncrementalPCA", Principal),
        new("sklearn.decomposition._truncated_svd.TruncatedSVD", state => new Projection(state.Matrix("components_"), [], [], [])),
        new("sklearn.decomposition._fastica.FastICA", Independent),
    ];

    // From 1.5 on the centre is subtracted after the product.
    private static Projection Principal(StateReader state)
    {
        Matrix components = state.Matrix("components_");
        double[] mean = state.Has("mean_") ? state.Doubles("mean_") : [];
        double[] divisors = state.Flag("whiten", false) ? Array.ConvertAll(state.Doubles("explained_variance_"), Math.Sqrt) : [];
        if (mean.Length != components.ColumnCount || state.Version is not ({ Major: 1, Minor: >= 5 } or { Major: > 1 }))
        {
            return new Projection(components, mean, [], divisors);
        }

        double[] offsets = [.. Enumerable.Range(0, components.RowCount).Select(row => Dot(components[row], mean))];
        return new Projection(components, [], offsets, divisors);
    }

    private static Projection Independent(StateReader state)
    {
        bool isWhitened = state.Source["whiten"] is not Pickle.PyBoolean { Value: false };
        return new Projection(state.Matrix("components_"), isWhitened ? state.Doubles("mean_") : [], [], []);
    }

    private static double Dot(ReadOnlySpan<double> a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < b.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
