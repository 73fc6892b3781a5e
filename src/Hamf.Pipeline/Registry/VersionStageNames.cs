namespace Hamf.Pipeline.Registry;

/// <summary>Stages as clients write them.</summary>
public static class VersionStageNames
{
    /// <summary>Reads a stage, upper and lower case alike.</summary>
    /// <exception cref="RegistryException">There is no such stage; the message lists them.</exception>
    public static VersionStage Read(string text) => TryRead(text, out VersionStage stage)
        ? stage
        : throw RegistryException.Invalid($"Invalid Model Version stage: {text}. Value must be one of {string.Join(", ", Enum.GetNames<VersionStage>())}.");

    /// <summary>Reads a stage, upper and lower case alike.</summary>
    public static bool TryRead(string text, out VersionStage stage)
    {
        foreach (VersionStage known in Enum.GetValues<VersionStage>())
        {
            if (known.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                stage = known;
                return true;
            }
        }

        stage = VersionStage.None;
        return false;
    }
}
