using System.Text;
using Hamf.Pipeline.Detectors.Reading;

namespace Hamf.Pipeline.Detectors;

/// <summary>
/// Reads <c>detector.yaml</c> and lists every problem at once. Expressions are looked at only when a <see cref="FeatureCheck"/>
/// is given; <c>DetectorLoader</c> in Flows does that and is what commands use.
/// </summary>
public static class DetectorFile
{
    /// <summary>The file's name inside a detector's folder.</summary>
    public const string FileName = "detector.yaml";

    /// <summary>Largest accepted file in bytes. <value>1 MiB</value></summary>
    public const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the detector of a folder (or a path to the file itself).</summary>
    /// <param name="path">The folder, or the file.</param>
    /// <param name="checkFeatures">Checks the expressions, or null to leave them unchecked.</param>
    /// <returns>The detector, or null with at least one problem.</returns>
    public static DetectorReading Load(string path, FeatureCheck? checkFeatures = null)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        try
        {
            using FileStream stream = File.OpenRead(file);
            if (stream.Length > MaxBytes)
            {
                return Fault(file, $"the file has {stream.Length:N0} bytes; a detector has at most {MaxBytes:N0}");
            }

            using var reader = new StreamReader(stream, StrictUtf8);
            return Parse(reader.ReadToEnd(), file, checkFeatures);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fault(file, $"there is no such file; 'hamf init --data FILE --label COLUMN --out {path}' writes one");
        }
        catch (DecoderFallbackException)
        {
            return Fault(file, "the file is not UTF-8 text; save it as UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fault(file, $"the file cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads a detector from text, as stored with a model version.</summary>
    /// <param name="yaml">The file's content.</param>
    /// <param name="source">Name used in problems.</param>
    /// <param name="checkFeatures">Checks the expressions, or null to leave them unchecked.</param>
    public static DetectorReading Parse(string yaml, string source, FeatureCheck? checkFeatures = null) =>
        yaml.Length > MaxBytes
            ? Fault(source, $"the text has {yaml.Length:N0} characters; a detector has at most {MaxBytes:N0}")
            : DetectorReader.Read(yaml, source, checkFeatures);

    private static DetectorReading Fault(string file, string message) => new(null, [new Problem(file, 0, message)]);
}

/// <summary>What reading a detector gave: the detector if there is no problem, and all problems by line.</summary>
public sealed record DetectorReading(Detector? Detector, IReadOnlyList<Problem> Problems);
