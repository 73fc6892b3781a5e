using Hamf.Pipeline.Alerts;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Says which stages a process runs for the detectors that are served now. Asked again whenever that changes. Immutable and thread-safe.
/// </summary>
public sealed class StreamPlan(StreamParts parts, StreamRoles roles)
{
    /// <summary>
    /// The stages that should run. Two detectors cannot read the same event topic, because each would take the other's events for faulty:
    /// the one whose model was registered first reads it, the others are named in <see cref="StreamPlanning.Problems"/> and answer REST only. So no
    /// model that comes takes the stream away from one that reads it.
    /// </summary>
    public StreamPlanning Current()
    {
        List<PlannedStage> stages = [];
        List<string> problems = [];
        Dictionary<string, string> readerOf = new(StringComparer.Ordinal);
        HashSet<string> scoreTopics = new(StringComparer.Ordinal);
        foreach (LiveDetector detector in parts.Detectors.ByAge)
        {
            StreamTopics topics = detector.Served.Topics;
            if (!readerOf.TryAdd(topics.Events, detector.Name))
            {
                problems.Add($"{detector.Name} does not read {topics.Events}: {readerOf[topics.Events]} does. "
                    + "Give it topics of its own (stream: in its detector.yaml) and train it again.");
                continue;
            }

            scoreTopics.Add(topics.Scores);
            AddOfDetector(stages, detector, topics);
        }

        foreach (string topic in scoreTopics)
        {
            AddOfTopic(stages, topic);
        }

        if (roles.Alert)
        {
            stages.AddRange(parts.Notifiers.Select(n => new PlannedStage(
                StageNames.Outbox, n.Channel, () => new OutboxStage(parts.Alerts, n, NewRetries(n), parts.Monitor, parts.Time))));
        }

        return new StreamPlanning(stages, problems);
    }

    private void AddOfDetector(List<PlannedStage> stages, LiveDetector detector, StreamTopics topics)
    {
        if (roles.Score)
        {
            stages.Add(new PlannedStage(StageNames.Score, topics.Group, () =>
                new ScoreStage(detector, parts.Live, parts.Monitor, parts.Time, parts.Score)));
        }

        if (roles.Collect && detector.Served.Scorer.Detector.Stream.PollUrl is not null && parts.Poll is { } client)
        {
            stages.Add(new PlannedStage(StageNames.Ingest, topics.Events, () =>
                new PollStage(detector, client, parts.Live.Log, parts.Monitor, parts.Time)));
        }
    }

    private void AddOfTopic(List<PlannedStage> stages, string topic)
    {
        if (roles.Sink && parts.Live.Scores is { } scores)
        {
            stages.Add(Planned(StageNames.Sink, topic, () => new ScoreSink(scores)));
        }

        if (roles.Alert)
        {
            stages.Add(Planned(StageNames.Alert, topic, () => new AlertRaiser(parts.Alerts, SpecOf, parts.Time)));
        }
    }

    private PlannedStage Planned(string name, string topic, Func<ITopicConsumer> consumer) =>
        new(name, topic, () => new TopicStage(name, topic, parts.Live.Log, consumer(), parts.Monitor));

    private Detectors.AlertSpec? SpecOf(string detector) =>
        parts.Detectors.All.TryGetValue(detector, out LiveDetector? live) ? live.Served.Scorer.Detector.Alerts : null;

    private RetrySchedule NewRetries(INotifier notifier) => new(new Random(parts.Seed ^ StableHash(notifier.Channel)));

    // string.GetHashCode differs from run to run.
    private static int StableHash(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));
}

/// <summary>What should run, and what cannot.</summary>
/// <param name="Stages">The stages.</param>
/// <param name="Problems">What cannot run as configured, in sentences.</param>
public sealed record StreamPlanning(IReadOnlyList<PlannedStage> Stages, IReadOnlyList<string> Problems);

/// <summary>A stage that should run.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Subject">What it does it for; unique together with <paramref name="Name"/>.</param>
/// <param name="Create">Makes it; called once by whoever runs it.</param>
public sealed record PlannedStage(string Name, string Subject, Func<IStage> Create);
