using System.Runtime.CompilerServices;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Scoring;

/// <summary>
/// A loaded model version: features, model, threshold. Immutable; the window state belongs to the <see cref="FeatureEngine"/> that the
/// caller passes in. Safe from many threads as long as each has its own engine and row, or holds the engine's lock.
/// </summary>
public sealed class Scorer
{
    // Scoring allocates nothing: each thread keeps one vector, as long as the longest it has met.
    [ThreadStatic]
    private static double[]? _values;

    [ThreadStatic]
    private static string?[]? _texts;

    private readonly ReasonGroups _reasons;

    internal Scorer(ModelVersion version, Detector detector, FeatureSet features, ModelBundle bundle)
    {
        Version = version;
        Detector = detector with { Name = version.Name };
        StreamName = detector.Name;
        Features = features;
        Bundle = bundle;
        _reasons = new ReasonGroups(detector.Events, features.Specs, bundle.Model.Features);
    }

    /// <summary>Number of features.</summary>
    internal int FeatureCount => Bundle.Model.Features.Count;

    /// <summary>Number of texts that the model wants beside the numbers: as many as features, or 0.</summary>
    internal int TextCount => Bundle.Model.ReadsText ? FeatureCount : 0;

    /// <summary>As <see cref="Load"/>, for a version that is to serve.</summary>
    /// <exception cref="InvalidDataException">As in <see cref="Load"/>, or the model gives no score between 0 and 1.</exception>
    public static Scorer LoadForServing(ModelVersion version, IArtifactStore artifacts)
    {
        Scorer scorer = Load(version, artifacts);
        scorer.RequireScore();
        return scorer;
    }

    /// <summary>Loads a version from its artifacts and compiles the detector it was trained with.</summary>
    /// <exception cref="InvalidDataException">An artifact is damaged or does not fit the detector.</exception>
    public static Scorer Load(ModelVersion version, IArtifactStore artifacts)
    {
        string name = $"{version.Name}/{version.Version}";
        DetectorReading reading = DetectorFile.Parse(version.DetectorYaml, $"detector of {name}");
        if (reading.Detector is not { } detector)
        {
            throw new InvalidDataException(
                $"The detector stored with {name} cannot be read: {string.Join("; ", reading.Problems)}");
        }

        ModelBundle bundle = artifacts.Read(version.BundleDigest, ModelBundle.FromBytes);
        FeatureSet features = Compile(name, detector);
        CheckFit(name, features, bundle.Model.Features);
        return new Scorer(version, detector, features, bundle);
    }

    /// <summary>The version.</summary>
    public ModelVersion Version { get; }

    /// <summary>
    /// The detector as it was at training, under the name that the version is registered by: models are renamed, and versions copied to other names,
    /// without a change of the stored file.
    /// </summary>
    public Detector Detector { get; }

    /// <summary>The name in the detector's file, under which its position and state in the stream are kept: renaming the model loses neither.</summary>
    internal string StreamName { get; }

    /// <summary>Its compiled features.</summary>
    public FeatureSet Features { get; }

    /// <summary>The model and its threshold.</summary>
    public ModelBundle Bundle { get; }

    /// <summary>An engine with empty state that encodes categories as the model learned them.</summary>
    public FeatureEngine NewEngine() =>
        new(Features, CategoryEncoding.Frozen(Bundle.Model.Features));

    /// <summary>Whether the model gives a score in [0, 1], so that a threshold can decide and it may serve.</summary>
    public bool HasScore => ModelOutputs.IsScore(Bundle.Model);

    /// <summary>Refuses a model without a score in [0, 1].</summary>
    /// <exception cref="InvalidDataException">It has none; the message says what to do.</exception>
    public void RequireScore()
    {
        if (!HasScore)
        {
            throw new InvalidDataException($"{Version.Name}/{Version.Version} gives no score between 0 and 1 ({ModelOutputs.Describe(Bundle.Model)}), so it can "
                + "neither serve nor decide. 'hamf predict --full' writes what it gives; import it again with --positive CLASS where it has probabilities.");
        }
    }

    /// <summary>Scores one row against the engine's state, which is not changed. Allocates nothing.</summary>
    /// <exception cref="RowRefusedException">The model gives no score for such a row.</exception>
    public double Score(Row row, FeatureEngine engine)
    {
        Span<double> values = Scratch(ref _values, FeatureCount);
        Span<string?> texts = Scratch(ref _texts, TextCount);
        engine.Compute(row, values, texts);
        return Bundle.Model.Score(values, texts);
    }

    /// <summary>
    /// Scores one row and says why: the <paramref name="reasonCount"/> strongest groups of features. Those that speak for the positive
    /// class come first, strongest first; those against it follow only where there is room. A model that cannot be explained gives none.
    /// </summary>
    /// <exception cref="RowRefusedException">The model gives no score for such a row.</exception>
    public (double Score, IReadOnlyList<Reason> Reasons) Explain(Row row, FeatureEngine engine, int reasonCount)
    {
        var values = new double[FeatureCount];
        var texts = new string?[TextCount];
        engine.Compute(row, values, texts);
        return (Bundle.Model.Score(values, texts), _reasons.Of(Bundle.Model, values, texts, reasonCount));
    }

    private static FeatureSet Compile(string name, Detector detector)
    {
        try
        {
            return FeatureSet.Compile(detector);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The features stored with {name} cannot be compiled by this Hamf: {e.Message}", e);
        }
    }

    /// <summary>Refuses a model that does not take what the detector computes.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    internal static void CheckFit(string name, FeatureSet features, IReadOnlyList<FeatureInfo> inputs)
    {
        bool fits = features.Specs.Count == inputs.Count;
        for (int f = 0; fits && f < inputs.Count; f++)
        {
            fits = features.Specs[f].Name == inputs[f].Name && Fits(features.Kinds[f], inputs[f].Kind);
        }

        if (!fits)
        {
            throw new InvalidDataException(
                $"The model of {name} takes [{string.Join(", ", inputs.Select(i => i.Name))}] but its detector computes [{string.Join(", ", features.Specs.Select(s => s.Name))}]. Train again, or roll back to a version that fits.");
        }
    }

    // A text is a category to the models that Hamf trains; an imported one may read it itself.
    private static bool Fits(FeatureKind computed, FeatureKind read) => read == computed || (read, computed) is (FeatureKind.Text, FeatureKind.Categorical);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<T> Scratch<T>(ref T[]? kept, int count)
    {
        if (kept is null || kept.Length < count)
        {
            kept = new T[count];
        }

        return kept.AsSpan(0, count);
    }
}
