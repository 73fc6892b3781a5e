using Hamf.Pipeline.Features.Expressions;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features;

/// <summary>
/// Computes feature vectors and owns the window state they read. The one implementation used by training, files, REST and
/// streams. Not thread-safe: one owner, or a lock around it.
/// </summary>
/// <remarks>
/// A window is [t - span, t) in the order (event time, arrival): the own event is excluded, an earlier arrival at the same time
/// counts. <see cref="Compute"/> reads the state and never changes it; <see cref="Observe"/> adds an event to it.
/// </remarks>
public sealed class FeatureEngine
{
    private readonly FeatureSet _features;
    private readonly CategoryEncoding _categories;
    private readonly Node[] _nodes;
    private readonly Scope _scope;

    /// <summary>An engine with empty state.</summary>
    /// <param name="features">The compiled features.</param>
    /// <param name="categories">The categories to encode text features with.</param>
    public FeatureEngine(FeatureSet features, CategoryEncoding categories)
    {
        _features = features;
        _categories = categories;
        _nodes = [.. features.Nodes];
        _scope = new Scope(features.Schema, features.Plan.SlotCount);
    }

    /// <summary>Number of entities held in state.</summary>
    public int EntityCount => _features.HasWindows ? throw new NotImplementedException() : 0;

    /// <summary>Writes the row's feature vector, as known just before the event.</summary>
    /// <param name="row">A validated row.</param>
    /// <param name="values">[features], receives the values; NaN is missing, a category its code.</param>
    public void Compute(Row row, Span<double> values)
    {
        if (values.Length != _nodes.Length)
        {
            throw new ArgumentException($"Expected room for {_nodes.Length} features, found {values.Length}.", nameof(values));
        }

        _scope.Row = row;
        _scope.Label = double.NaN;
        if (_features.HasWindows)
        {
            throw new NotSupportedException("Windows come with the next change.");
        }

        for (int f = 0; f < _nodes.Length; f++)
        {
            Node node = _nodes[f];
            values[f] = node.Type == ExpressionType.Text
                ? _categories.CodeOf(f, node.Text(_scope))
                : node.Number(_scope);
        }
    }

    /// <summary>Adds the event to the windows. The caller makes sure that it happens once per event id.</summary>
    /// <param name="row">The event; its label, where present, counts from event time + delay.</param>
    public void Observe(Row row) => throw new NotImplementedException();

    /// <summary>Adds a verdict on an earlier event; it counts from the later of its own time and event time + delay.</summary>
    /// <param name="row">The event the verdict is about.</param>
    /// <param name="positive">The verdict.</param>
    /// <param name="labelTimeMs">When it was given, Unix milliseconds.</param>
    public void ObserveLabel(Row row, bool positive, long labelTimeMs) => throw new NotImplementedException();

    /// <summary>Writes the whole state: versioned, checksummed, independent of the engine's history.</summary>
    public void Save(Stream target) => throw new NotImplementedException();

    /// <summary>Replaces the state by one written with <see cref="Save"/> by an engine of the same <see cref="FeatureSet.StateDigest"/>.</summary>
    /// <exception cref="InvalidDataException">Damaged, or of other features.</exception>
    public void Load(Stream source) => throw new NotImplementedException();
}
