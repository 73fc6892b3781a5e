using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// A detector as it is served: its champion, swapped without a pause when the alias moves, and the one window state that REST reads
/// and the score stage advances. Thread-safe.
/// </summary>
public sealed class LiveDetector
{
    /// <summary>The detector's name.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>The champion being served.</summary>
    public ModelVersion Version => throw new NotImplementedException();

    /// <summary>The schema that requests are read by.</summary>
    public EventSchema Schema => throw new NotImplementedException();

    /// <summary>Scores a row against the present state and changes nothing.</summary>
    /// <param name="row">A validated row of <see cref="Schema"/>.</param>
    /// <param name="withReasons">Whether to explain the score.</param>
    public Prediction Predict(Row row, bool withReasons) => throw new NotImplementedException();
}

/// <summary>The answer to a scoring request.</summary>
/// <param name="Score">In [0, 1].</param>
/// <param name="Decision">True when the score reaches the threshold.</param>
/// <param name="Threshold">The threshold in force.</param>
/// <param name="Version">The model version that scored.</param>
/// <param name="Reasons">Strongest first; empty unless asked for.</param>
public sealed record Prediction(double Score, bool Decision, double Threshold, int Version, IReadOnlyList<Reason> Reasons);
