namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>What the lanes stand for: rows of a batch, or quadrature points of one row.</summary>
internal unsafe interface ILaneLayout<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Rows that are explained at once.</summary>
    static abstract int RowCount { get; }

    /// <summary>Vectors that hold <paramref name="points"/> quadrature points.</summary>
    static abstract nint VectorsOf(nint points);

    /// <summary>Item <paramref name="index"/> of [items x <see cref="RowCount"/>].</summary>
    static abstract T OfRows(double* items, nint index);

    /// <summary>Vector <paramref name="index"/> of what differs by point, [points, padded].</summary>
    static abstract T OfPoints(double* points, nint index);

    /// <summary>Takes in vector <paramref name="index"/> of the terms of a sum over points.</summary>
    /// <returns>The sum so far, where it is kept in lanes.</returns>
    static abstract T Take(T sum, T term, double* terms, nint index);

    /// <summary>Adds the sum of the terms, in the order of the points, times <paramref name="factor"/> to each row's <paramref name="target"/>.</summary>
    static abstract void AddSum(T sum, double* terms, nint points, T factor, double* target);
}
