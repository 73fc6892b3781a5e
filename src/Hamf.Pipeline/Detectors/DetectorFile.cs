namespace Hamf.Pipeline.Detectors;

/// <summary>Reads <c>detector.yaml</c> and lists every problem at once.</summary>
public static class DetectorFile
{
    /// <summary>The file's name inside a detector's folder.</summary>
    public const string FileName = "detector.yaml";

    /// <summary>Reads the detector of a folder (or a path to the file itself).</summary>
    /// <returns>The detector, or null with at least one problem.</returns>
    public static DetectorReading Load(string path) => throw new NotImplementedException();

    /// <summary>Reads a detector from text, as stored with a model version.</summary>
    /// <param name="yaml">The file's content.</param>
    /// <param name="source">Name used in problems.</param>
    public static DetectorReading Parse(string yaml, string source) => throw new NotImplementedException();
}

/// <summary>What reading a detector gave: the detector if there is no problem, and all problems.</summary>
public sealed record DetectorReading(Detector? Detector, IReadOnlyList<Problem> Problems);
