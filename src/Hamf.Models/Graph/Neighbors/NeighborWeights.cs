namespace Hamf.Models.Graph.Neighbors;

/// <summary>What each neighbour counts.</summary>
internal static class NeighborWeights
{
    /// <summary>1 each; or the reciprocals of the distances, where rows at distance 0 leave nothing to the others.</summary>
    /// <param name="distances">Replaced by the weights.</param>
    /// <param name="byDistance">Whether the distances matter.</param>
    public static void Fill(Span<double> distances, bool byDistance)
    {
        if (!byDistance)
        {
            distances.Fill(1);
            return;
        }

        bool isFound = distances.Contains(0);
        foreach (ref double distance in distances)
        {
            distance = isFound ? (distance == 0 ? 1 : 0) : 1 / distance;
        }
    }
}
