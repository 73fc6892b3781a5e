using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Training.Search;

/// <summary>
/// Divides rows into folds as the split divides them into sides: by time, models of older rows judge newer ones (an expanding window); by entity, an
/// entity stands on one side of each fold; otherwise equal feature vectors do. No row is judged by a model that has seen its feature vector.
/// </summary>
internal static class SearchFolds
{
    // Where the judged parts of an expanding window begin: models of less than two fifths of the rows say little about models of all.
    private static readonly double[] WindowStarts = [0.4, 0.6, 0.8];

    /// <summary>The folds: at least one, each with both classes on both sides.</summary>
    public static IReadOnlyList<SearchFold> Divide(SearchRows rows, int seed)
    {
        IEnumerable<SearchFold> folds = rows.Kind switch
        {
            SplitKind.Time => ByTime(rows.TimesMs!),
            SplitKind.Group => ByNumber(Deal(rows.Entities!, rows.Table.Labels, seed)),
            _ => Folds.Assign(rows.Table, seed) is { } foldOf ? ByNumber(foldOf) : [],
        };
        ulong[] vectors = StableHash.OfVectors(rows.Table.Features.Columns, rows.Table.Features.RowCount);
        SearchFold[] usable = folds.Select(fold => WithoutKnown(fold, vectors))
            .Where(fold => HasBoth(fold.Train, rows.Table.Labels) && HasBoth(fold.Judged, rows.Table.Labels))
            .ToArray();

        // Too few rows for folds: the split itself is one, and has both classes on both sides.
        int count = rows.Table.Labels.Length;
        return usable.Length > 0
            ? usable
            : [new SearchFold([.. Enumerable.Range(0, rows.TrainRows)], [.. Enumerable.Range(rows.TrainRows, count - rows.TrainRows)])];
    }

    /// <summary>The folds in words.</summary>
    public static string Describe(IReadOnlyList<SearchFold> folds, SplitKind kind)
    {
        string how = kind switch
        {
            SplitKind.Time => "in order of time, newer rows judged by models of all older ones",
            SplitKind.Group => "by entity, each wholly on one side",
            _ => "stratified by class, equal feature vectors kept together",
        };
        return folds.Count == 1 ? $"validation judged by models of train, {how}" : $"{folds.Count} folds {how}";
    }

    private static IEnumerable<SearchFold> ByTime(long[] times)
    {
        int[] cuts = [.. WindowStarts.Select(share => NextChange(times, (int)(share * times.Length))), times.Length];
        for (int k = 0; k + 1 < cuts.Length; k++)
        {
            yield return new SearchFold([.. Enumerable.Range(0, cuts[k])], [.. Enumerable.Range(cuts[k], cuts[k + 1] - cuts[k])]);
        }
    }

    // Rows of the same time stay on one side.
    private static int NextChange(long[] times, int at)
    {
        while (at > 0 && at < times.Length && times[at] == times[at - 1])
        {
            at++;
        }

        return at;
    }

    private static IEnumerable<SearchFold> ByNumber(int[] foldOf)
    {
        int[] all = [.. Enumerable.Range(0, foldOf.Length)];
        return Enumerable.Range(0, Folds.Count)
            .Select(fold => new SearchFold([.. all.Where(r => foldOf[r] != fold)], [.. all.Where(r => foldOf[r] == fold)]));
    }

    // Entities with and without a positive row are dealt apart, so that each fold gets its part of both.
    private static int[] Deal(ulong[] entities, byte[] labels, int seed)
    {
        HashSet<ulong> positive = [.. entities.Where((_, r) => labels[r] == 1)];
        var random = new Random(seed);
        Dictionary<ulong, int> foldOf = [];
        foreach (bool isPositive in (bool[])[true, false])
        {
            ulong[] members = entities.Distinct().Where(e => positive.Contains(e) == isPositive).ToArray();
            random.Shuffle(members);
            for (int i = 0; i < members.Length; i++)
            {
                foldOf.Add(members[i], i % Folds.Count);
            }
        }

        return Array.ConvertAll(entities, e => foldOf[e]);
    }

    private static SearchFold WithoutKnown(SearchFold fold, ulong[] vectors)
    {
        HashSet<ulong> known = [.. fold.Train.Select(r => vectors[r])];
        return fold with { Judged = [.. fold.Judged.Where(r => !known.Contains(vectors[r]))] };
    }

    private static bool HasBoth(int[] rows, byte[] labels) => rows.Any(r => labels[r] == 1) && rows.Any(r => labels[r] == 0);
}
