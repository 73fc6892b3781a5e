using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Scoring;
using Hamf.Server.Workers;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Tests.Memory;

/// <summary>Everything a server works with, in memory.</summary>
internal sealed class MemoryHome
{
    public MemoryHome()
    {
        Parts = new LiveParts(Models, Artifacts, Log, new MemoryStates()) { Labels = Labels, Scores = Scores };
        Live = new LiveDetectors(Parts);
        Monitor = new StreamMonitor(TimeProvider.System);
        Ingest = new EventIngest(Log, Live, Monitor);
    }

    public MemoryLog Log { get; } = new();

    public MemoryScores Scores { get; } = new();

    public MemoryAlerts Alerts { get; } = new();

    public MemoryLabels Labels { get; } = new();

    public MemoryRuns Runs { get; } = new();

    public MemoryModels Models { get; } = new();

    public MemoryArtifacts Artifacts { get; } = new();

    public MemoryKeys Keys { get; } = new();

    public MemoryWebhooks Webhooks { get; } = new();

    public LiveParts Parts { get; }

    public LiveDetectors Live { get; }

    public StreamMonitor Monitor { get; }

    public EventIngest Ingest { get; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Stores a scored event of the card detector, and its alert if it is positive.</summary>
    public ScoredEvent AddScored(string id, double score, long timeMs = 1_782_044_065_000, string detector = "card-fraud")
    {
        Reason[] reasons = [new Reason("amt", "977.01", 3.14), new Reason("hour", "3", 0.4), new Reason("category", "grocery_pos", -0.7)];
        ScoredEvent scored = new()
        {
            EventId = id,
            Detector = detector,
            TimeMs = timeMs,
            Entity = "4111111111110042",
            Score = score,
            Threshold = 0.5,
            Decision = score >= 0.5,
            ModelVersion = 1,
            ScoredAtMs = timeMs + 40,
            Reasons = score >= 0.5 ? reasons : [],
            Payload = System.Text.Encoding.UTF8.GetBytes(CardData.Payment(id, 977.01, "shopping_net")),
        };
        Scores.Save("topic_2", Scores.Count() + 1, [scored]);
        if (scored.Decision)
        {
            Alerts.Save("topic_2", Alerts.Count() + 1, [AlertOf(scored)], ["log"]);
        }

        return scored;
    }

    /// <summary>Whether the server runs the stages of the stream.</summary>
    public bool Streams { get; set; }

    public HamfServices Services(ILoggerFactory loggers) => new()
    {
        Workers = Streams ? [NewSupervisor(loggers)] : [],
        Live = Live,
        Ingest = Ingest,
        Scores = Scores,
        Alerts = Alerts,
        Labels = Labels,
        Runs = Runs,
        Models = Models,
        Artifacts = Artifacts,
        Keys = Keys,
        Webhooks = Webhooks,
        Monitor = Monitor,
        Time = Time,
        Loggers = loggers,
    };

    private StreamSupervisor NewSupervisor(ILoggerFactory loggers)
    {
        StreamParts parts = new() { Detectors = Live, Live = Parts, Alerts = Alerts, Notifiers = [], Monitor = Monitor };
        return new StreamSupervisor(parts, new StreamRoles(), loggers.CreateLogger<StreamSupervisor>());
    }

    private static Alert AlertOf(ScoredEvent scored) => new()
    {
        EventId = scored.EventId,
        Detector = scored.Detector,
        TimeMs = scored.TimeMs,
        Entity = "411111******0042",
        Score = scored.Score,
        Threshold = scored.Threshold,
        ModelVersion = scored.ModelVersion,
        RaisedAtMs = scored.ScoredAtMs + 5,
        Reasons = scored.Reasons,
    };
}
