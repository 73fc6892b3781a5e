using System.Runtime.InteropServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>Floats that begin at a cache line, for the time of a call.</summary>
internal readonly unsafe ref struct ScratchFloats : IDisposable
{
    private const int Line = 64;

    private readonly int _length;

    public ScratchFloats(int length)
    {
        _length = length;
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Line);
        Span.Clear();
    }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, _length);

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
