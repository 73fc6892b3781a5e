using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Adapters.Relational.Search;
using Hamf.Adapters.Relational.Tracking;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Relational.Search;

/// <summary>Searches over runs and experiments, on any database.</summary>
public abstract class RunSearchSuite
{
    protected abstract Database Database { get; }

    protected abstract void Advance(TimeSpan by);

    private TrackingStore Store => new(Database);

    [Fact]
    public void Pages_are_those_of_a_plain_evaluation_whatever_the_way_they_are_found() => Seeds.ForEach(2, random =>
    {
        var world = new RunWorld(Store, random, runs: 250);
        Dictionary<long, string> ids = Database.Read(c => c.Query<(long Number, string Id)>("select run_no, run_id from runs").ToDictionary(r => r.Number, r => r.Id));
        for (int i = 0; i < 1_000; i++)
        {
            RunSearch search = world.NextSearch();
            (List<string> expected, bool hasNext) = RunOracle.Search(world.Runs, search);

            Assert.True(new MetricIndex(Database).TryComplete(search.Query));
            foreach ((bool areIndexed, int fewRuns) in ((bool, int)[])[(true, -1), (true, 20), (true, RunFinder.FewRuns), (false, 20)])
            {
                Page<long> page = Database.Read(c => new RunFinder(Database.Dialect, areIndexed, fewRuns).Find(c, search));

                Assert.True(expected.SequenceEqual(page.Items.Select(number => ids[number])), $"{Shown(search)}, index {areIndexed}, gathering up to {fewRuns}");
                Assert.True(page.NextOffset == (hasNext ? search.Query.Offset + search.Query.Max : null), $"next page of {Shown(search)}");
            }
        }
    });

    [Fact]
    public void A_metric_that_changes_changes_the_order_at_once()
    {
        TrackingStore store = Store;
        long experiment = store.CreateExperiment("e", null, []);
        string[] runs = [.. Enumerable.Range(0, 5).Select(i => store.CreateRun(new NewRun { ExperimentId = experiment, Name = $"r{i}", StartMs = i }).RunId)];
        var values = new double?[runs.Length];
        Seeds.ForEach(1, random =>
        {
            for (int step = 0; step < 60; step++)
            {
                int changed = random.Next(runs.Length);
                values[changed] = random.Next(100);

                // Now and then by another process, which knows nothing of this one.
                (random.Next(2) == 0 ? store : Store).Log(runs[changed], new RunBatch([new MetricPoint("x", values[changed]!.Value, step, step)], [], []));

                Assert.Equal(
                    Enumerable.Range(0, runs.Length).OrderBy(i => values[i] is null).ThenByDescending(i => values[i]).ThenByDescending(i => i).Select(i => $"r{i}"),
                    Names(experiment, "", "metrics.x DESC"));
                Assert.Equal(
                    Enumerable.Range(0, runs.Length).Where(i => values[i] > 50).OrderByDescending(i => i).Select(i => $"r{i}"),
                    Names(experiment, "metrics.x > 50", "start_time DESC"));
            }
        });
    }

    [Fact]
    public void A_page_holds_whole_runs()
    {
        var world = new RunWorld(Store, new Random(3), runs: 20);
        var search = new RunSearch([.. world.Runs.Select(r => r.ExperimentId)], new SearchQuery { Max = 100, View = LifecycleView.All });

        Page<TrackedRun> page = Store.SearchRuns(search);

        Assert.Equal(20, page.Items.Count);
        Assert.Equivalent(world.Runs.OrderBy(r => r.RunId), page.Items.OrderBy(r => r.RunId), strict: true);
    }

    [Fact]
    public void An_order_by_a_metric_puts_NaN_behind_numbers_and_missing_last_in_both_directions()
    {
        long experiment = Store.CreateExperiment("e", null, []);
        foreach ((string name, double? value) in ((string, double?)[])[("nan", double.NaN), ("inf", double.PositiveInfinity), ("-inf", double.NegativeInfinity), ("-1000", -1000), ("0", 0), ("1000", 1000), ("none", null)])
        {
            string id = Store.CreateRun(new NewRun { ExperimentId = experiment, Name = name, StartMs = 5 }).RunId;
            Store.Log(id, new RunBatch(value is { } number ? [new MetricPoint("x", number, 1, 0)] : [], [], []));
        }

        Assert.Equal(["-inf", "-1000", "0", "1000", "inf", "nan", "none"], Names(experiment, "", "metrics.x"));
        Assert.Equal(["inf", "1000", "0", "-1000", "-inf", "nan", "none"], Names(experiment, "", "metrics.x DESC"));
        Assert.Equal(["1000", "0", "nan"], Names(experiment, "metrics.x != 1 AND run_name != 'inf' AND run_name != '-inf' AND run_name != '-1000'", "metrics.x DESC"));
    }

