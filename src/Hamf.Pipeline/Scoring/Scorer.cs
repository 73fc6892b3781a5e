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
    /// <summary>Loads a version from its artifacts and compiles the detector it was trained with.</summary>
    /// <exception cref="InvalidDataException">An artifact is damaged or does not fit the detector.</exception>
    public static Scorer Load(ModelVersion version, IArtifactStore artifacts) => throw new NotImplementedException();

    /// <summary>The version.</summary>
    public ModelVersion Version => throw new NotImplementedException();

    /// <summary>The detector as it was at training.</summary>
    public Detector Detector => throw new NotImplementedException();

    /// <summary>Its compiled features.</summary>
    public FeatureSet Features => throw new NotImplementedException();

    /// <summary>The model and its threshold.</summary>
    public ModelBundle Bundle => throw new NotImplementedException();

    /// <summary>An engine with empty state that encodes categories as the model learned them.</summary>
    public FeatureEngine NewEngine() => throw new NotImplementedException();

    /// <summary>Scores one row against the engine's state, which is not changed.</summary>
    public double Score(Row row, FeatureEngine engine) => throw new NotImplementedException();

    /// <summary>Scores one row and says why: the <paramref name="reasonCount"/> strongest groups, strongest first.</summary>
    public (double Score, IReadOnlyList<Reason> Reasons) Explain(Row row, FeatureEngine engine, int reasonCount) =>
        throw new NotImplementedException();
}
