namespace Hamf.Models.Graph;

/// <summary>The labels of scikit-learn's novelty detectors.</summary>
internal static class NoveltyClasses
{
    /// <summary>-1 for what is unlike the training rows, 1 for what is like them.</summary>
    public static readonly string[] All = ["-1", "1"];
}
