using Hamf.Models.Bayes;
using Hamf.Models.Learning;
using Hamf.Models.Linear;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Boosting;
using Hamf.Models.Trees.Forests;
using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Training;

/// <summary>From settings to trainers.</summary>
internal static class Learners
{
    // What AdaBoost takes; deeper trees leave nothing to vote on.
    private const int MaxVoterDepth = 16;

    /// <summary>The trainer with these settings.</summary>
    /// <param name="settings">The algorithm and its settings.</param>
    /// <param name="threads">Threads; 0 means as many as the machine has. The model does not depend on it.</param>
    /// <param name="patienceTrees">Trees without progress after which gradient boosting stops; 0 trains all. Others do not look at it.</param>
    public static Trainer Of(LearnerSettings settings, int threads, int patienceTrees) => settings.Algorithm switch
    {
        AlgorithmKind.Gbdt => new GbdtTrainer(new GbdtOptions
        {
            Trees = settings.Trees,
            Leaves = settings.Leaves,
            LearningRate = settings.LearningRate,
            MinLeafRows = settings.MinLeafRows,
            FeatureShare = settings.FeatureShare ?? 1,
            PatienceTrees = patienceTrees,
            L1 = settings.L1,
            L2 = settings.L2,
            Seed = settings.Seed,
            Threads = threads,
        }),
        AlgorithmKind.RandomForest => new ForestTrainer(Forest(new ForestOptions(), settings, threads)),
        AlgorithmKind.ExtraTrees => new ForestTrainer(Forest(ForestOptions.ExtraTrees, settings, threads)),
        AlgorithmKind.DecisionTree => new DecisionTreeTrainer(new DecisionTreeOptions
        {
            MaxDepth = settings.MaxDepth,
            MinLeafRows = settings.MinLeafRows,
            MaxFeatures = Rule(settings),
            Seed = settings.Seed,
            Threads = threads,
        }),
        AlgorithmKind.Adaboost => new AdaBoostTrainer(new AdaBoostOptions
        {
            Trees = settings.Trees,
            LearningRate = settings.LearningRate,
            MaxDepth = Math.Clamp(settings.MaxDepth, 1, MaxVoterDepth),
            Seed = settings.Seed,
            Threads = threads,
        }),
        AlgorithmKind.Logistic => new LogisticTrainer(new LogisticOptions { L1 = settings.L1, L2 = settings.L2 }),
        AlgorithmKind.NaiveBayes => new GaussianBayesTrainer(new GaussianBayesOptions()),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Algorithm, "An algorithm that is trained is expected."),
    };

    private static ForestOptions Forest(ForestOptions usual, LearnerSettings settings, int threads) => usual with
    {
        Trees = settings.Trees,
        MaxDepth = settings.MaxDepth,
        MinLeafRows = settings.MinLeafRows,
        MaxFeatures = Rule(settings),
        Seed = settings.Seed,
        Threads = threads,
    };

    private static FeatureRule Rule(LearnerSettings settings) =>
        settings.FeatureShare is { } share ? FeatureRule.Share(share) : FeatureRule.Sqrt;
}
