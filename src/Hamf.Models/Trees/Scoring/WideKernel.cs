using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Walks wide nodes. A lane is one walk: its number in the upper 8 bits, where it stands (an exit as in <see cref="WideBlock"/>) in the
/// lower 24. Block numbers were made by <see cref="WideCompiler"/> and lie inside the tree; reading an exit takes 4 bytes, 59 of 64 at most.
/// At most 256 lanes, whose keys and leaves the caller provides.
/// </summary>
internal static unsafe class WideKernel
{
    private const int LanesMax = 256;

    /// <summary>Takes rows through one tree whose root is a split.</summary>
    public static void PassRows<TKeys>(byte* blocks, int rows, float* keys, int* leaves)
        where TKeys : struct, IRowKeys
    {
        uint* lanes = stackalloc uint[LanesMax];
        for (int i = 0; i < rows; i++)
        {
            lanes[i] = (uint)i << 24;
        }

        ref byte exits = ref MemoryMarshal.GetReference(WideBlock.ExitOf);
        int count = rows;
        while (count > 0)
        {
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                uint lane = lanes[i];
                uint row = lane >> 24;
                uint exit = Step<TKeys>(blocks + ((nuint)(lane & WideBlock.ExitMask) * WideBlock.Size), keys + (row * (nuint)TKeys.Stride), ref exits);
                leaves[row] = (int)(exit & WideBlock.NumberMax);
                lanes[kept] = (lane & ~WideBlock.ExitMask) | exit;
                kept += 1 - (int)(exit >> 23);
            }

            count = kept;
        }
    }

    /// <summary>Takes one row through trees; a tree without blocks is a single leaf.</summary>
    public static void PassTrees<TKeys>(byte* blocks, int* firstBlock, int trees, float* keys, int* leaves)
        where TKeys : struct, IRowKeys
    {
        uint* lanes = stackalloc uint[LanesMax];
        int count = 0;
        for (int i = 0; i < trees; i++)
        {
            leaves[i] = 0;
            lanes[count] = (uint)i << 24;
            count += firstBlock[i + 1] > firstBlock[i] ? 1 : 0;
        }

        ref byte exits = ref MemoryMarshal.GetReference(WideBlock.ExitOf);
        while (count > 0)
        {
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                uint lane = lanes[i];
                uint tree = lane >> 24;
                nuint number = (nuint)(uint)firstBlock[tree] + (lane & WideBlock.ExitMask);
                uint exit = Step<TKeys>(blocks + (number * WideBlock.Size), keys, ref exits);
                leaves[tree] = (int)(exit & WideBlock.NumberMax);
                lanes[kept] = (lane & ~WideBlock.ExitMask) | exit;
                kept += 1 - (int)(exit >> 23);
            }

            count = kept;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step<TKeys>(byte* block, float* keys, ref byte exits)
        where TKeys : struct, IRowKeys
    {
        Vector256<float> values = TKeys.Pick(keys, Vector128.CreateScalarUnsafe(*(ulong*)(block + WideBlock.ChannelsAt)).AsByte());
        uint answers = Vector256.LessThanOrEqual(values, Vector256.Load((float*)block)).ExtractMostSignificantBits();
        return *(uint*)(block + Unsafe.Add(ref exits, answers)) & WideBlock.ExitMask;
    }
}
