namespace Hamf.TestKit.Mlflow;

/// <summary>What real MLflow servers get wrong, or do not have, each to be switched on by a test.</summary>
[Flags]
public enum MlflowDefects
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Deleting a version leaves the aliases that point at it.</summary>
    AliasesStay = 1,

    /// <summary>A NaN that is logged twice is refused, with SQL in the message.</summary>
    NanOnlyOnce = 2,

    /// <summary>A metric's history without a page size is empty and has a token that leads to the same.</summary>
    EndlessHistory = 4,

    /// <summary>A file that is not there is answered by 500.</summary>
    MissingFileIsFailure = 8,

    /// <summary>Calls about aliases do not exist, as before 2.3.</summary>
    NoAliases = 16,

    /// <summary>Calls about logged models do not exist, as before 3.0.</summary>
    NoLoggedModels = 32,

    /// <summary>Files come whole, whatever range is asked for.</summary>
    NoRanges = 64,

    /// <summary>Artifacts are in a bucket and not behind the proxy.</summary>
    NoProxy = 128,

    /// <summary>A body with bare NaN is taken, and stored as 0.</summary>
    BareNanIsZero = 256,

    /// <summary>A status that is not known is taken, and ignored.</summary>
    UnknownStatusIgnored = 512,
}
