using Hamf.Pipeline.Features.Expressions;
using Hamf.Pipeline.Features.Windows;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features;

/// <summary>
/// Computes feature vectors and owns the window state they read. The one implementation used by training, files, REST and
/// streams. Not thread-safe: one owner, or a lock around it.
/// </summary>
/// <remarks>
/// A window is [t - span, t) in the order (event time, arrival): the own event is excluded, an earlier arrival at the same time
/// counts. <see cref="Compute(Row, Span{double}, Span{string})"/> reads the state and never changes it; <see cref="Observe"/> adds an event to it.
/// A late event is put where its time belongs, and its own features are as of its time, from what is still held: per key of a window
/// the entries of the longest span plus the allowed lateness before the key's newest event. An older event is not added.
/// </remarks>
public sealed class FeatureEngine
{
    private readonly EventSchema _schema;
    private readonly WindowPlan _plan;
    private readonly CategoryEncoding _categories;
    private readonly Node[] _nodes;
    private readonly Scope _scope;
    private readonly int _entityGroup;
    private readonly bool _readsLabels;
    private GroupState[] _groups;

    /// <summary>An engine with empty state.</summary>
    /// <param name="features">The compiled features.</param>
    /// <param name="categories">The categories to encode text features with.</param>
    public FeatureEngine(FeatureSet features, CategoryEncoding categories)
    {
        _schema = features.Schema;
        _plan = features.Plan;
        _categories = categories;
        _nodes = [.. features.Nodes];
        _scope = new Scope(_schema, _plan.SlotCount);
        _groups = _plan.Groups.Select(g => new GroupState(g, _plan.MaxKeys)).ToArray();
        _entityGroup = Array.FindIndex(_groups, g => g.Plan.By is [int column] && column == _schema.EntityIndex);
        _readsLabels = features.ReadsLabels;
    }

    /// <summary>Number of entities held in state; where no window is over the entity, of keys of the largest set of <c>by</c> columns.</summary>
    public int EntityCount => _entityGroup >= 0
        ? _groups[_entityGroup].KeyCount
        : _groups.Select(g => g.KeyCount).DefaultIfEmpty(0).Max();

    /// <summary>Number of entries held in state: each event counts once per set of <c>by</c> columns.</summary>
    public long EntryCount => _groups.Sum(g => g.EntryCount);

    /// <summary>How often an event was too late to be added to a set of <c>by</c> columns, since the engine was made.</summary>
    public long TooLateCount { get; private set; }

    /// <summary>How many verdicts found no event, since the engine was made: it was not observed, or is not held any more.</summary>
    public long UnmatchedLabelCount { get; private set; }

    /// <summary>Writes the row's feature vector, as known just before the event.</summary>
    /// <param name="row">A validated row.</param>
    /// <param name="values">[features], receives the values; NaN is missing, a category its code.</param>
    public void Compute(Row row, Span<double> values) => Compute(row, values, []);

    /// <summary>The same for a model that may read text.</summary>
    /// <param name="row">A validated row.</param>
    /// <param name="values">[features], receives the values; NaN is missing and stands for a text, a category is its code.</param>
    /// <param name="texts">[features], receives what the model reads as text and null elsewhere; empty for a model that reads none.</param>
    public void Compute(Row row, Span<double> values, Span<string?> texts)
    {
        if (values.Length != _nodes.Length)
        {
            throw new ArgumentException($"Expected room for {_nodes.Length} features, found {values.Length}.", nameof(values));
        }

        texts.Clear();

        _scope.Row = row;
        _scope.Label = double.NaN;
        ReadWindows(row);
        for (int f = 0; f < _nodes.Length; f++)
        {
            Node node = _nodes[f];
            if (node.Type != ExpressionType.Text)
            {
                values[f] = node.Number(_scope);
            }
            else if (_categories.StaysText(f))
            {
                (values[f], texts[f]) = (double.NaN, node.Text(_scope));
            }
            else
            {
                values[f] = _categories.CodeOf(f, node.Text(_scope));
            }
        }
    }

