using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Puts events that come by request into a detector's event topic. Thread-safe.</summary>
public sealed class EventIngest
{
    /// <summary>Most events of one request. <value>10,000</value></summary>
    public const int MaxEvents = RowLimits.EventsMax;

    private readonly IEventLog _log;
    private readonly LiveDetectors _detectors;
    private readonly StageCounters _counters;

    /// <summary>Ingestion into a log, for the detectors that are served.</summary>
    public EventIngest(IEventLog log, LiveDetectors detectors, StreamMonitor monitor)
    {
        _log = log;
        _detectors = detectors;
        ArgumentNullException.ThrowIfNull(monitor);
        _counters = monitor.Of(StageNames.Ingest, "requests");
        _counters.State = StageCounters.Running;
    }

    /// <summary>
    /// Appends the events if each is a JSON object, none otherwise; they are on disk when the task ends. Values are checked by the score
    /// stage, which sends what it cannot read to the dead letters.
    /// </summary>
    /// <param name="detector">The detector's name.</param>
    /// <param name="events">Flat JSON objects in UTF-8; each is copied to the log as it is.</param>
    /// <param name="cancellation">Gives up waiting; the events may be appended all the same.</param>
    /// <exception cref="KeyNotFoundException">No detector of that name is served.</exception>
    /// <exception cref="EventLogFullException">The log takes no more for now.</exception>
    public async Task<IngestResult> AppendAsync(
        string detector, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (!_detectors.All.TryGetValue(detector, out LiveDetector? live))
        {
            throw new KeyNotFoundException($"No detector '{detector}' is served.");
        }

        StreamTopics topics = live.Served.Topics;
        (string?[] keys, List<Reject> rejects) = Check(events, live.Schema);
        if (rejects.Count > 0 || events.Count == 0)
        {
            _counters.Add(0, events.Count, 0);
            return new IngestResult(-1, [], rejects);
        }

        NewRecord[] records = events.Select(e => new NewRecord(default, e)).ToArray();
        long first = await AppendAsync(topics.Events, records, cancellation).ConfigureAwait(false);
        _counters.Add(records.Length, 0, 0);
        string[] ids = keys.Select((key, i) => key ?? EventReader.DerivedId(topics.Events, first + i, 0)).ToArray();
        return new IngestResult(first, ids, []);
    }

    // Who asks whether all is well sees a full log or disk until events are taken again; it is the clients that try again.
    private async Task<long> AppendAsync(string topic, NewRecord[] records, CancellationToken cancellation)
    {
        try
        {
            long first = await _log.AppendAsync(topic, records, cancellation).ConfigureAwait(false);
            _counters.State = StageCounters.Running;
            return first;
        }
        catch (EventLogFullException e)
        {
            _counters.State = StageCounters.Retrying + e.Message;
            throw;
        }
    }

    private static (string?[] Keys, List<Reject> Rejects) Check(IReadOnlyList<ReadOnlyMemory<byte>> events, EventSchema schema)
    {
        var keys = new string?[events.Count];
        List<Reject> rejects = [];
        if (events.Count > MaxEvents)
        {
            rejects.Add(new Reject(0, "", $"at most {MaxEvents} events in a request", $"{events.Count} events"));
            return (keys, rejects);
        }

        PayloadMembers members = new();
        for (int i = 0; i < events.Count; i++)
        {
            if (events[i].Length > EventMessage.BytesMax)
            {
                rejects.Add(new Reject(i + 1, "", $"at most {EventMessage.BytesMax} bytes", $"{events[i].Length} bytes"));
                continue;
            }

            try
            {
                members.Read(events[i].Span);
                keys[i] = KeyOf(events[i].Span, members, schema);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                rejects.Add(new Reject(i + 1, "", "a JSON object", e.Message));
            }
        }

        return (keys, rejects);
    }

    private static string? KeyOf(ReadOnlySpan<byte> json, PayloadMembers members, EventSchema schema)
    {
        if (schema.KeyIndex < 0)
        {
            return null;
        }

        ColumnSpec column = schema.Columns[schema.KeyIndex];
        foreach (string name in column.Aliases.Prepend(column.Name))
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(name);
            foreach (PayloadMember member in members.Members)
            {
                if (member.Name(json).SequenceEqual(utf8))
                {
                    return TextOf(member.Value(json));
                }
            }
        }

        return null;
    }

    private static string? TextOf(ReadOnlySpan<byte> value)
    {
        Utf8JsonReader reader = new(value);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.UTF8.GetString(value),
            _ => null,
        };
    }
}

/// <summary>What became of a request's events.</summary>
/// <param name="FirstOffset">Offset of the first event; the rest follow. -1 when nothing was appended.</param>
/// <param name="EventIds">The id of each event, in order: its key, or <c>TOPIC:OFFSET</c>; empty when nothing was appended.</param>
/// <param name="Rejects">Why nothing was appended, by 1-based event; empty when all were.</param>
public sealed record IngestResult(long FirstOffset, IReadOnlyList<string> EventIds, IReadOnlyList<Reject> Rejects);
