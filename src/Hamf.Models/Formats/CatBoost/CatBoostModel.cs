namespace Hamf.Models.Formats.CatBoost;

/// <summary>What a file of CatBoost holds, whatever its layout: trees that ask the same question in all nodes of a level.</summary>
/// <param name="Columns">Name of each column; empty names where the file has none.</param>
/// <param name="Trees">The trees.</param>
/// <param name="OutputCount">Values per leaf.</param>
/// <param name="Scale">What the sums are multiplied by.</param>
/// <param name="Biases">What is added to them, [outputs].</param>
/// <param name="Loss">Name of the loss, for example <c>Logloss</c>.</param>
/// <param name="Classes">Labels of the classes; null where the file has none.</param>
internal sealed record CatBoostModel(
    string[] Columns, IReadOnlyList<CatBoostTree> Trees, int OutputCount, double Scale, double[] Biases, string Loss, string[]? Classes);

/// <summary>A tree.</summary>
/// <param name="Splits">The question of each level; a yes sets the bit of its place in the number of the leaf.</param>
/// <param name="Values">[leaves x outputs], row-major.</param>
/// <param name="Weights">Training rows of each leaf; empty where the file does not tell.</param>
internal sealed record CatBoostTree(CatBoostSplit[] Splits, double[] Values, double[] Weights);

/// <summary>Whether a column lies above a border.</summary>
/// <param name="Column">The column.</param>
/// <param name="Border">The border.</param>
/// <param name="MissingIsAbove">Whether a missing value counts as above every border, and not below.</param>
internal readonly record struct CatBoostSplit(int Column, float Border, bool MissingIsAbove);