    /// <summary>Adds the event to the windows. The caller makes sure that it happens once per event id.</summary>
    /// <param name="row">The event; its label, where present, counts from event time + delay.</param>
    public void Observe(Row row)
    {
        if (_groups.Length == 0 || !TryTimeOf(row, out long time))
        {
            return;
        }

        _scope.Row = row;
        _scope.Label = row.Label is { } label ? (label ? 1 : 0) : double.NaN;
        ulong eventId = _readsLabels ? EventIdOf(row) : 0;
        foreach (GroupState group in _groups)
        {
            if (!group.Add(row, time, eventId, _scope))
            {
                TooLateCount++;
            }
        }
    }

    /// <summary>
    /// Adds a verdict on an earlier event; it counts from the later of its own time and event time + delay. Of several verdicts the one
    /// with the latest time holds, of equal times the last one given; the earlier ones are forgotten.
    /// </summary>
    /// <param name="row">The event the verdict is about, found by its key, or by all its values when the schema has no key.</param>
    /// <param name="positive">The verdict.</param>
    /// <param name="labelTimeMs">When it was given, Unix milliseconds.</param>
    public void ObserveLabel(Row row, bool positive, long labelTimeMs)
    {
        if (!_readsLabels || !TryTimeOf(row, out long time))
        {
            return;
        }

        _scope.Row = row;
        _scope.Label = positive ? 1 : 0;
        ulong eventId = EventIdOf(row);
        long labelTime = Math.Clamp(labelTimeMs, Calendar.MinMs, Calendar.MaxMs);
        bool found = false;
        foreach (GroupState group in _groups)
        {
            found |= group.Plan.ReadsLabel && group.Label(row, time, eventId, labelTime, _scope);
        }

        UnmatchedLabelCount += found ? 0 : 1;
    }

    /// <summary>
    /// Writes the whole state: versioned, checksummed, the same bytes for the same events in the same order of arrival. Another thread may
    /// <see cref="Compute(Row, Span{double}, Span{string})"/> meanwhile; nobody may change the state.
    /// </summary>
    public void Save(Stream target) => StateFile.Save(target, _plan, _groups);

    /// <summary>
    /// Replaces the state by one written with <see cref="Save"/> by an engine of the same <see cref="FeatureSet.StateDigest"/>. The
    /// stream is left behind the state's last byte. When it fails, the present state stays.
    /// </summary>
    /// <exception cref="InvalidDataException">Damaged, or of other features.</exception>
    public void Load(Stream source) => _groups = StateFile.Load(source, _plan);

    private void ReadWindows(Row row)
    {
        if (_groups.Length == 0)
        {
            return;
        }

        if (!TryTimeOf(row, out long time))
        {
            Array.Fill(_scope.Aggregates, double.NaN);
            return;
        }

        foreach (GroupState group in _groups)
        {
            group.Read(row, time, _scope);
        }
    }

    /// <summary>The event's time; none where it is missing or outside the years 1 to 9999.</summary>
    private bool TryTimeOf(Row row, out long time)
    {
        time = row.TimeMs;
        return !row.IsMissing(_schema.TimeIndex) && time >= Calendar.MinMs && time <= Calendar.MaxMs;
    }

    private ulong EventIdOf(Row row)
    {
        var digest = new KeyDigest();
        if (_schema.KeyIndex >= 0 && !row.IsMissing(_schema.KeyIndex))
        {
            digest.Add(row, _schema.KeyIndex);
            return digest.ToKey().High;
        }

        for (int c = 0; c < _schema.Columns.Count; c++)
        {
            if (c != _schema.LabelIndex && _schema.Columns[c].Role != ColumnRole.Ignore)
            {
                digest.Add(row, c);
            }
        }

        return digest.ToKey().High;
    }
}
