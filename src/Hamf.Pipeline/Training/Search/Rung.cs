namespace Hamf.Pipeline.Training.Search;

/// <summary>
/// How much a trial costs. Successive halving (Jamieson and Talwalkar 2016): all candidates of a bracket are measured on the cheapest rung, the best
/// third of them on the next, the best third of those on all rows.
/// </summary>
/// <param name="Number">1 for the cheapest.</param>
/// <param name="RowShare">Share of the rows to fit, in (0, 1]; all rows are judged on every rung.</param>
/// <param name="TreeShare">Share of the trees, in (0, 1].</param>
internal sealed record Rung(int Number, double RowShare, double TreeShare)
{
    /// <summary>One of so many candidates goes on to the next rung.</summary>
    public const int Reduction = 3;

    // A class of fewer rows is taken whole: with 0.1 % positives, a ninth of them would rank candidates by chance; and of 3,200 pages, a third
    // ranked forests last that were among the best on all.
    private const int MinClassRows = 2_000;

    // Beyond it few trees cannot make up for many.
    private const double MaxLearningRate = 0.3;

    /// <summary>The rungs, cheapest first.</summary>
    public static IReadOnlyList<Rung> All { get; } = [new(1, 1 / 9.0, 0.25), new(2, 1 / 3.0, 0.5), new(3, 1, 1)];

    /// <summary>The rung of all rows and trees.</summary>
    public static Rung Top => All[^1];

    /// <summary>The settings with this rung's share of trees; fewer trees of a boosted model each count for more.</summary>
    public LearnerSettings Cheapen(LearnerSettings settings) => TreeShare == 1 ? settings : settings with
    {
        Trees = Math.Max(1, (int)Math.Round(settings.Trees * TreeShare)),
        LearningRate = Math.Max(settings.LearningRate, Math.Min(MaxLearningRate, settings.LearningRate / TreeShare)),
    };

    /// <summary>This rung's share of each class of the rows, rising; a rung takes what every cheaper one takes, and more.</summary>
    public int[] Sample(int[] rows, byte[] labels, int seed)
    {
        if (RowShare == 1)
        {
            return rows;
        }

        var random = new Random(seed);
        List<int> taken = [];
        foreach (byte label in (byte[])[1, 0])
        {
            int[] members = rows.Where(r => labels[r] == label).ToArray();
            random.Shuffle(members);
            int count = Math.Max((int)Math.Ceiling(members.Length * RowShare), MinClassRows);
            taken.AddRange(members.Take(count));
        }

        taken.Sort();
        return [.. taken];
    }
}
