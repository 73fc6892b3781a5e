namespace Hamf.Models.Formats.Pickle;

/// <summary>Where the arrays of a pickle stand.</summary>
internal enum JoblibLayout
{
    /// <summary>Inside the pickle, as Python's own module writes them.</summary>
    None,

    /// <summary>Between the operations of the pickle, as joblib 0.10 to 1.1 writes them.</summary>
    Unaligned,

    /// <summary>Between the operations and on multiples of 16 bytes, as joblib 1.2 and later writes them.</summary>
    Aligned,

    /// <summary>In files beside the pickle, as joblib before 0.10 wrote them.</summary>
    Companions,
}
