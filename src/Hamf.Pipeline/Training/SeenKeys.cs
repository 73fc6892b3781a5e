using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Training;

/// <summary>
/// Remembers event ids so that a repeated event is observed once. Bounded: it knows at least the last <paramref name="capacity"/> ids
/// and at most twice as many, in two generations of which the older is dropped. Not thread-safe.
/// </summary>
/// <param name="capacity">Ids per generation, &gt; 0; about 20 bytes each.</param>
internal sealed class SeenKeys(int capacity)
{
    private HashSet<ulong> _current = [];
    private HashSet<ulong> _previous = [];

    /// <summary>Notes the row's key.</summary>
    /// <returns>False when the key was seen before; always true for a row without key.</returns>
    public bool Add(Row row)
    {
        int key = row.Schema.KeyIndex;
        if (key < 0 || row.IsMissing(key))
        {
            return true;
        }

        ulong hash = row.Text(key) is { } text ? StableHash.OfText(text) : StableHash.OfInteger(row.Integer(key));
        if (_previous.Contains(hash) || !_current.Add(hash))
        {
            return false;
        }

        if (_current.Count >= capacity)
        {
            (_previous, _current) = (_current, _previous);
            _current.Clear();
        }

        return true;
    }
}
