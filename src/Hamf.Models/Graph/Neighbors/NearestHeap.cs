namespace Hamf.Models.Graph.Neighbors;

/// <summary>
/// Keeps the nearest rows seen, the farthest of them first. The moves are those of scikit-learn's heap step by step: which of several equally far
/// rows has to go depends on them.
/// </summary>
internal readonly ref struct NearestHeap
{
    private readonly Span<double> _ranks;
    private readonly Span<double> _positions;

    /// <param name="ranks">One per neighbour, receives the distances.</param>
    /// <param name="positions">As many, receives the positions of the rows.</param>
    public NearestHeap(Span<double> ranks, Span<double> positions)
    {
        ranks.Fill(double.PositiveInfinity);
        positions.Clear();
        _ranks = ranks;
        _positions = positions;
    }

    /// <summary>The distance that a row must be below.</summary>
    public double Largest => _ranks[0];

    /// <summary>Keeps a row if it is nearer than the farthest.</summary>
    public void Push(double rank, int position)
    {
        if (!(rank < _ranks[0]))
        {
            return;
        }

        int at = 0;
        while (true)
        {
            int child = FartherChild(at);
            if (child < 0 || _ranks[child] <= rank)
            {
                break;
            }

            (_ranks[at], _positions[at]) = (_ranks[child], _positions[child]);
            at = child;
        }

        (_ranks[at], _positions[at]) = (rank, position);
    }

    // Of two equally far ones the left.
    private int FartherChild(int at)
    {
        (int left, int right) = ((2 * at) + 1, (2 * at) + 2);
        return left >= _ranks.Length ? -1
            : right < _ranks.Length && _ranks[right] > _ranks[left] ? right
            : left;
    }
}
