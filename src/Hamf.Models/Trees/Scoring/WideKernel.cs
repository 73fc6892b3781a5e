using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Walks wide nodes in lockstep. Where a walk stands is an exit as in <see cref="WideBlock"/>; a leaf's block leads to itself, so walks that
/// are done wait for the others. Block numbers were made by <see cref="WideCompiler"/> and lie inside the tree; reading an exit takes 4
/// bytes from byte 56 of a block's 64 at most; keys, exits and leaves have room for all rows or trees.
/// </summary>
internal static unsafe class WideKernel
{
    /// <summary>Takes rows through the tree that begins at <paramref name="blocks"/>, 16 at a time: that many waits for memory overlap.</summary>
    public static void PassRows<TKeys>(byte* blocks, int rows, float* keys, int* leaves)
        where TKeys : struct, IRowKeys
    {
        ref byte exits = ref MemoryMarshal.GetReference(WideBlock.ExitOf);
        int group = 4 * TKeys.Stride;
        int row = 0;
        for (; row + 16 <= rows; row += 16)
        {
            float* from = keys + (row * (nint)TKeys.Stride);
            (Four a, Four b, Four c, Four d) = (default, default, default, default);
            do
            {
                a = StepRows<TKeys>(a, blocks, from, ref exits);
                b = StepRows<TKeys>(b, blocks, from + group, ref exits);
                c = StepRows<TKeys>(c, blocks, from + (2 * group), ref exits);
                d = StepRows<TKeys>(d, blocks, from + (3 * group), ref exits);
            }
            while ((a.All & b.All & c.All & d.All & WideBlock.LeafFlag) == 0);
            ReadLeaves(a, blocks, leaves + row);
            ReadLeaves(b, blocks, leaves + row + 4);
            ReadLeaves(c, blocks, leaves + row + 8);
            ReadLeaves(d, blocks, leaves + row + 12);
        }

        for (; row < rows; row++)
        {
            leaves[row] = Walk<TKeys>(blocks, keys + (row * (nint)TKeys.Stride), ref exits);
        }
    }

    /// <summary>Takes one row through trees, 8 at a time.</summary>
    public static void PassTrees<TKeys>(byte* blocks, int* firstBlock, int trees, float* keys, int* leaves)
        where TKeys : struct, IRowKeys
    {
        ref byte exits = ref MemoryMarshal.GetReference(WideBlock.ExitOf);
        int tree = 0;
        for (; tree + 8 <= trees; tree += 8)
        {
            int* first = firstBlock + tree;
            (Four a, Four b) = (default, default);
            do
            {
                a = StepTrees<TKeys>(a, blocks, first, keys, ref exits);
                b = StepTrees<TKeys>(b, blocks, first + 4, keys, ref exits);
            }
            while ((a.All & b.All & WideBlock.LeafFlag) == 0);
            ReadLeaves(a, blocks, first, leaves + tree);
            ReadLeaves(b, blocks, first + 4, leaves + tree + 4);
        }

        for (; tree < trees; tree++)
        {
            leaves[tree] = Walk<TKeys>(blocks + ((nint)firstBlock[tree] * WideBlock.Size), keys, ref exits);
        }
    }

    private static int Walk<TKeys>(byte* blocks, float* keys, ref byte exits)
        where TKeys : struct, IRowKeys
    {
        uint exit = 0;
        do
        {
            exit = Step<TKeys>(Block(blocks, exit), keys, ref exits);
        }
        while ((exit & WideBlock.LeafFlag) == 0);
        return *(int*)Block(blocks, exit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four StepRows<TKeys>(Four at, byte* blocks, float* keys, ref byte exits)
        where TKeys : struct, IRowKeys => new(
            Step<TKeys>(Block(blocks, at.A), keys, ref exits),
            Step<TKeys>(Block(blocks, at.B), keys + TKeys.Stride, ref exits),
            Step<TKeys>(Block(blocks, at.C), keys + (2 * TKeys.Stride), ref exits),
            Step<TKeys>(Block(blocks, at.D), keys + (3 * TKeys.Stride), ref exits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four StepTrees<TKeys>(Four at, byte* blocks, int* first, float* keys, ref byte exits)
        where TKeys : struct, IRowKeys => new(
            Step<TKeys>(Block(blocks, first[0], at.A), keys, ref exits),
            Step<TKeys>(Block(blocks, first[1], at.B), keys, ref exits),
            Step<TKeys>(Block(blocks, first[2], at.C), keys, ref exits),
            Step<TKeys>(Block(blocks, first[3], at.D), keys, ref exits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Block(byte* blocks, uint exit) => blocks + ((nuint)(exit & WideBlock.NumberMax) * WideBlock.Size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Block(byte* blocks, int first, uint exit) => blocks + (((nuint)(uint)first + (exit & WideBlock.NumberMax)) * WideBlock.Size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step<TKeys>(byte* block, float* keys, ref byte exits)
        where TKeys : struct, IRowKeys
    {
        Vector256<float> values = TKeys.Pick(keys, Vector128.CreateScalarUnsafe(*(ulong*)(block + WideBlock.ChannelsAt)).AsByte());
        uint answers = Vector256.LessThanOrEqual(values, Vector256.Load((float*)block)).ExtractMostSignificantBits();
        return *(uint*)(block + Unsafe.Add(ref exits, answers)) & WideBlock.ExitMask;
    }

    private static void ReadLeaves(Four at, byte* blocks, int* leaves)
    {
        leaves[0] = *(int*)Block(blocks, at.A);
        leaves[1] = *(int*)Block(blocks, at.B);
        leaves[2] = *(int*)Block(blocks, at.C);
        leaves[3] = *(int*)Block(blocks, at.D);
    }

    private static void ReadLeaves(Four at, byte* blocks, int* first, int* leaves)
    {
        leaves[0] = *(int*)Block(blocks, first[0], at.A);
        leaves[1] = *(int*)Block(blocks, first[1], at.B);
        leaves[2] = *(int*)Block(blocks, first[2], at.C);
        leaves[3] = *(int*)Block(blocks, first[3], at.D);
    }

    /// <summary>Where four walks stand: separate fields become registers, which an array would not.</summary>
    private readonly record struct Four(uint A, uint B, uint C, uint D)
    {
        public uint All => A & B & C & D;
    }
}
