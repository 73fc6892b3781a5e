namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// One step of the stream, with its own position and speed. Whoever runs it calls <see cref="RunOnceAsync"/> again and again, one call at
/// a time; after an exception it may call again, and nothing is lost or done twice.
/// </summary>
public interface IStage
{
    /// <summary>What it does: <c>ingest</c>, <c>score</c>, <c>sink</c>, <c>alert</c>, <c>outbox</c> or <c>webhook</c>.</summary>
    string Name { get; }

    /// <summary>What it does it for: the detector, topic or channel. Unique together with <see cref="Name"/>.</summary>
    string Subject { get; }

    /// <summary>
    /// Takes the next batch, waiting up to <paramref name="wait"/> for it. Returning, even without a record, means that the stage works: what
    /// failed before is tried again by the next call.
    /// </summary>
    /// <returns>How many records were taken; 0 when the wait is over.</returns>
    Task<int> RunOnceAsync(TimeSpan wait, CancellationToken cancellation);

    /// <summary>Writes down what is only in memory; called once, after the last <see cref="RunOnceAsync"/>.</summary>
    Task StopAsync(CancellationToken cancellation);
}
