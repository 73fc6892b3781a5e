using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Scoring;

namespace Hamf.Adapters.Tests;

/// <summary>An alert as the alert stage raises it.</summary>
internal static class SampleAlerts
{
    public static Alert Card { get; } = new()
    {
        AlertId = 17,
        EventId = "2da90c7d74bd46a0caf3777415b3ebd3",
        Detector = "card-fraud",
        TimeMs = 1_592_741_665_000,
        Entity = "229116******5541",
        Score = 0.9321,
        Threshold = 0.41,
        ModelVersion = 3,
        RaisedAtMs = 1_592_741_666_000,
        Reasons = [new Reason("amount", "1,200.5 <é>", 2.25), new Reason("hour", "3", 0.5)],
    };
}
