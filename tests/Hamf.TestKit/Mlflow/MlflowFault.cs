namespace Hamf.TestKit.Mlflow;

/// <summary>What a test makes go wrong with a request.</summary>
public enum MlflowFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection breaks before the server has done anything.</summary>
    LostRequest,

    /// <summary>The connection breaks after the server has done it.</summary>
    LostAnswer,

    /// <summary>The server answers 503 and does nothing.</summary>
    Busy,

    /// <summary>The server answers 429 with Retry-After and does nothing.</summary>
    Throttled,

    /// <summary>A file's connection breaks in the middle.</summary>
    HalfFile,
}
