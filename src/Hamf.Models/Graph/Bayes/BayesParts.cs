namespace Hamf.Models.Graph.Bayes;

/// <summary>The readers of naive Bayes models.</summary>
internal static class BayesParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(CountBayes.KindName, CountBayes.Read),
        new(GaussianBayes.KindName, GaussianBayes.Read),
        new(CategoryBayes.KindName, CategoryBayes.Read),
    ];
}
