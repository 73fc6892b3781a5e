namespace Hamf.Models.Formats.Pickle;

/// <summary>The values under construction, with the marks between them. Nothing below the last mark can be taken.</summary>
internal sealed class PickleStack(PickleInput input, PickleLimits limits, MemoryBudget budget)
{
    private PyValue[] _values = new PyValue[16];
    private readonly Stack<int> _marks = [];
    private int _count;

    /// <summary>Values above the last mark.</summary>
    public int CountAboveMark => _count - Floor;

    /// <summary>Whether no mark is open.</summary>
    public bool HasNoMark => _marks.Count == 0;

    private int Floor => _marks.Count == 0 ? 0 : _marks.Peek();

    public void Push(PyValue value)
    {
        if (_count == _values.Length)
        {
            Grow();
        }

        _values[_count++] = value;
    }

    public PyValue Pop(string what)
    {
        PyValue top = Top(what);
        _values[--_count] = null!;
        return top;
    }

    public PyValue Top(string what) => _count > Floor ? _values[_count - 1] : throw input.Fault($"{what} is missing on the stack");

    /// <summary>Puts another value in the place of the top one.</summary>
    public void ReplaceTop(PyValue value) => _values[_count - 1] = value;

    public void Mark()
    {
        if (_marks.Count >= limits.StackMax)
        {
            throw TooDeep();
        }

        // A stack of numbers doubles as it grows.
        budget.Charge(3 * sizeof(int));
        _marks.Push(_count);
    }

    /// <summary>Takes the values above the last mark and the mark; the array is the caller's.</summary>
    public PyValue[] PopToMark(string what)
    {
        int floor = OpenMark(what);
        int count = _count - floor;
        budget.Charge(ArraySize(count));
        PyValue[] values = _values.AsSpan(floor, count).ToArray();
        Drop(floor);
        return values;
    }

    /// <summary>The values above the last mark, to be read before <see cref="DropToMark"/>.</summary>
    public ReadOnlySpan<PyValue> AboveMark(string what)
    {
        int floor = OpenMark(what);
        return _values.AsSpan(floor, _count - floor);
    }

    /// <summary>Forgets the values above the last mark and the mark.</summary>
    public void DropToMark(string what) => Drop(OpenMark(what));

    /// <summary>Undoes the last push or the last mark, whichever is later.</summary>
    public void Undo()
    {
        if (CountAboveMark == 0 && _marks.TryPop(out _))
        {
            return;
        }

        _ = Pop("a value to drop");
    }

    /// <summary>Bytes of an array of references.</summary>
    public static long ArraySize(long count) => count == 0 ? 0 : 24 + (8 * count);

    private int OpenMark(string what) => _marks.Count > 0 ? _marks.Peek() : throw input.Fault($"{what} has no mark on the stack");

    private void Drop(int floor)
    {
        _ = _marks.Pop();
        Array.Clear(_values, floor, _count - floor);
        _count = floor;
    }

    private void Grow()
    {
        if (_count >= limits.StackMax)
        {
            throw TooDeep();
        }

        int length = Math.Min(2 * _values.Length, limits.StackMax);
        budget.Charge(ArraySize(length));
        Array.Resize(ref _values, length);
    }

    private ImportException TooDeep() =>
        input.Fault($"its values are nested more than {limits.StackMax} deep", "No model is; the file was not made by saving one");
}
