namespace Hamf.Models.Graph.Text;

/// <summary>The readers of the parts that take texts.</summary>
internal static class TextParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(TermCounts.KindName, TermCounts.Read),
        new(TermWeights.KindName, TermWeights.Read),
        new(HashedTerms.KindName, HashedTerms.Read),
    ];
}
