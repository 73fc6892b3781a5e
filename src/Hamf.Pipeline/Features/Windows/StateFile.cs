using System.Text;
using Hamf.Pipeline.Features.Expressions;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>
/// The form of window state on disk: a mark, the digest of the windows, then per group its keys from the least to the most recently
/// used, each with its entries in order. Summaries are not written; they follow from the entries.
/// </summary>
internal static class StateFile
{
    private static readonly byte[] Mark = "HAMFWIN1"u8.ToArray();

    public static void Save(Stream target, WindowPlan plan, IReadOnlyList<GroupState> groups)
    {
        using var writer = new StateWriter(target);
        writer.Write(Mark);
        writer.Write(Encoding.ASCII.GetBytes(plan.Digest));
        foreach (GroupState group in groups)
        {
            writer.Write(group.KeyCount);
            var entry = new long[group.Plan.Width];
            foreach (KeyState key in group.KeysByUse())
            {
                Save(writer, key, entry);
            }
        }

        writer.Finish();
    }

    /// <exception cref="InvalidDataException">Damaged, or of other windows.</exception>
    public static GroupState[] Load(Stream source, WindowPlan plan)
    {
        using var reader = new StateReader(source);
        if (!reader.ReadBytes(Mark.Length).SequenceEqual(Mark))
        {
            throw new InvalidDataException("This is no window state, or one of another version: expected it to begin with HAMFWIN1.");
        }

        if (!reader.ReadBytes(plan.Digest.Length).SequenceEqual(Encoding.ASCII.GetBytes(plan.Digest)))
        {
            throw new InvalidDataException("The window state belongs to other window features; rebuild it by replaying the events.");
        }

        var groups = new GroupState[plan.Groups.Count];
        for (int g = 0; g < groups.Length; g++)
        {
            groups[g] = new GroupState(plan.Groups[g], plan.MaxKeys);
            long keyCount = reader.Read(0, plan.MaxKeys, "a number of keys");
            for (long k = 0; k < keyCount; k++)
            {
                if (!groups[g].Restore(LoadKey(reader, plan.Groups[g])))
                {
                    throw new InvalidDataException("The window state is damaged: a key stands twice.");
                }
            }
        }

        reader.Finish();
        return groups;
    }

    private static void Save(StateWriter writer, KeyState key, long[] entry)
    {
        writer.Write((long)key.Key.High);
        writer.Write((long)key.Key.Low);
        writer.Write(key.EvictedTime);
        foreach (long first in key.FirstSeen)
        {
            writer.Write(first);
        }

        writer.Write(key.Count);
        for (int b = 0; b < key.BlockCount; b++)
        {
            EntryBlock block = key.BlockAt(b);
            for (int i = 0; i < block.Count; i++)
            {
                block.CopyTo(i, entry);
                foreach (long cell in entry)
                {
                    writer.Write(cell);
                }
            }
        }
    }

    private static KeyState LoadKey(StateReader reader, GroupPlan plan)
    {
        long high = reader.Read(long.MinValue, long.MaxValue, "a key");
        long low = reader.Read(long.MinValue, long.MaxValue, "a key");
        var key = new KeyState(plan, new Key128((ulong)high, (ulong)low))
        {
            EvictedTime = reader.Read(long.MinValue, Calendar.MaxMs, "a time"),
        };
        for (int i = 0; i < key.FirstSeen.Length; i++)
        {
            key.FirstSeen[i] = reader.Read(Calendar.MinMs, Calendar.MaxMs, "a time");
        }

        long count = reader.Read(1, KeyState.MaxEntries, "a number of entries");
        var entry = new long[plan.Width];
        long earliest = Calendar.MinMs;
        for (long i = 0; i < count; i++)
        {
            reader.Read(entry);
            CheckEntry(entry, earliest, plan);
            earliest = entry[0];
            key.Restore(entry);
        }

        return key;
    }

    private static void CheckEntry(long[] entry, long earliest, GroupPlan plan)
    {
        bool valid = entry[0] >= earliest && entry[0] <= Calendar.MaxMs;
        for (int c = 0; c < plan.Columns.Length; c++)
        {
            long cell = entry[plan.HeaderWidth + c];
            valid &= plan.Columns[c].IsIdentity || cell == ColumnPlan.MissingNumber ||
                Math.Abs(BitConverter.Int64BitsToDouble(cell)) < ColumnPlan.MaxMagnitude;
        }

        if (!valid)
        {
            throw new InvalidDataException("The window state is damaged: an entry is out of order or holds no number.");
        }
    }
}
