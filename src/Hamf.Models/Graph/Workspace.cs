namespace Hamf.Models.Graph;

/// <summary>Reused rows for the inside of a graph: what is rented last is returned first. One per thread.</summary>
internal sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? _ofThread;

    private readonly List<RowVector> _rows = [];
    private int _rented;

    /// <summary>The calling thread's own.</summary>
    public static Workspace OfThread => _ofThread ??= new Workspace();

    /// <summary>A row in an unknown state; give it back with <see cref="Return"/>.</summary>
    public RowVector Rent()
    {
        if (_rented == _rows.Count)
        {
            _rows.Add(new RowVector());
        }

        return _rows[_rented++];
    }

    /// <summary>A dense row of numbers for scratch values; give it back with <see cref="Return"/>.</summary>
    public RowVector Rent(int width)
    {
        RowVector row = Rent();
        row.ResetDense(width);
        return row;
    }

    /// <summary>A row that is still rented: 0 for the one rented last, 1 for the one before it.</summary>
    public RowVector Rented(int before) => _rows[_rented - 1 - before];

    /// <summary>Takes back the row rented last.</summary>
    public void Return() => _rented--;

    /// <summary>Takes back everything; called where a row begins, because a refused row leaves rented ones behind.</summary>
    public void ReturnAll() => _rented = 0;
}
