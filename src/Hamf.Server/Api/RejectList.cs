using System.Collections;
using Hamf.Pipeline.Rows;

namespace Hamf.Server.Api;

/// <summary>Collects faults and allocates nothing while there are none; counts all, keeps as many as an answer can list.</summary>
internal sealed class RejectList : ICollection<Reject>
{
    private List<Reject>? _items;

    /// <summary>The faults kept.</summary>
    public IReadOnlyList<Reject> Items => _items ?? [];

    public int Count { get; private set; }

    public bool IsReadOnly => false;

    public void Add(Reject item)
    {
        Count++;
        _items ??= [];
        if (_items.Count <= ApiProblem.MaxErrors)
        {
            _items.Add(item);
        }
    }

    public void Clear()
    {
        _items = null;
        Count = 0;
    }

    public bool Contains(Reject item) => _items?.Contains(item) ?? false;

    public void CopyTo(Reject[] array, int arrayIndex) => _items?.CopyTo(array, arrayIndex);

    public bool Remove(Reject item) => _items?.Remove(item) ?? false;

    public IEnumerator<Reject> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
