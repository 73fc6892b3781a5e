namespace Hamf.Pipeline.Features.Windows;

/// <summary>Where and how an entry of a group that reads labels keeps its label.</summary>
internal static class LabelCells
{
    /// <summary>Cell of the time from which the label is known.</summary>
    public const int Time = 1;

    /// <summary>Cell of the digest by which a verdict finds its event.</summary>
    public const int EventId = 2;

    /// <summary>Label time of an event without a label.</summary>
    public const long NotLabelled = long.MaxValue;

    /// <summary>Label time of a label that came with its event.</summary>
    public const long WithEvent = long.MinValue + 1;
}
