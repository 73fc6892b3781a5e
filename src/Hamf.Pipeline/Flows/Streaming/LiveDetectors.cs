using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>The detectors that are served: every registered model with a champion, under the name it is registered by. Thread-safe.</summary>
public sealed class LiveDetectors : IDisposable
{
    private readonly LiveParts _parts;
    private readonly Func<ModelVersion, Scorer> _load;
    private readonly StateReplay _replay;
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private readonly Lock _publishing = new();
    private volatile Dictionary<string, LiveDetector> _all = [];
    private volatile Dictionary<string, DateTimeOffset> _since = [];

    /// <summary>No detectors yet; <see cref="Refresh"/> finds them.</summary>
    public LiveDetectors(LiveParts parts)
        : this(parts, version => Scorer.LoadForServing(version, parts.Artifacts))
    {
        ArgumentNullException.ThrowIfNull(parts);
    }

    internal LiveDetectors(LiveParts parts, Func<ModelVersion, Scorer> load)
    {
        _parts = parts;
        _load = load;
        _replay = new StateReplay(parts);
    }

    /// <summary>The detectors now, by name. Empty when no model has been trained yet: live but not ready.</summary>
    public IReadOnlyDictionary<string, LiveDetector> All => _all;

    /// <summary>The detectors now, those first whose name was registered first.</summary>
    public IReadOnlyList<LiveDetector> ByAge =>
        [.. _all.Values.OrderBy(d => _since.GetValueOrDefault(d.Name, DateTimeOffset.MaxValue)).ThenBy(d => d.Name, StringComparer.Ordinal)];

    /// <summary>
    /// Looks at the registry and loads what has changed. A champion without window state serves when this returns; one with windows
    /// follows when <see cref="RefreshAsync"/> has brought its state up. A version that cannot be loaded leaves the present one serving.
    /// </summary>
    /// <returns>What could not be loaded, with the reason.</returns>
    public IReadOnlyList<string> Refresh()
    {
        List<string> problems = [];
        IReadOnlyList<Champion> champions = _parts.Models.Champions();
        foreach (Scorer scorer in LoadChanged(champions, problems).Where(s => !s.Features.HasWindows))
        {
            if (Present(scorer, champions) is { } live)
            {
                string before = live.Name;
                live.Swap(scorer);
                Rename(before, live);
            }
            else
            {
                Publish(new LiveDetector(_replay.Start(scorer), _replay));
            }
        }

        Retire(champions, problems);
        return problems;
    }

    /// <summary>As <see cref="Refresh"/>, and brings the window state of new champions up to the stream's position before they serve.</summary>
    /// <returns>What could not be loaded, with the reason.</returns>
    public async Task<IReadOnlyList<string>> RefreshAsync(CancellationToken cancellation)
    {
        await _refreshing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            List<string> problems = [];
            IReadOnlyList<Champion> champions = _parts.Models.Champions();
            foreach (Scorer scorer in LoadChanged(champions, problems))
            {
                await BringUpAsync(scorer, champions, problems, cancellation).ConfigureAwait(false);
            }

            Retire(champions, problems);
            return problems;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _refreshing.Dispose();

    private List<Scorer> LoadChanged(IReadOnlyList<Champion> champions, List<string> problems)
    {
        List<Scorer> loaded = [];
        _since = champions.ToDictionary(c => c.Name, c => c.ModelSince, StringComparer.Ordinal);
        foreach (Champion champion in champions)
        {
            // One that was deleted since is not there at the next look.
            if ((_all.TryGetValue(champion.Name, out LiveDetector? live) && IsSame(live.Version, champion))
                || _parts.Models.Find(new ModelReference(champion.Name, null, champion.Version)) is not { } version)
            {
                continue;
            }

            try
            {
                loaded.Add(_load(version));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                problems.Add(Problem(version, e));
            }
        }

        return loaded;
    }

    private async Task BringUpAsync(Scorer scorer, IReadOnlyList<Champion> champions, List<string> problems, CancellationToken cancellation)
    {
        try
        {
            if (Present(scorer, champions) is { } live)
            {
                string before = live.Name;
                await live.SwapAsync(scorer, cancellation).ConfigureAwait(false);
                Rename(before, live);
                return;
            }

            ServedModel first = _replay.Start(scorer);
            await _replay.CatchUpAsync(first, cancellation).ConfigureAwait(false);
            Publish(new LiveDetector(first, _replay));
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            problems.Add(Problem(scorer.Version, e));
        }
    }

    // A number may come twice: once of a model that was deleted, once of another one that took its name.
    private static bool IsSame(ModelVersion one, Champion other) => one.Version == other.Version && one.BundleDigest == other.BundleDigest;

    // A model that was renamed goes on with the stream and the state that it had.
    private LiveDetector? Present(Scorer scorer, IReadOnlyList<Champion> champions) => _all.TryGetValue(scorer.Version.Name, out LiveDetector? live)
        ? live
        : Gone(champions).FirstOrDefault(l => l.Version.BundleDigest == scorer.Version.BundleDigest && l.Served.Topics == StreamTopics.Of(scorer));

    // What no registered model is called any more: renamed or deleted. One that has only lost its champion goes on.
    private LiveDetector[] Gone(IReadOnlyList<Champion> champions)
    {
        HashSet<string> names = champions.Select(champion => champion.Name).ToHashSet(StringComparer.Ordinal);
        return [.. _all.Values.Where(live => !names.Contains(live.Name) && !_parts.Models.HasVersion(live.Name))];
    }

    private void Rename(string before, LiveDetector detector)
    {
        lock (_publishing)
        {
            if (before != detector.Name)
            {
                _all = new Dictionary<string, LiveDetector>(_all.Where(one => one.Key != before), StringComparer.Ordinal) { [detector.Name] = detector };
            }
        }
    }

    // While something could not be loaded, what serves goes on: it may be that, under its name of before.
    private void Retire(IReadOnlyList<Champion> champions, List<string> problems)
    {
        lock (_publishing)
        {
            if (problems.Count == 0 && Gone(champions) is { Length: > 0 } gone)
            {
                _all = new Dictionary<string, LiveDetector>(_all.Where(one => !gone.Contains(one.Value)), StringComparer.Ordinal);
            }
        }
    }

    private void Publish(LiveDetector detector)
    {
        lock (_publishing)
        {
            if (!_all.ContainsKey(detector.Name))
            {
                _all = new Dictionary<string, LiveDetector>(_all, StringComparer.Ordinal) { [detector.Name] = detector };
            }
        }
    }

    private string Problem(ModelVersion version, Exception e)
    {
        string kept = _all.TryGetValue(version.Name, out LiveDetector? live)
            ? $"version {live.Version.Version} goes on serving"
            : "the detector is not served";
        return $"{version.Name}/{version.Version} could not be loaded, {kept}: {e.Message}";
    }
}
