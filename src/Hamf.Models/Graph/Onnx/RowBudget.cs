namespace Hamf.Models.Graph.Onnx;

/// <summary>What one row may cost: a file of some bytes could otherwise ask for any amount of memory and time. Not thread-safe.</summary>
internal sealed class RowBudget
{
    // 8 MB of intermediate values; models of this kind need some thousand.
    private const int MaxElements = 1 << 20;

    // About a tenth of a second.
    private const long MaxSteps = 1L << 27;

    private long _elements = MaxElements;
    private long _steps = MaxSteps;

    /// <summary>The size of a tensor of that shape, taken from the budget.</summary>
    /// <exception cref="RowRefusedException">It is more than is left.</exception>
    public int Take(ReadOnlySpan<int> shape)
    {
        int count = Tensor.CountOf(shape) ?? MaxElements + 1;
        _elements -= count;
        return _elements >= 0 ? count : throw new RowRefusedException($"the model makes more than {MaxElements} intermediate values of one row");
    }

    /// <summary>Takes that many operations from the budget.</summary>
    /// <exception cref="RowRefusedException">They are more than are left.</exception>
    public void Work(long steps)
    {
        _steps -= steps;
        if (_steps < 0)
        {
            throw new RowRefusedException($"the model needs more than {MaxSteps} operations for one row");
        }
    }
}
