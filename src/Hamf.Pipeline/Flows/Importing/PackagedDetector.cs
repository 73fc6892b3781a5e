using System.Text;
using Hamf.Models.Data;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Detectors.Reading;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>
/// The detector that came with a model of Hamf from elsewhere. Its file is text of strangers: it is checked as one's own is, it can name no file, and what
/// would let it reach out of this home is taken out of it, because whom to ask and whom to tell is up to the people here.
/// </summary>
/// <param name="Detector">The detector; its text is the file's, less what was taken out.</param>
/// <param name="TakenOut">The keys that were taken out, such as <c>stream.poll_url</c>; none for most.</param>
public sealed record PackagedDetector(Detector Detector, IReadOnlyList<string> TakenOut)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // An address that this machine would call, and receivers of what it sees. Their other keys name nothing outside.
    private static readonly (string Section, string Key, Func<Detector, bool> IsGiven)[] Outgoing =
    [
        ("stream", "poll_url", detector => detector.Stream.PollUrl is not null),
        ("alerts", "mail", detector => detector.Alerts.Mail.Count > 0),
        ("alerts", "slack", detector => detector.Alerts.Slack),
    ];

    /// <summary>Reads the file of a package.</summary>
    /// <param name="content">The file.</param>
    /// <param name="inputs">What the package's model reads, in order.</param>
    /// <exception cref="InvalidDataException">It is no detector, or not one of that model; the message says why.</exception>
    public static PackagedDetector Read(ReadOnlyMemory<byte> content, IReadOnlyList<FeatureInfo> inputs)
    {
        Detector detector = Parse(Text(content.Span));
        var takenOut = new List<string>();
        foreach ((string section, string key, Func<Detector, bool> isGiven) in Outgoing.Where(o => o.IsGiven(detector)).ToArray())
        {
            detector = DetectorLoader.Parse(DetectorText.Without(detector.Yaml, section, key), DetectorFile.FileName).Detector is { } without && !isGiven(without)
                ? without
                : throw new InvalidDataException($"Its detector.yaml is written so that {section}.{key} cannot be taken out of it.");
            takenOut.Add($"{section}.{key}");
        }

        Scorer.CheckFit(detector.Name, FeatureSet.Compile(detector), inputs);
        return new PackagedDetector(detector, takenOut);
    }

    /// <summary>The detector under the name of the model that it is registered for; null when that is no name for one.</summary>
    public Detector? Named(string name) =>
        name == Detector.Name ? Detector : DetectorLoader.Parse(DetectorText.WithName(Detector.Yaml, name), $"detector of {name}").Detector;

    private static string Text(ReadOnlySpan<byte> content)
    {
        if (content.Length > DetectorFile.MaxBytes)
        {
            throw new InvalidDataException($"Its detector.yaml has {content.Length:N0} bytes; a detector has at most {DetectorFile.MaxBytes:N0}.");
        }

        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("Its detector.yaml is not UTF-8 text.", e);
        }
    }

    private static Detector Parse(string yaml)
    {
        DetectorReading reading = DetectorLoader.Parse(yaml, DetectorFile.FileName);
        return reading.Detector ?? throw new InvalidDataException($"Its detector cannot be read: {reading.Problems[0]}");
    }
}
