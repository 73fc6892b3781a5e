using System.Buffers;

namespace Hamf.Models.Trees.Scoring;

/// <summary>Doubles from the shared pool, for the time of a call.</summary>
internal readonly ref struct ScratchDoubles : IDisposable
{
    private readonly double[] _rented;

    public ScratchDoubles(int length)
    {
        _rented = length == 0 ? [] : ArrayPool<double>.Shared.Rent(length);
        Span = _rented.AsSpan(0, length);
    }

    public Span<double> Span { get; }

    public void Dispose()
    {
        if (_rented.Length > 0)
        {
            ArrayPool<double>.Shared.Return(_rented);
        }
    }
}
