using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Training.Search;

/// <summary>
/// The candidates of a search: settings that are known to do well somewhere, and then settings drawn by chance. What the detector says about
/// algorithm and settings stays as it says.
/// </summary>
internal sealed class SearchSpace(TrainingSpec spec)
{
    /// <summary>Changes whenever the same seed would give other candidates or the same candidate another model.</summary>
    public const int Version = 1;

    // So many draws without a new candidate mean that there is none left.
    private const int MaxDraws = 200;

    private static readonly AlgorithmKind[] Drawn =
        [AlgorithmKind.Gbdt, AlgorithmKind.RandomForest, AlgorithmKind.ExtraTrees, AlgorithmKind.Logistic];

    /// <summary>The first bracket: the algorithms as they are by themselves, first of all the one that is trained without a search, and variants.</summary>
    public IReadOnlyList<Candidate> Known() => Distinct(
    [
        Usual(AlgorithmKind.Gbdt),
        Usual(AlgorithmKind.Gbdt) with { Leaves = 63, MinLeafRows = 5, FeatureShare = 0.3 },
        Usual(AlgorithmKind.Gbdt) with { Trees = 150 },
        Usual(AlgorithmKind.Gbdt) with { Leaves = 8, Trees = 300, L2 = 10 },
        Usual(AlgorithmKind.RandomForest),
        Usual(AlgorithmKind.RandomForest) with { MinLeafRows = 3, FeatureShare = 0.4 },
        Usual(AlgorithmKind.ExtraTrees),
        Usual(AlgorithmKind.ExtraTrees) with { MinLeafRows = 2, FeatureShare = 0.6 },
        Usual(AlgorithmKind.Logistic),
        Usual(AlgorithmKind.Logistic) with { L2 = 100 },
        Usual(AlgorithmKind.Logistic) with { L1 = 3, L2 = 0 },
        Usual(AlgorithmKind.NaiveBayes),
        Usual(AlgorithmKind.DecisionTree),
        Usual(AlgorithmKind.Adaboost),
    ]);

    /// <summary>A bracket of candidates that were not tried yet; fewer than asked for, or none, when there are no more.</summary>
    /// <param name="random">Draws; its state is all that a bracket depends on, besides the next two.</param>
    /// <param name="algorithms">Words of the algorithms to draw from; others than those that have settings to draw are not drawn.</param>
    /// <param name="tried">Names of what was tried.</param>
    /// <param name="count">Candidates wanted.</param>
    public IReadOnlyList<Candidate> Draw(Random random, IReadOnlySet<string> algorithms, IReadOnlySet<string> tried, int count)
    {
        AlgorithmKind[] kinds = Drawn.Where(a => algorithms.Contains(Usual(a).Word)).ToArray();
        List<Candidate> drawn = [];
        for (int i = 0; i < MaxDraws && kinds.Length > 0 && drawn.Count < count; i++)
        {
            Candidate candidate = Of(Draw(kinds[random.Next(kinds.Length)], random));
            if (!tried.Contains(candidate.Name) && drawn.All(d => d.Name != candidate.Name))
            {
                drawn.Add(candidate);
            }
        }

        return drawn;
    }

    private static LearnerSettings Draw(AlgorithmKind algorithm, Random random)
    {
        var usual = LearnerSettings.Of(new TrainingSpec(), algorithm);
        return algorithm switch
        {
            AlgorithmKind.Gbdt => usual with
            {
                Trees = Pick(random, 100, 200, 400, 800),
                Leaves = Pick(random, 8, 16, 31, 63, 127),
                LearningRate = Pick(random, 0.02, 0.03, 0.05, 0.08),
                MinLeafRows = Pick(random, 2, 5, 10, 20, 50),
                FeatureShare = Pick(random, 0.15, 0.3, 0.5, 0.8),
                L2 = Pick(random, 0.3, 1.0, 3.0, 10.0),
            },
            AlgorithmKind.RandomForest or AlgorithmKind.ExtraTrees => usual with
            {
                Trees = Pick(random, 200, 400),
                MinLeafRows = Pick(random, 1, 2, 3, 5, 10),
                FeatureShare = Pick<double?>(random, null, 0.2, 0.3, 0.45, 0.7, 1),
            },
            _ => usual with { L1 = Pick(random, 0.0, 0.0, 0.3, 1.0, 10.0), L2 = Pick(random, 0.01, 0.1, 1.0, 10.0, 1_000.0) },
        };
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    private static LearnerSettings Usual(AlgorithmKind algorithm) => LearnerSettings.Of(new TrainingSpec(), algorithm);

    private Candidate[] Distinct(IEnumerable<LearnerSettings> settings) => settings
        .Where(s => spec.Algorithm == AlgorithmKind.Auto || s.Algorithm == spec.Algorithm)
        .Select(Of).DistinctBy(c => c.Name).ToArray();

    private Candidate Of(LearnerSettings settings)
    {
        LearnerSettings obeying = settings.Obey(spec);
        return new Candidate(obeying.Describe(), obeying) { HasFixedTrees = true };
    }
}
