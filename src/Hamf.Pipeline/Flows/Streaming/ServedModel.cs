using Hamf.Pipeline.Features;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;
using Hamf.Pipeline.Validation;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// A loaded version with the window state it reads. Who predicts takes the gate for reading features only; whoever has the detector's turn
/// (the score stage, or a rebuild) takes it for each change, so requests and stream interleave event by event. Who has the turn may read the state
/// without the gate.
/// </summary>
internal sealed class ServedModel
{
    private const int MagicOfState = 0x31534648; // "HFS1"

    private readonly FeatureEngine _engine;
    private readonly ReasonGroups _reasons;
    private readonly Lock _gate = new();
    private ReplayStart _newest;

    public ServedModel(Scorer scorer)
    {
        Scorer = scorer;
        _engine = scorer.NewEngine();
        _reasons = new ReasonGroups(scorer.Detector.Events, scorer.Features.Specs, scorer.Bundle.Model.Features);
        Topics = StreamTopics.Of(scorer);
        Parser = new JsonRowParser(scorer.Detector.Events);
        ReplayFrom = scorer.Features.HasWindows ? new ReplayStart(0, 0) : new ReplayStart(long.MaxValue, long.MaxValue);
        _newest = ReplayFrom;
    }

    /// <summary>Features, model and threshold.</summary>
    public Scorer Scorer { get; }

    /// <summary>Reads events by the schema that the version was trained with.</summary>
    public JsonRowParser Parser { get; }

    /// <summary>The names of its topics.</summary>
    public StreamTopics Topics { get; }

    /// <summary>Digest of what shapes the state.</summary>
    public string StateDigest => Scorer.Features.StateDigest;

    /// <summary>Offset of the first event record that is not in the state. Changed only by who has the turn.</summary>
    public long Position { get; set; }

    /// <summary>True from the first change of a batch until the batch is committed: after a failure the state is ahead of the log.</summary>
    public bool IsAhead { get; set; }

    /// <summary>Where replay would start if the newest snapshot were damaged: the one before it, or the start of the topics.</summary>
    public ReplayStart ReplayFrom { get; private set; }

    /// <summary>Labels that wait for their event. Changed only by who has the turn.</summary>
    public WaitingLabels Labels { get; } = new();

    /// <summary>Number of features.</summary>
    public int FeatureCount => Scorer.FeatureCount;

    /// <summary>Scores a row and changes nothing.</summary>
    /// <exception cref="Models.Graph.RowRefusedException">The model gives no score for such a row.</exception>
    public Prediction Predict(Row row, bool withReasons)
    {
        const int OnStack = 256;
        Span<double> values = FeatureCount <= OnStack ? stackalloc double[FeatureCount] : new double[FeatureCount];
        string?[] texts = Scorer.TextCount == 0 ? [] : new string?[Scorer.TextCount];
        Compute(row, values, texts);
        ModelBundle bundle = Scorer.Bundle;
        double score = bundle.Model.Score(values, texts);
        return new Prediction(
            score,
            score >= bundle.Threshold,
            bundle.Threshold,
            Scorer.Version.Version,
            withReasons ? Reasons(values, texts) : []);
    }

    /// <summary>Writes the row's features, as known just before the event.</summary>
    public void Compute(Row row, Span<double> values, Span<string?> texts)
    {
        lock (_gate)
        {
            _engine.Compute(row, values, texts);
        }
    }

    /// <summary>Why a feature vector scores as it does; as many reasons as the detector's alerts carry, none where it cannot be explained.</summary>
    public IReadOnlyList<Reason> Reasons(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts) =>
        _reasons.Of(Scorer.Bundle.Model, values, texts, Scorer.Detector.Alerts.Reasons);

    /// <summary>Adds an accepted event to the state, and the label that waits for it.</summary>
    public void Observe(Row row, string eventId)
    {
        lock (_gate)
        {
            _engine.Observe(row);
            if (Labels.Count > 0 && Labels.TryTake(eventId, out bool positive, out long atMs))
            {
                _engine.ObserveLabel(row, positive, atMs);
            }
        }
    }

    /// <summary>Adds a label to the state; one without its event waits.</summary>
    /// <param name="label">The label.</param>
    /// <param name="row">A row of this version's schema, overwritten.</param>
    public void Apply(AppliedLabel label, Row row)
    {
        Labels.StorePosition = label.NextPosition;
        Labels.TopicOffset++;
        if (label.Event.IsEmpty)
        {
            Labels.Add(label.EventId, label.Positive, label.AtMs);
        }
        else if (EventReader.TryParse(Parser, label.Event, row, []))
        {
            lock (_gate)
            {
                _engine.ObserveLabel(row, label.Positive, label.AtMs);
            }
        }
    }

    /// <summary>Notes that there is a durable snapshot of the state as it is now.</summary>
    /// <param name="isRead">True when it was the state's origin, which is thereby known to be intact.</param>
    public void NoteSnapshot(bool isRead)
    {
        var here = new ReplayStart(Position, Labels.TopicOffset);
        ReplayFrom = isRead ? here : _newest;
        _newest = here;
    }

    /// <summary>
    /// Writes the state. The caller has the detector's turn, so nothing changes the state meanwhile; requests only read it, and do not wait.
    /// </summary>
    public void Save(Stream target)
    {
        using BinaryWriter writer = new(target, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(MagicOfState);
        Labels.Save(target);
        _engine.Save(target);
    }

    /// <summary>Replaces the state by one that was saved.</summary>
    /// <exception cref="InvalidDataException">Damaged, or of other features.</exception>
    public void Load(Stream source)
    {
        using BinaryReader reader = new(source, System.Text.Encoding.UTF8, leaveOpen: true);
        if (reader.ReadInt32() != MagicOfState)
        {
            throw new InvalidDataException("Not a state snapshot of this version of Hamf.");
        }

        lock (_gate)
        {
            Labels.Load(source);
            _engine.Load(source);
        }
    }

    /// <summary>Copies the state and position of a model with the same digest; the caller has its turn.</summary>
    public void TakeStateOf(ServedModel other)
    {
        using MemoryStream copy = new();
        other.Save(copy);
        copy.Position = 0;
        Load(copy);
        Position = other.Position;
        (ReplayFrom, _newest) = (other.ReplayFrom, other._newest);
    }

    /// <summary>Replaces the state by the one at the end of training.</summary>
    public void LoadTrainingState(byte[] content)
    {
        using MemoryStream source = new(content, writable: false);
        lock (_gate)
        {
            _engine.Load(source);
        }
    }
}

/// <summary>The first records that a state rebuilt from a snapshot would need.</summary>
/// <param name="Events">Offset in the topic of events.</param>
/// <param name="Labels">Offset in the topic of applied labels.</param>
internal sealed record ReplayStart(long Events, long Labels);
