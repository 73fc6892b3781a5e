using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Tests.Relational.Search;

/// <summary>Some hundred runs with everything that makes a search hard, and random searches over them.</summary>
internal sealed class RunWorld
{
    private static readonly double[] Numbers = [0, 1, 2, 2, -1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300];

    private static readonly string[] Texts =
    [
        "a", "A", "b", "ab", "aB", "", "10", "9", "it's", "50%", "x_y", "x.y", @"c:\d", "[a]", "*", "?", "a\nb", new('l', 100), new string('l', 100) + "1", new string('l', 100) + "2",
    ];

    private readonly Random _random;
    private readonly long[] _experiments;

    public RunWorld(TrackingStore store, Random random, int runs)
    {
        _random = random;
        string name = Guid.NewGuid().ToString("N");
        _experiments = [.. Enumerable.Range(0, 3).Select(i => store.CreateExperiment($"{name} {i}", null, []))];
        Runs = [.. Enumerable.Range(0, runs).Select(_ => store.FindRun(Make(store))!)];
    }

    public IReadOnlyList<TrackedRun> Runs { get; }

    public RunSearch NextSearch()
    {
        int experiments = _random.Next(4);
        return new RunSearch(
            experiments == 3 ? _experiments : [_experiments[experiments]],
            new SearchQuery
            {
                Filter = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => NextClause())],
                Order = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => new SearchOrder(NextOrderField(), _random.Next(2) == 0)).DistinctBy(o => o.Field)],
                View = (LifecycleView)_random.Next(3),
                Max = _random.Next(1, 25),
                Offset = _random.Next(3) == 0 ? _random.Next(Runs.Count) : 0,
            });
    }

    private string Make(TrackingStore store)
    {
        TrackedRun run = store.CreateRun(new NewRun
        {
            ExperimentId = Pick(_experiments),
            Name = Pick("alpha", "Beta", "beta", "a%b"),
            UserId = Pick("anna", "", "Bob"),
            StartMs = 1_000 + _random.Next(40),
        });
        store.Log(run.RunId, new RunBatch([.. Metrics()], [.. Pairs("p")], [.. Pairs("t")]));
        if (_random.Next(2) == 0)
        {
            store.UpdateRun(run.RunId, Pick(RunStatus.Finished, RunStatus.Failed, RunStatus.Killed), 2_000 + _random.Next(20), null);
        }

        if (_random.Next(4) == 0)
        {
            store.LogInputs(run.RunId, [Dataset(), Dataset()], []);
        }

        if (_random.Next(7) == 0)
        {
            store.MoveRun(run.RunId, LifecycleStage.Deleted);
        }

        return run.RunId;
    }

    private IEnumerable<MetricPoint> Metrics()
    {
        yield return new MetricPoint("smooth", _random.NextDouble(), 1, 0);
        yield return new MetricPoint("smooth", _random.NextDouble(), 1, 1);
        if (_random.Next(5) > 0)
        {
            yield return new MetricPoint("rough", Pick(Numbers), 1, 0);
        }

        if (_random.Next(10) == 0)
        {
            yield return new MetricPoint("rare", Pick(Numbers), 1, 0);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Pairs(string prefix) =>
        Enumerable.Range(0, 3).Where(i => _random.Next(5) > i).Select(i => KeyValuePair.Create($"{prefix}{i}", Pick(Texts)));

    private DatasetInput Dataset() => new()
    {
        Name = Pick("d1", "d2", "D1"),
        Digest = Pick("x", "y"),
        SourceType = "local",
        Source = "{}",
        Tags = _random.Next(2) == 0 ? [] : [KeyValuePair.Create("mlflow.data.context", Pick("train", "test"))],
    };

    private SearchClause NextClause()
    {
        switch (_random.Next(6))
        {
            case 0:
            case 1:
                double number = _random.Next(3) == 0 ? _random.NextDouble() : Pick(Numbers.Where(n => !double.IsNaN(n)).ToArray());
                return new SearchClause(new SearchField(FieldKind.Metric, Pick("smooth", "rough", "rare", "none")), NumberComparator(), null, number, []);
            case 2:
                return new SearchClause(
                    new SearchField(FieldKind.Attribute, Pick("start_time", "end_time")), NumberComparator(), null, _random.Next(2) == 0 ? 1_000 + _random.Next(40) : 2_009.5, []);
            case 3:
                return _random.Next(2) == 0
                    ? new SearchClause(new SearchField(FieldKind.Attribute, "run_id"), Pick(Comparator.In, Comparator.NotIn), null, null, [.. Enumerable.Range(0, 5).Select(_ => Pick(Runs).RunId), "none"])
                    : TextClause(new SearchField(FieldKind.Dataset, Pick("name", "digest", "context")), Pick("d1", "D1", "x", "train", "d%", "tr__n"));
            case 4:
                return TextClause(new SearchField(FieldKind.Attribute, Pick("run_name", "status", "user_id")), Pick("alpha", "BETA", "a%", "%a", "FINISHED", "RUN%", "run%", "anna", ""));
            default:
                var field = new SearchField(Pick(FieldKind.Param, FieldKind.Tag), Pick("p0", "p1", "p2", "t0", "t1", "t2"));
                return _random.Next(6) == 0
                    ? new SearchClause(field, Pick(Comparator.IsNull, Comparator.IsNotNull), null, null, [])
                    : TextClause(field, _random.Next(3) == 0 ? Pick("a%", "%b", "_", "x_y", "%'%", @"%\%", "[a]", "%[%", "*", "?", "%\n%", "l%1", "A_", "%%") : Pick(Texts));
        }
    }

    private SearchClause TextClause(SearchField field, string text) =>
        new(field, Pick(Comparator.Equal, Comparator.NotEqual, Comparator.Like, Comparator.ILike), text, null, []);

    private Comparator NumberComparator() =>
        Pick(Comparator.Equal, Comparator.NotEqual, Comparator.Less, Comparator.LessOrEqual, Comparator.Greater, Comparator.GreaterOrEqual);

    private SearchField NextOrderField() => _random.Next(4) switch
    {
        0 => new SearchField(FieldKind.Attribute, Pick("start_time", "end_time", "run_name", "status", "user_id", "run_id")),
        1 => new SearchField(Pick(FieldKind.Param, FieldKind.Tag), Pick("p0", "p1", "t0", "t2")),
        _ => new SearchField(FieldKind.Metric, Pick("smooth", "rough", "rough", "rare", "none")),
    };

    private T Pick<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
