using System.Runtime.CompilerServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>Memory that begins at a cache line and never moves. Take a pointer by <c>fixed</c> on <see cref="Span"/> for as long as it is used.</summary>
internal sealed class AlignedBytes
{
    private const int Line = 64;

    private readonly byte[] _array;
    private readonly int _offset;
    private readonly int _size;

    public unsafe AlignedBytes(int size)
    {
        _array = GC.AllocateArray<byte>(size + Line, pinned: true);
        _offset = Line - (int)((nuint)Unsafe.AsPointer(ref _array[0]) % Line);
        _size = size;
    }

    /// <summary>The most bytes that can be had.</summary>
    public static int SizeMax { get; } = Array.MaxLength - Line;

    /// <summary>The bytes.</summary>
    public Span<byte> Span => _array.AsSpan(_offset, _size);
}
