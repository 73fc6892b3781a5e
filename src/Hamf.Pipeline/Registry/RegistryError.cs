namespace Hamf.Pipeline.Registry;

/// <summary>Why a tracking or registry call was refused.</summary>
public enum RegistryError
{
    /// <summary>A value is missing, malformed or does not fit what is stored.</summary>
    InvalidParameterValue,

    /// <summary>Something of that name or key exists.</summary>
    ResourceAlreadyExists,

    /// <summary>What was named does not exist.</summary>
    ResourceDoesNotExist,

    /// <summary>What was named cannot do this now.</summary>
    InvalidState,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied,
}
