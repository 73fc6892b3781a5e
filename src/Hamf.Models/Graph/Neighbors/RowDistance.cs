namespace Hamf.Models.Graph.Neighbors;

/// <summary>How far two rows are apart. The numbers stand in model files.</summary>
internal enum RowDistance
{
    /// <summary>The straight line, from the differences of the columns.</summary>
    Euclidean = 0,

    /// <summary>The same from norms and inner product, which rounds differently: what scikit-learn's plain search does.</summary>
    EuclideanByNorms = 1,

    /// <summary>The sum of the differences.</summary>
    Manhattan = 2,

    /// <summary>The largest difference.</summary>
    Chebyshev = 3,

    /// <summary>The root of the sum of powers of the differences.</summary>
    Minkowski = 4,

    /// <summary>One less the cosine of the angle.</summary>
    Cosine = 5,
}
