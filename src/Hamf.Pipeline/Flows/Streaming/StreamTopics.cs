using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>The names under which a detector's stream is kept: topics as its file says, group and labels topic made from them.</summary>
/// <param name="Events">Topic of events.</param>
/// <param name="Scores">Topic of scored events.</param>
/// <param name="DeadLetters">Topic of events that could not be processed.</param>
/// <param name="Labels">Topic of labels as they were applied to window state.</param>
/// <param name="Group">The score stage's consumer group, and the owner of its state snapshots.</param>
internal sealed record StreamTopics(string Events, string Scores, string DeadLetters, string Labels, string Group)
{
    /// <summary>The names for a version of a detector.</summary>
    // The group names the topic, so a detector that moves to another topic starts there from the beginning instead of at a foreign offset.
    public static StreamTopics Of(Scorer scorer)
    {
        StreamSpec stream = scorer.Detector.Stream;
        return new(
            stream.EventsTopic,
            stream.ScoresTopic,
            stream.DeadLetterTopic,
            $"{stream.EventsTopic}.{scorer.StreamName}.labels",
            $"score.{scorer.StreamName}.{stream.EventsTopic}");
    }
}
