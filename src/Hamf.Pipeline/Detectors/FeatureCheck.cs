using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors;

/// <summary>Lists every fault of a detector's expressions; <c>FeatureSet.Check</c> is one.</summary>
/// <param name="file">The file's name for problems.</param>
/// <param name="schema">The columns the expressions may use.</param>
/// <param name="features">The features as written.</param>
/// <param name="unclear">
/// Columns with a problem of their own: what an expression makes of them is not judged, and a role that no column has may be theirs.
/// </param>
public delegate IReadOnlyList<Problem> FeatureCheck(
    string file, EventSchema schema, IReadOnlyList<FeatureSpec> features, IReadOnlySet<string> unclear);
