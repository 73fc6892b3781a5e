using System.Text;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>Rows of which a test cares only for the name.</summary>
internal static class SampleRows
{
    /// <summary>A version to register.</summary>
    public static ModelVersion Version(string name) => new()
    {
        Name = name,
        Version = 0,
        CreatedAt = default,
        RunId = "run",
        BundleDigest = "bundle",
        DetectorYaml = "name: m",
    };

    /// <summary>A scored event of the detector <c>d</c> at 1 ms.</summary>
    public static ScoredEvent Event(string id) => new()
    {
        EventId = id,
        Detector = "d",
        TimeMs = 1,
        Score = 0.5,
        Threshold = 0.5,
        Decision = true,
        ModelVersion = 1,
        ScoredAtMs = 1,
        Payload = Encoding.UTF8.GetBytes("{}"),
    };
}
