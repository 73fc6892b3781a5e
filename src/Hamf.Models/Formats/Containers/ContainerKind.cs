namespace Hamf.Models.Formats.Containers;

/// <summary>What a file is compressed with.</summary>
internal enum ContainerKind
{
    /// <summary>Nothing.</summary>
    Raw,

    /// <summary>zlib, RFC 1950.</summary>
    Zlib,

    /// <summary>gzip, RFC 1952.</summary>
    Gzip,

    /// <summary>bzip2.</summary>
    Bzip2,

    /// <summary>xz.</summary>
    Xz,

    /// <summary>LZMA without xz around it.</summary>
    Lzma,

    /// <summary>A frame of LZ4.</summary>
    Lz4,

    /// <summary>joblib's own format before version 0.10: a length and zlib.</summary>
    ZFile,
}
