namespace Hamf.Pipeline.Detectors;

/// <summary>Who is told about a positive decision (<c>alerts:</c>). Addresses of servers and secrets come from the environment.</summary>
public sealed record AlertSpec
{
    /// <summary>Mail recipients; none means no mail.</summary>
    public IReadOnlyList<string> Mail { get; init; } = [];

    /// <summary>Whether to post to the Slack webhook named by the environment variable <c>SLACK_WEBHOOK_URL</c>. <value>false</value></summary>
    public bool Slack { get; init; }

    /// <summary>How many reasons an alert carries. <value>3</value></summary>
    public int Reasons { get; init; } = 3;
}