    [Fact]
    public void An_exactly_full_last_page_has_no_next_one()
    {
        long experiment = Store.CreateExperiment("e", null, []);
        for (int i = 0; i < 4; i++)
        {
            Store.CreateRun(new NewRun { ExperimentId = experiment, StartMs = i });
        }

        Page<TrackedRun> At(long offset) => Store.SearchRuns(new RunSearch([experiment], new SearchQuery { Max = 2, Offset = offset }));

        Assert.Equal(2, At(0).NextOffset);
        Assert.Null(At(2).NextOffset);
        Assert.Equal([1L, 0L], At(2).Items.Select(r => r.StartMs));
        Assert.Empty(At(4).Items);
        Assert.Empty(At(long.MaxValue).Items);
        Assert.Empty(Store.SearchRuns(new RunSearch([], new SearchQuery { Max = 2 })).Items);
    }

    [Theory]
    [InlineData("name LIKE 'exp%'", "exp b, exp a")]
    [InlineData("name LIKE 'EXP%'", "EXP 50%")]
    [InlineData("name ILIKE 'Exp%'", "EXP 50%, exp b, exp a")]
    [InlineData("name LIKE '%[x]*?'", @"c:\[x]*?")]
    [InlineData(@"name LIKE 'c:\%'", @"c:\[x]*?")]
    [InlineData(@"name ILIKE 'C:\_X%'", @"c:\[x]*?")]
    [InlineData("name != 'exp a' AND name != 'Default'", @"c:\[x]*?, EXP 50%, exp b")]
    [InlineData("tags.team = 'it''s; drop table runs'", "exp b")]
    [InlineData("tags.team != 'x'", "exp b, exp a")]
    [InlineData("tags.team IS NULL AND name LIKE '%:%'", @"c:\[x]*?")]
    [InlineData("tags.team IS NOT NULL", "exp b, exp a")]
    [InlineData("creation_time < 0", "")]
    public void Finds_experiments(string filter, string expected)
    {
        MakeExperiments();

        Page<Experiment> page = Store.SearchExperiments(new SearchQuery { Filter = FilterGrammar.ReadFilter(filter, SearchTarget.Experiments), Max = 10 });

        Assert.Equal(expected, string.Join(", ", page.Items.Select(e => e.Name)));
    }

    [Theory]
    [InlineData("name", @"Default, EXP 50%, c:\[x]*?, exp a, exp b")]
    [InlineData("name DESC", @"exp b, exp a, c:\[x]*?, EXP 50%, Default")]
    [InlineData("experiment_id", @"Default, exp a, exp b, EXP 50%, c:\[x]*?")]
    [InlineData("creation_time ASC", @"Default, exp a, exp b, EXP 50%, c:\[x]*?")]
    public void Orders_experiments(string order, string expected)
    {
        MakeExperiments();

        Page<Experiment> page = Store.SearchExperiments(new SearchQuery { Order = FilterGrammar.ReadOrder([order], SearchTarget.Experiments), Max = 10 });

        Assert.Equal(expected, string.Join(", ", page.Items.Select(e => e.Name)));
    }

    private void MakeExperiments()
    {
        foreach ((string name, string? team) in ((string, string?)[])[("exp a", "a"), ("exp b", "it's; drop table runs"), ("EXP 50%", null), (@"c:\[x]*?", null), ("gone", "a")])
        {
            Advance(TimeSpan.FromSeconds(1));
            long id = Store.CreateExperiment(name, null, team is null ? [] : [KeyValuePair.Create("team", team)]);
            if (name == "gone")
            {
                Store.MoveExperiment(id, LifecycleStage.Deleted);
            }
        }
    }

    private IEnumerable<string> Names(long experiment, string filter, string order) => Store.SearchRuns(new RunSearch(
        [experiment],
        new SearchQuery { Filter = FilterGrammar.ReadFilter(filter, SearchTarget.Runs), Order = FilterGrammar.ReadOrder([order], SearchTarget.Runs), Max = 10 }))
        .Items.Select(run => run.Name);

    private static string Shown(RunSearch search) =>
        $"{search.ExperimentIds.Count} experiments, {search.Query.View}, {string.Join(" and ", search.Query.Filter.Select(c => $"{c}{string.Join('|', c.Texts)}"))}"
        + $" order {string.Join(", ", search.Query.Order)} offset {search.Query.Offset} max {search.Query.Max}";
}
