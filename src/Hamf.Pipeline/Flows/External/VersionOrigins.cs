using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Finds here what versions come from, copying it where it is missing; null where the server has none.</summary>
/// <param name="RunAsync">The run of an id.</param>
/// <param name="LoggedModelAsync">The logged model of an id.</param>
internal sealed record VersionOrigins(
    Func<string, CancellationToken, Task<TrackedRun?>> RunAsync, Func<string, CancellationToken, Task<LoggedModel?>> LoggedModelAsync);
