using System.IO.Compression;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>A file without what it was compressed with. What it is compressed with is told by its first bytes, never by its name.</summary>
/// <param name="Kind">What it was compressed with.</param>
/// <param name="Content">Its bytes; a slice of the file when it was not compressed.</param>
internal sealed record Container(ContainerKind Kind, ReadOnlyMemory<byte> Content)
{
    /// <summary>Opens a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="budget">What its content may take when it is inflated.</param>
    /// <exception cref="ImportException">It is damaged, or its content takes more than the budget.</exception>
    public static Container Open(ReadOnlyMemory<byte> file, MemoryBudget budget)
    {
        ContainerKind kind = Sniff(file.Span);
        return kind switch
        {
            ContainerKind.Raw => new Container(kind, file),
            ContainerKind.ZFile => new Container(kind, ZFile.Inflate(file, budget)),
            _ => new Container(kind, Inflater.Inflate(() => Open(kind, file, budget), budget)),
        };
    }

    /// <summary>What the first bytes say.</summary>
    public static ContainerKind Sniff(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'Z', (byte)'F', (byte)'0', (byte)'x', ..] => ContainerKind.ZFile,
        [0x78, var flags, ..] when ((0x78 << 8) + flags) % 31 == 0 => ContainerKind.Zlib,
        [0x1F, 0x8B, 0x08, ..] => ContainerKind.Gzip,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => ContainerKind.Bzip2,
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, ..] => ContainerKind.Xz,
        [0x5D, 0x00, ..] => ContainerKind.Lzma,
        [0x04, 0x22, 0x4D, 0x18, ..] => ContainerKind.Lz4,
        _ => ContainerKind.Raw,
    };

    private static Stream Open(ContainerKind kind, ReadOnlyMemory<byte> file, MemoryBudget budget) => kind switch
    {
        ContainerKind.Zlib => new ZLibStream(Inflater.Stream(file), CompressionMode.Decompress),
        ContainerKind.Gzip => new GZipStream(Inflater.Stream(file), CompressionMode.Decompress),
        ContainerKind.Bzip2 => new Bzip2Stream(file, budget),
        ContainerKind.Xz => new XzStream(file, budget),
        ContainerKind.Lzma => new LzmaStream(file, budget),
        _ => new Lz4Stream(file, budget),
    };
}
