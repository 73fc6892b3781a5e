namespace Hamf.Models.Trees.Explaining;

/// <summary>Doubles that do not move and begin on a cache line, so that no vector lies across two. Whoever reads through the pointer keeps the object alive.</summary>
internal sealed unsafe class AlignedDoubles
{
    private const int LineDoubles = 8;
    private const int LineBytes = LineDoubles * sizeof(double);

    private readonly double[] _memory;

    /// <summary>Sets aside <paramref name="length"/> zeros.</summary>
    public AlignedDoubles(int length)
    {
        _memory = GC.AllocateArray<double>(length + LineDoubles, pinned: true);
        Length = length;
        var address = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _memory[0]);
        Start = (double*)((address + LineBytes - 1) & ~(nuint)(LineBytes - 1));
    }

    /// <summary>Number of doubles.</summary>
    public int Length { get; }

    /// <summary>The first.</summary>
    public double* Start { get; }

    /// <summary><paramref name="length"/> rounded up to whole lines.</summary>
    public static int RoundUp(int length) => (length + LineDoubles - 1) & ~(LineDoubles - 1);
}
