using Hamf.Models.Data;
using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Features;

/// <summary>The compiled features of a detector. Immutable and thread-safe.</summary>
public sealed class FeatureSet
{
    /// <summary>Compiles the detector's expressions; a checked detector always compiles.</summary>
    /// <exception cref="ArgumentException">An expression is at fault (use <see cref="Check"/> to list all faults).</exception>
    public static FeatureSet Compile(Detector detector) => throw new NotImplementedException();

    /// <summary>Lists every fault of the features: syntax, types, unknown columns, roles used where they may not be.</summary>
    public static IReadOnlyList<Problem> Check(string file, Rows.EventSchema schema, IReadOnlyList<FeatureSpec> features) =>
        throw new NotImplementedException();

    /// <summary>The features in order, as written.</summary>
    public IReadOnlyList<FeatureSpec> Specs => throw new NotImplementedException();

    /// <summary>Numeric or categorical, per feature.</summary>
    public IReadOnlyList<FeatureKind> Kinds => throw new NotImplementedException();

    /// <summary>True when any feature looks at earlier events.</summary>
    public bool HasWindows => throw new NotImplementedException();

    /// <summary>True when any window feature reads labels.</summary>
    public bool ReadsLabels => throw new NotImplementedException();

    /// <summary>Digest of everything that shapes window state; two sets with the same digest can share a state.</summary>
    public string StateDigest => throw new NotImplementedException();
}
