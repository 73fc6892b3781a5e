using Microsoft.Extensions.Logging;

namespace Hamf.Server.Workers;

/// <summary>The messages of the workers; ids 4000 to 4099.</summary>
internal static partial class WorkersLog
{
    [LoggerMessage(4000, LogLevel.Information, "Stage {Stage} ({Subject}) started")]
    public static partial void StageStarted(ILogger logger, string stage, string subject);

    [LoggerMessage(4001, LogLevel.Information, "Stage {Stage} ({Subject}) stopped")]
    public static partial void StageStopped(ILogger logger, string stage, string subject);

    [LoggerMessage(4002, LogLevel.Warning, "Stage {Stage} ({Subject}) failed and is tried again in {Pause}; the other stages go on")]
    public static partial void StageFailed(ILogger logger, string stage, string subject, TimeSpan pause, Exception exception);

    [LoggerMessage(4003, LogLevel.Information, "Stage {Stage} ({Subject}) works again")]
    public static partial void StageRecovered(ILogger logger, string stage, string subject);

    [LoggerMessage(4004, LogLevel.Warning, "Stage {Stage} ({Subject}) could not write down its state; it is rebuilt from the log at the next start")]
    public static partial void StopFailed(ILogger logger, string stage, string subject, Exception exception);

    [LoggerMessage(4005, LogLevel.Warning, "{Problem}")]
    public static partial void Problem(ILogger logger, string problem);

    [LoggerMessage(4010, LogLevel.Information, "{Model}/{Version}, which a client has registered, was read and can be scored with")]
    public static partial void Adopted(ILogger logger, string model, int version);

    [LoggerMessage(4011, LogLevel.Warning, "{Model}/{Version}, which a client has registered, cannot be scored with: {Reason}")]
    public static partial void NotAdopted(ILogger logger, string model, int version, string reason);

    [LoggerMessage(4012, LogLevel.Warning, "Reading {What} failed and is tried again")]
    public static partial void AdoptionFailed(ILogger logger, string what, Exception exception);

    [LoggerMessage(4020, LogLevel.Information, "{Count} runs, versions and aliases were delivered to {Server}; {Waiting} wait")]
    public static partial void Mirrored(ILogger logger, int count, string server, int waiting);

    [LoggerMessage(4021, LogLevel.Information, "{Note}")]
    public static partial void Followed(ILogger logger, string note);
}
