using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Puts events that come by request into a detector's event topic. Thread-safe.</summary>
public sealed class EventIngest(IEventLog log, LiveDetectors detectors, StreamMonitor monitor)
{
    private readonly IEventLog _log = log;
    private readonly LiveDetectors _detectors = detectors;
    private readonly StreamMonitor _monitor = monitor;

    /// <summary>Most events of one request. <value>10,000</value></summary>
    public const int MaxEvents = 10_000;

    /// <summary>
    /// Appends the events if each is a JSON object, none otherwise; they are on disk when the task ends. Values are checked by the score
    /// stage, which sends what it cannot read to the dead letters.
    /// </summary>
    /// <param name="detector">The detector's name.</param>
    /// <param name="events">Flat JSON objects in UTF-8; each is copied to the log as it is.</param>
    /// <param name="cancellation">Gives up waiting; the events may be appended all the same.</param>
    /// <exception cref="KeyNotFoundException">No detector of that name is served.</exception>
    /// <exception cref="EventLogFullException">The log takes no more for now.</exception>
    public Task<IngestResult> AppendAsync(
        string detector, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellation) =>
        throw new NotImplementedException($"{_log}{_detectors}{_monitor}");
}

/// <summary>What became of a request's events.</summary>
/// <param name="FirstOffset">Offset of the first event; the rest follow. -1 when nothing was appended.</param>
/// <param name="EventIds">The id of each event, in order: its key, or <c>TOPIC:OFFSET</c>; empty when nothing was appended.</param>
/// <param name="Rejects">Why nothing was appended, by 1-based event; empty when all were.</param>
public sealed record IngestResult(long FirstOffset, IReadOnlyList<string> EventIds, IReadOnlyList<Reject> Rejects);
