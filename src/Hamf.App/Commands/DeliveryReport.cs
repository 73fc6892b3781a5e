using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.External;

namespace Hamf.App.Commands;

/// <summary>Delivers to the external MLflow server what a verb has just recorded, and says what became of it. It never fails the verb.</summary>
internal static class DeliveryReport
{
    // What was recorded is safe here; a server that is slow or down must not keep anybody longer than this.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static async Task TellAsync(HomeServices home, Terminal terminal, CancellationToken cancellation)
    {
        if (home.External is not { } external)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestWait);
        try
        {
            MirrorOutcome outcome = await external.Mirror.DeliverAsync(isHurried: false, limit.Token).ConfigureAwait(false);
            if (outcome is { Problem: null, Waiting: 0, Delivered: > 0 })
            {
                terminal.Progress($"delivered to the MLflow server at {outcome.Server}");
            }
            else if (outcome.Problem is not null || outcome.Waiting > 0)
            {
                terminal.Warn($"{outcome.Waiting} deliveries to {outcome.Server} wait{(outcome.Problem is null ? string.Empty : $": {outcome.Problem}")} "
                    + "Everything is recorded here; 'hamf serve' delivers it when it can, 'hamf models sync' now.");
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            terminal.Warn($"{external.Client.Server} takes long; the delivery goes on with 'hamf serve' or 'hamf models sync'. Everything is recorded here.");
        }
    }
}
