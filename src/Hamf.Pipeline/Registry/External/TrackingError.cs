namespace Hamf.Pipeline.Registry.External;

/// <summary>Why a call to an external tracking server failed.</summary>
public enum TrackingError
{
    /// <summary>The server could not be reached, did not answer in time, or answered that it cannot work now.</summary>
    Unreachable,

    /// <summary>The server does not know the caller, or does not let it do this.</summary>
    Unauthorized,

    /// <summary>What was named does not exist there.</summary>
    Missing,

    /// <summary>Something of that name exists there.</summary>
    Exists,

    /// <summary>The server refused what was asked for.</summary>
    Refused,

    /// <summary>The server has no such call: another version, or no tracking server at all.</summary>
    Unsupported,
}
