using Hamf.Models.Numerics;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Grows trees side by side, each from its own seed: what is drawn for a tree does not depend on which thread grows it.</summary>
internal sealed class TreeSteps
{
    private readonly WorkCrew _crew;
    private readonly ulong[] _seeds;

    public TreeSteps(int trees, int seed, WorkCrew crew)
    {
        _crew = crew;
        var random = new SplitMix64((ulong)seed);
        _seeds = new ulong[trees];
        foreach (ref ulong treeSeed in _seeds.AsSpan())
        {
            treeSeed = random.NextBits();
        }
    }

    /// <summary>Runs <paramref name="grow"/> for each tree.</summary>
    /// <param name="grow">Given the tree's index and its generator.</param>
    /// <param name="progress">Told the number of finished trees, from the calling thread.</param>
    /// <param name="cancellation">Checked before each tree.</param>
    public void Run(Action<int, SplitMix64> grow, IProgress<int>? progress, CancellationToken cancellation)
    {
        int caller = Environment.CurrentManagedThreadId;
        int finished = 0;
        _crew.Run(_seeds.Length, t =>
        {
            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            grow(t, new SplitMix64(_seeds[t]));
            int done = Interlocked.Increment(ref finished);
            if (Environment.CurrentManagedThreadId == caller)
            {
                progress?.Report(done);
            }
        });
        cancellation.ThrowIfCancellationRequested();
    }
}
