namespace Hamf.Models.Formats.Pickle;

/// <summary>How much a file may ask for before it is refused. The limits of memory grow with the file.</summary>
internal sealed record PickleLimits
{
    /// <summary>Bytes of memory that reading may take for each byte of the file, inflating included.</summary>
    /// <value>10.</value>
    public int MemoryPerByte { get; init; } = 10;

    /// <summary>Bytes of memory that any file may take.</summary>
    /// <value>56 MiB: with what is too small to be counted, a small file stays below 64 MiB.</value>
    public long MemoryFloor { get; init; } = 56L << 20;

    /// <summary>Entries of the memo, by which a pickle names what it shares.</summary>
    /// <value>50 million.</value>
    public int MemoMax { get; init; } = 50_000_000;

    /// <summary>Values and marks that wait on the stack at one time; nested lists wait there.</summary>
    /// <value>5 million.</value>
    public int StackMax { get; init; } = 5_000_000;

    /// <summary>Operations of one file.</summary>
    /// <value>500 million.</value>
    public long OperationsMax { get; init; } = 500_000_000;

    /// <summary>Bytes of one whole number.</summary>
    /// <value>1,024.</value>
    public int IntegerSizeMax { get; init; } = 1024;

    /// <summary>Bytes of a line of the text protocol, names included; quoted texts have no such limit.</summary>
    /// <value>4,096.</value>
    public int LineSizeMax { get; init; } = 4096;
}
