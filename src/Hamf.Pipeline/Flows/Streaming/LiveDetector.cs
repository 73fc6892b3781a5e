using System.Diagnostics.CodeAnalysis;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// A detector as it is served: its champion, swapped without a pause when the alias moves, and the one window state that REST reads
/// and the score stage advances. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing to dispose.")]
public sealed class LiveDetector
{
    private readonly StateReplay _replay;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ServedModel _served;

    internal LiveDetector(ServedModel served, StateReplay replay)
    {
        _served = served;
        _replay = replay;
    }

    /// <summary>The detector's name.</summary>
    public string Name => Served.Scorer.Version.Name;

    /// <summary>The champion being served.</summary>
    public ModelVersion Version => Served.Scorer.Version;

    /// <summary>The schema that requests are read by.</summary>
    public EventSchema Schema => Served.Parser.Schema;

    /// <summary>The version and state that serve now.</summary>
    internal ServedModel Served => Volatile.Read(ref _served);

    /// <summary>Scores a row against the present state and changes nothing.</summary>
    /// <param name="row">A validated row of <see cref="Schema"/>.</param>
    /// <param name="withReasons">Whether to explain the score.</param>
    public Prediction Predict(Row row, bool withReasons)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Served.Predict(row, withReasons);
    }

    /// <summary>
    /// Takes the turn to change the state; nobody else does until <see cref="EndTurn"/>. A state that a failed batch has left ahead of
    /// the log is built anew first, while requests go on reading the one that is ahead.
    /// </summary>
    internal async Task<ServedModel> TakeTurnAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ServedModel served = Served;
            if (!served.IsAhead)
            {
                return served;
            }

            ServedModel rebuilt = _replay.Start(served.Scorer);
            await _replay.CatchUpAsync(rebuilt, cancellation).ConfigureAwait(false);
            Interlocked.CompareExchange(ref _served, rebuilt, served);
            return Served;
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>Gives the turn back.</summary>
    internal void EndTurn() => _turn.Release();

    /// <summary>Serves a version that has no window state.</summary>
    internal void Swap(Scorer scorer) => Volatile.Write(ref _served, _replay.Start(scorer));

    /// <summary>Builds the state of a version up to where the stream stands, then serves it.</summary>
    internal async Task SwapAsync(Scorer scorer, CancellationToken cancellation)
    {
        ServedModel next = await PrepareAsync(scorer, cancellation).ConfigureAwait(false);
        ServedModel served = await TakeTurnAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (HasSameState(next, served))
            {
                next.TakeStateOf(served);
            }
            else
            {
                await _replay.CatchUpAsync(next, cancellation).ConfigureAwait(false);
            }

            Volatile.Write(ref _served, next);
        }
        finally
        {
            EndTurn();
        }
    }

    // A state of other windows is replayed while the stream goes on; only what has come in meanwhile is left for the turn.
    private async Task<ServedModel> PrepareAsync(Scorer scorer, CancellationToken cancellation)
    {
        ServedModel next = new(scorer);
        if (HasSameState(next, Served))
        {
            return next;
        }

        next = _replay.Start(scorer);
        await _replay.CatchUpAsync(next, cancellation).ConfigureAwait(false);
        return next;
    }

    private static bool HasSameState(ServedModel one, ServedModel other) =>
        one.StateDigest == other.StateDigest && one.Topics == other.Topics;
}

/// <summary>The answer to a scoring request.</summary>
/// <param name="Score">In [0, 1].</param>
/// <param name="Decision">True when the score reaches the threshold.</param>
/// <param name="Threshold">The threshold in force.</param>
/// <param name="Version">The model version that scored.</param>
/// <param name="Reasons">Strongest first; empty unless asked for.</param>
public sealed record Prediction(double Score, bool Decision, double Threshold, int Version, IReadOnlyList<Reason> Reasons);
