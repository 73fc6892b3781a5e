using System.Buffers;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Labels;
using Hamf.Simulator.Cards;

namespace Hamf.App.Demo;

/// <summary>
/// Plays payments into topic_1 at a fixed rate, and plays the analyst: the verdict on each payment comes a simulated day after it. Goes on where
/// an earlier run stopped.
/// </summary>
internal sealed class DemoPlayer(LiveHome live, string detector, int perSecond)
{
    private const string Source = "demo:analyst";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan VerdictDelay = TimeSpan.FromDays(1);

    private readonly Queue<Label> _verdicts = [];

    /// <summary>Payments played by this run.</summary>
    public long Played { get; private set; }

    /// <summary>The simulated time of the last payment played.</summary>
    public DateTimeOffset SimulatedTime { get; private set; }

    /// <summary>Plays until it is stopped.</summary>
    public async Task PlayAsync(CancellationToken stopping)
    {
        var ingest = new EventIngest(live.Log, live.Detectors, live.Monitor);
        int perTick = Math.Max(1, (int)(perSecond * Tick.TotalSeconds));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)perTick / perSecond));
        try
        {
            foreach (CardPayment[] payments in DemoData.Live(live.Log.EndOffset(DemoData.Detector.Stream.EventsTopic)).Chunk(perTick))
            {
                await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
                await PlayAsync(ingest, payments).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // This is how a demo ends.
        }
    }

    private async Task PlayAsync(EventIngest ingest, CardPayment[] payments)
    {
        var events = new ReadOnlyMemory<byte>[payments.Length];
        for (int i = 0; i < events.Length; i++)
        {
            var json = new ArrayBufferWriter<byte>(768);
            CardJson.WriteObject(json, payments[i]);
            events[i] = json.WrittenMemory;
        }

        try
        {
            await ingest.AppendAsync(detector, events, CancellationToken.None).ConfigureAwait(false);
        }
        catch (EventLogFullException)
        {
            // The page and the terminal show that nothing moves; the next tick tries the next payments.
            return;
        }

        Played += payments.Length;
        SimulatedTime = payments[^1].Time;
        GiveVerdicts(payments);
    }

    private void GiveVerdicts(CardPayment[] payments)
    {
        foreach (CardPayment payment in payments)
        {
            _verdicts.Enqueue(new Label(payment.Id, payment.IsFraud, Source, payment.Time + VerdictDelay));
        }

        var due = new List<Label>();
        while (_verdicts.TryPeek(out Label? next) && next.At <= SimulatedTime)
        {
            due.Add(_verdicts.Dequeue());
        }

        if (due.Count > 0)
        {
            live.Home.Labels.Add(due);
        }
    }
}
