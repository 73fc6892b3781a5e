using Hamf.Pipeline.Labels;

namespace Hamf.Server.Tests.Memory;

internal sealed class MemoryLabels : ILabelStore
{
    private readonly Lock _gate = new();
    private readonly List<Label> _labels = [];

    public int Add(IReadOnlyList<Label> labels)
    {
        lock (_gate)
        {
            int before = _labels.Count;
            foreach (Label label in labels.Where(l => !_labels.Contains(l)))
            {
                _labels.Add(label);
            }

            return _labels.Count - before;
        }
    }

    public IReadOnlyDictionary<string, Label> Current(IReadOnlyCollection<string> eventIds) =>
        eventIds.Distinct().Select(id => (id, History(id))).Where(p => p.Item2.Count > 0).ToDictionary(p => p.id, p => p.Item2[0]);

    public IReadOnlyList<Label> History(string eventId)
    {
        lock (_gate)
        {
            return [.. _labels.Where(l => l.EventId == eventId).OrderByDescending(l => l.At)];
        }
    }

    public (IReadOnlyList<Label> Labels, long NextPosition) ReadFrom(long position, int max)
    {
        lock (_gate)
        {
            List<Label> read = [.. _labels.Skip((int)position).Take(max)];
            return (read, position + read.Count);
        }
    }

    public long Count()
    {
        lock (_gate)
        {
            return _labels.Select(l => l.EventId).Distinct().Count();
        }
    }
}
