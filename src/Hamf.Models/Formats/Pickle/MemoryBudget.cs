using System.Globalization;

namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// What reading one file may allocate. Everything that grows with the file's wishes is charged before it is allocated, at about its real
/// size, so that a small file cannot become a large process.
/// </summary>
internal sealed class MemoryBudget
{
    private readonly long _total;
    private long _left;

    /// <summary>A budget of so many bytes.</summary>
    public MemoryBudget(long total)
    {
        _total = total;
        _left = total;
    }

    /// <summary>A budget by the limits, for a file of this size.</summary>
    public static MemoryBudget For(long fileSize, PickleLimits limits) => new(limits.MemoryFloor + (limits.MemoryPerByte * fileSize));

    /// <summary>Bytes that may still be allocated.</summary>
    public long Left => _left;

    /// <summary>Takes bytes off the budget.</summary>
    /// <exception cref="ImportException">Not that many are left.</exception>
    public void Charge(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
        {
            throw TooMuch();
        }
    }

    /// <summary>Makes room for more items, twice as much as there was when it is used up, and charges what is allocated.</summary>
    public void Grow<T>(List<T> list, int count, int itemSize)
    {
        if (list.Count + (long)count <= list.Capacity)
        {
            return;
        }

        long capacity = Math.Max(Math.Max(4, list.Count + (long)count), Math.Min(2L * list.Capacity, Array.MaxLength));
        Charge(itemSize * capacity);
        list.Capacity = (int)capacity;
    }

    /// <summary>The refusal of a file that needs more.</summary>
    public ImportException TooMuch() => new(
        string.Empty,
        string.Create(CultureInfo.InvariantCulture, $"reading it takes more than {_total >> 20:N0} MB of memory, out of proportion to its size"),
        "Such files are made to exhaust a program; a real model that is compressed this much can be saved again without compression");
}
