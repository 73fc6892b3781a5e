namespace Hamf.Pipeline.Detectors;

/// <summary>Topics, retention and polling (<c>stream:</c>).</summary>
public sealed record StreamSpec
{
    /// <summary>Topic of events. <value>topic_1</value></summary>
    public string EventsTopic { get; init; } = "topic_1";

    /// <summary>Topic of scored events. <value>topic_2</value></summary>
    public string ScoresTopic { get; init; } = "topic_2";

    /// <summary>Topic of events that could not be processed, with the reason. <value>topic_1.dlq</value></summary>
    public string DeadLetterTopic { get; init; } = "topic_1.dlq";

    /// <summary>How long records are kept at least before retention may remove them. <value>7 days</value></summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Size of the log in bytes above which appending is refused. <value>8 GiB</value></summary>
    public long MaxLogBytes { get; init; } = 8L << 30;

    /// <summary>Endpoint that is polled for events (a JSON body, possibly encoded twice), or null.</summary>
    public Uri? PollUrl { get; init; }

    /// <summary>Pause between two polls. <value>15 s</value></summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How late an event may be and still be counted exactly in windows. <value>1 hour</value></summary>
    public TimeSpan AllowedLateness { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most entities held in window state; beyond it the least recently seen are evicted. <value>1,000,000</value></summary>
    public int MaxEntities { get; init; } = 1_000_000;
}
