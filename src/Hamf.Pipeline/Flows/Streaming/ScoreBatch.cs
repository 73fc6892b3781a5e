using Hamf.Models.Graph;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Scores the events of one batch after another: accepts, computes, observes, decides, and writes what goes to the topics. Belongs to one
/// served model; one owner.
/// </summary>
internal sealed class ScoreBatch
{
    private readonly ServedModel _served;
    private readonly TimeProvider _time;
    private readonly EventBatch _events;
    private readonly ScoredEventJson _json;
    private readonly JsonBytes _bytes = new();
    private readonly Row _labelRow;
    private readonly List<(string Topic, ReadOnlyMemory<byte> Key, int Start, int Length)> _outputs = [];
    private readonly List<(string EventId, RememberedKey Remembered)> _newKeys = [];
    private readonly Dictionary<string, RememberedKey> _ids = new(StringComparer.Ordinal);
    private readonly double[] _values;
    private readonly string?[] _texts;

    public ScoreBatch(ServedModel served, TimeProvider time)
    {
        _served = served;
        _time = time;
        EventSchema schema = served.Parser.Schema;
        _events = new EventBatch(served.Parser, served.Topics.Events);
        _labelRow = new Row(schema);
        _json = new ScoredEventJson(served.Scorer.Detector.Name, schema.LabelIndex < 0 ? null : schema.Columns[schema.LabelIndex].Name);
        _values = new double[served.FeatureCount];
        _texts = new string?[served.Scorer.TextCount];
    }

    /// <summary>The model that this belongs to.</summary>
    public ServedModel Served => _served;

    /// <summary>Of the last batch: when each scored event was appended, Unix milliseconds.</summary>
    public List<long> AppendedMs { get; } = [];

    /// <summary>Of the last batch: the decision on each scored event.</summary>
    public List<bool> Decisions { get; } = [];

    /// <summary>Of the last batch: dead letters.</summary>
    public int RejectedCount { get; private set; }

    /// <summary>Of the last batch: repeats.</summary>
    public int DuplicateCount { get; private set; }

    /// <summary>Of the last batch: the offset behind its last record.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Processes a batch. Afterwards the state is ahead of the log until the caller has committed.</summary>
    public TransformResult Run(TransformBatch batch, IReadOnlyList<AppliedLabel> labels)
    {
        Clear();
        NextOffset = batch.Records[^1].Offset + 1;
        _events.Read(batch.Records);
        IReadOnlyDictionary<string, RememberedKey> known = batch.Known(_events.Keys);
        _served.IsAhead = _served.Scorer.Features.HasWindows;
        ApplyLabels(labels, batch.Records[0].Offset);
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        for (int i = 0; i < _events.Count; i++)
        {
            Process(_events[i], known, nowMs);
        }

        return Result();
    }

    private void Clear()
    {
        _bytes.Clear();
        _outputs.Clear();
        _newKeys.Clear();
        _ids.Clear();
        AppendedMs.Clear();
        Decisions.Clear();
        RejectedCount = 0;
        DuplicateCount = 0;
    }

    private void ApplyLabels(IReadOnlyList<AppliedLabel> labels, long before)
    {
        foreach (AppliedLabel label in labels)
        {
            AppliedLabel placed = label with { Before = before };
            int start = _bytes.Length;
            placed.Write(_bytes);
            Output(_served.Topics.Labels, default, start);
            _served.Apply(placed, _labelRow);
        }
    }

    private void Process(EventSlot slot, IReadOnlyDictionary<string, RememberedKey> known, long nowMs)
    {
        if (!slot.IsValid)
        {
            Reject(slot, DeadLetter.Invalid, nowMs);
            return;
        }

        if (slot.HasKey)
        {
            RememberedKey own = new(slot.Offset, slot.Members.Digest);
            if (known.TryGetValue(slot.EventId, out RememberedKey first) || !_ids.TryAdd(slot.EventId, own) && _ids.TryGetValue(slot.EventId, out first))
            {
                Repeat(slot, first, nowMs);
                return;
            }

            _newKeys.Add((slot.EventId, own));
        }

        Score(slot, nowMs);
    }

    private void Repeat(EventSlot slot, RememberedKey first, long nowMs)
    {
        if (first.PayloadDigest == slot.Members.Digest)
        {
            DuplicateCount++;
        }
        else
        {
            Reject(slot, DeadLetter.Conflict, nowMs);
        }
    }

    private void Reject(EventSlot slot, string reason, long nowMs)
    {
        RejectedCount++;
        int start = _bytes.Length;
        DeadLetter.Write(_bytes, _served.Scorer.Detector.Name, _served.Topics.Events, slot, reason, nowMs);
        Output(_served.Topics.DeadLetters, default, start);
    }

    private void Score(EventSlot slot, long nowMs)
    {
        _served.Compute(slot.Row, _values, _texts);

        // A valid event has happened, whether or not this model can score it: the windows count it, as replay will.
        _served.Observe(slot.Row, slot.EventId);
        double score;
        try
        {
            score = _served.Scorer.Bundle.Model.Score(_values, _texts);
        }
        catch (RowRefusedException e)
        {
            slot.Rejects.Add(RefusedRow.At(0, e));
            Reject(slot, DeadLetter.Refused, nowMs);
            return;
        }

        Write(slot, score, nowMs);
    }

    private void Write(EventSlot slot, double score, long nowMs)
    {
        Scorer scorer = _served.Scorer;
        bool decision = score >= scorer.Bundle.Threshold;
        int entity = slot.Row.Schema.EntityIndex;
        ScoredEvent scored = new()
        {
            EventId = slot.EventId,
            Detector = scorer.Detector.Name,
            TimeMs = slot.Row.TimeMs,
            Entity = entity < 0 ? null : slot.Row.TextOf(entity),
            Score = score,
            Threshold = scorer.Bundle.Threshold,
            Decision = decision,
            ModelVersion = scorer.Version.Version,
            ScoredAtMs = nowMs,
            Reasons = decision ? _served.Reasons(_values, _texts) : [],
            Payload = slot.Payload,
        };
        int start = _bytes.Length;
        _json.Write(_bytes, scored, slot.Members);
        Output(_served.Topics.Scores, default, start);
        AppendedMs.Add(slot.AppendedMs);
        Decisions.Add(decision);
    }

    private void Output(string topic, ReadOnlyMemory<byte> key, int start) => _outputs.Add((topic, key, start, _bytes.Length - start));

    // The buffer may move while it grows, so records are cut from it only now.
    private TransformResult Result() => new(
        _outputs.ConvertAll(o => (o.Topic, new NewRecord(o.Key, _bytes.Slice(o.Start, o.Length)))),
        _newKeys.ToArray());
}
