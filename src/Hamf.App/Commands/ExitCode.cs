namespace Hamf.App.Commands;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed: a file, a service or the machine was at fault; the message says what to do.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>The data was rejected: too many bad rows.</summary>
    public const int DataRejected = 3;
}
