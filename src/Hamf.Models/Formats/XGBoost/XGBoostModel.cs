using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>What a file of XGBoost holds, whatever its layout. Numbers are floats, as in the library.</summary>
internal sealed record XGBoostModel
{
    /// <summary>The library's version, (0, 0) for those before 1.0 that do not tell.</summary>
    public required (int Major, int Minor, int Patch) Version { get; init; }

    /// <summary>Name of the objective, for example <c>binary:logistic</c>.</summary>
    public required string Objective { get; init; }

    /// <summary>Name of the booster: <c>gbtree</c>, <c>dart</c> or <c>gblinear</c>.</summary>
    public required string Booster { get; init; }

    /// <summary>The score before the first tree, as stored: one number, or one per output.</summary>
    public required float[] BaseScore { get; init; }

    /// <summary>Number of columns.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Number of raw outputs: 1, or the number of classes.</summary>
    public required int OutputCount { get; init; }

    /// <summary>Attributes that Python's wrapper adds, for example <c>best_iteration</c>.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Names of the columns; empty where the file has none.</summary>
    public string[] FeatureNames { get; init; } = [];

    /// <summary>Trees that one round adds to each output.</summary>
    public int ParallelTrees { get; init; } = 1;

    /// <summary>The trees, each with the output it adds to.</summary>
    public IReadOnlyList<(BoostedNode[] Nodes, int Output)> Trees { get; init; } = [];

    /// <summary>What the leaves of each tree are multiplied by; empty without dropout.</summary>
    public float[] TreeWeights { get; init; } = [];

    /// <summary>Weights of a linear model, [columns + 1 x outputs], row-major, the biases last; empty for trees.</summary>
    public float[] LinearWeights { get; init; } = [];

    /// <summary>The version as text, or null where it is not known.</summary>
    public string? VersionText => Version.Major == 0 ? null : $"{Version.Major}.{Version.Minor}.{Version.Patch}";
}
