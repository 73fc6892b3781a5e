using Hamf.Pipeline.Intake;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>What a <see cref="TopicStage"/> does with the records it reads. One owner.</summary>
internal interface ITopicConsumer
{
    /// <summary>The offset of the next record of the topic that has not been stored.</summary>
    long PositionOf(string topic);

    /// <summary>Stores records from <paramref name="from"/> on, at least one, together with the position behind the last that it took.</summary>
    ConsumedBatch Store(string topic, IReadOnlyList<LogRecord> records, int from);
}

/// <summary>What became of records.</summary>
/// <param name="To">Index of the first record that was not taken.</param>
/// <param name="Stored">Rows that are new.</param>
/// <param name="Rejected">Records that could not be used.</param>
/// <param name="Duplicates">Rows that were there already.</param>
internal readonly record struct ConsumedBatch(int To, int Stored, int Rejected, int Duplicates);
