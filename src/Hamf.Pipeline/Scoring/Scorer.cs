using System.Runtime.CompilerServices;
using Hamf.Models.Data;
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

    private readonly ReasonGroups _reasons;

    internal Scorer(ModelVersion version, Detector detector, FeatureSet features, ModelBundle bundle)
    {
        Version = version;
        Detector = detector;
        Features = features;
        Bundle = bundle;
        _reasons = new ReasonGroups(detector.Events, features.Specs, bundle.Model.Features);
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

    /// <summary>The detector as it was at training.</summary>
    public Detector Detector { get; }

    /// <summary>Its compiled features.</summary>
    public FeatureSet Features { get; }

    /// <summary>The model and its threshold.</summary>
    public ModelBundle Bundle { get; }

    /// <summary>An engine with empty state that encodes categories as the model learned them.</summary>
    public FeatureEngine NewEngine() =>
        new(Features, CategoryEncoding.Frozen(Bundle.Model.Features.Select(f => f.Categories).ToArray()));

    /// <summary>Scores one row against the engine's state, which is not changed. Allocates nothing.</summary>
    public double Score(Row row, FeatureEngine engine)
    {
        Span<double> values = Scratch(Bundle.Model.Features.Count);
        engine.Compute(row, values);
        return Bundle.Model.Score(values);
    }

    /// <summary>
    /// Scores one row and says why: the <paramref name="reasonCount"/> strongest groups of features. Those that speak for the positive
    /// class come first, strongest first; those against it follow only where there is room.
    /// </summary>
    public (double Score, IReadOnlyList<Reason> Reasons) Explain(Row row, FeatureEngine engine, int reasonCount)
    {
        int count = Bundle.Model.Features.Count;
        var values = new double[count];
        var contributions = new double[count];
        engine.Compute(row, values);
        Bundle.Model.Explain(values, contributions);
        return (Bundle.Model.Score(values), _reasons.Strongest(values, contributions, reasonCount));
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

    private static void CheckFit(string name, FeatureSet features, IReadOnlyList<FeatureInfo> inputs)
    {
        bool fits = features.Specs.Count == inputs.Count;
        for (int f = 0; fits && f < inputs.Count; f++)
        {
            fits = features.Specs[f].Name == inputs[f].Name && features.Kinds[f] == inputs[f].Kind;
        }

        if (!fits)
        {
            throw new InvalidDataException(
                $"The model of {name} takes [{string.Join(", ", inputs.Select(i => i.Name))}] but its detector computes [{string.Join(", ", features.Specs.Select(s => s.Name))}]. Train again, or roll back to a version that fits.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<double> Scratch(int count)
    {
        if (_values is null || _values.Length < count)
        {
            _values = new double[count];
        }

        return _values.AsSpan(0, count);
    }
}
