using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Trees.Scoring;

/// <summary>Limits within which a <see cref="ScoringCase"/> is drawn.</summary>
internal sealed record ScoringShape
{
    public int Features { get; init; } = 5;

    /// <summary>Most categories of a feature; 0 means numeric features only.</summary>
    public int Categories { get; init; }

    public int Trees { get; init; } = 10;

    public int Splits { get; init; } = 30;

    public int Thresholds { get; init; } = 20;

    public bool FloatThresholds { get; init; } = true;

    public bool MissingLeft { get; init; } = true;

    public int Outputs { get; init; } = 1;

    public bool WideLeaves { get; init; }

    public TreeSum Sum { get; init; }

    public bool RoundsToSingle { get; init; }

    public static ScoringShape Draw(Random random) => new()
    {
        Features = Pick(random, 1, 5, 17, 40, 70, 300),
        Categories = Pick(random, 0, 0, 3, 70, 400),
        Trees = Pick(random, 0, 1, 7, 40, 300),
        Splits = Pick(random, 0, 4, 31, 31, 62, 300),
        Thresholds = Pick(random, 3, 16, 40, 100, 254, 600),
        FloatThresholds = random.Next(3) > 0,
        MissingLeft = random.Next(2) == 0,
        Outputs = Pick(random, 1, 1, 1, 3),
        WideLeaves = random.Next(2) == 0,
        Sum = (TreeSum)random.Next(3),
        RoundsToSingle = random.Next(3) == 0,
    };

    private static int Pick(Random random, params ReadOnlySpan<int> values) => values[random.Next(values.Length)];
}
