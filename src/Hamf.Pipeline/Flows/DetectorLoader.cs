using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;

namespace Hamf.Pipeline.Flows;

/// <summary>Reads a detector and checks everything about it, its expressions included: what <c>hamf check</c> does.</summary>
public static class DetectorLoader
{
    /// <summary>Reads the detector of a folder (or a path to the file itself).</summary>
    /// <returns>The detector, or null with every problem of the file, by line.</returns>
    public static DetectorReading Load(string path) => DetectorFile.Load(path, FeatureSet.Check);

    /// <summary>Reads a detector from text, as stored with a model version.</summary>
    /// <param name="yaml">The file's content.</param>
    /// <param name="source">Name used in problems.</param>
    public static DetectorReading Parse(string yaml, string source) => DetectorFile.Parse(yaml, source, FeatureSet.Check);
}
