using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.External;

namespace Hamf.App.Commands;

/// <summary><c>hamf models sync</c>: delivers to the external MLflow server what waits.</summary>
internal static class ModelsSyncCommand
{
    public static Command New() =>
        new Command("sync", "Deliver runs, versions and aliases that wait to the MLflow server that MLFLOW_TRACKING_URI names.").Runs("hamf models sync", async (parsed, terminal, cancellation) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            ExternalMlflow external = home.External ?? throw CommandFailure.Usage("MLFLOW_TRACKING_URI names no server, such as http://mlflow:5000");
            MirrorOutcome outcome = await external.Mirror.DeliverAsync(isHurried: true, cancellation).ConfigureAwait(false);
            terminal.Result(new JsonObject
            {
                ["server"] = outcome.Server,
                ["delivered"] = outcome.Delivered,
                ["waiting"] = outcome.Waiting,
                ["problem"] = outcome.Problem,
            });
            if (!terminal.IsJson)
            {
                terminal.Say($"{outcome.Server}: {outcome.Delivered} delivered, {outcome.Waiting} wait");
            }

            if (outcome.Problem is { } problem)
            {
                terminal.Warn(problem);
            }

            return outcome.Problem is null ? ExitCode.Done : ExitCode.Failed;
        });
}
