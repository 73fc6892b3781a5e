namespace Hamf.Pipeline.Features.Windows;

/// <summary>The distinct window aggregates met while binding, each with its slot.</summary>
internal sealed class WindowCatalog
{
    private readonly Dictionary<string, Aggregate> _byCanonical = new(StringComparer.Ordinal);

    /// <summary>All aggregates, by slot.</summary>
    public IEnumerable<Aggregate> Aggregates => _byCanonical.Values.OrderBy(a => a.Slot);

    /// <summary>Enters an aggregate; equal ones share a slot.</summary>
    public int SlotOf(Aggregate aggregate)
    {
        string canonical = aggregate.Canonical;
        if (!_byCanonical.TryGetValue(canonical, out Aggregate? known))
        {
            known = aggregate with { Slot = _byCanonical.Count };
            _byCanonical.Add(canonical, known);
        }

        return known.Slot;
    }
}
