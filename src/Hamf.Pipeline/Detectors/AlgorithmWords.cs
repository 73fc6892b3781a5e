using Hamf.Pipeline.Detectors.Reading;

namespace Hamf.Pipeline.Detectors;

/// <summary>The words of detector.yaml and the command line for algorithms.</summary>
public static class AlgorithmWords
{
    /// <summary>All words, <c>auto</c> first.</summary>
    public static IReadOnlyList<string> All => ChoiceNames<AlgorithmKind>.All;

    /// <summary>The algorithm of a word.</summary>
    /// <exception cref="ArgumentException">It is none of <see cref="All"/>.</exception>
    public static AlgorithmKind Parse(string word) => ChoiceNames<AlgorithmKind>.TryParse(word, out AlgorithmKind algorithm)
        ? algorithm
        : throw new ArgumentException($"'{word}' is not one of {string.Join(", ", All)}.", nameof(word));
}
