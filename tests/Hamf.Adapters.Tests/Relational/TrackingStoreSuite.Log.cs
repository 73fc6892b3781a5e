using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Relational;

public abstract partial class TrackingStoreSuite
{
    [Fact]
    public void A_batch_is_read_as_it_was_logged()
    {
        string id = NewRun(0, "n").RunId;

        Store.Log(id, Batch([new("b", 0.1 + 0.2, 5, 1), new("a", -1, 6, 2)], Pairs("q=", "p=1"), Pairs("t=1", "t=2", "mlflow.runName=new")));

        TrackedRun run = Store.FindRun(id)!;
        Assert.Equal([new("a", -1, 6, 2), new("b", 0.1 + 0.2, 5, 1)], run.Metrics.OrderBy(m => m.Key));
        Assert.Equal(Pairs("p=1", "q="), run.Params);
        Assert.Equal(Pairs("mlflow.runName=new", "t=2"), run.Tags);
        Assert.Equal("new", run.Name);
    }

    [Fact]
    public void The_latest_point_is_that_of_the_highest_step_then_time_then_value()
    {
        (double Value, long TimestampMs, long Step)[] rising = [(900, 900, -3), (800, 800, -1), (1000, 100, 0), (100, 40, 3), (10, 50, 3), (20, 50, 3)];
        var random = new Random(3);
        string single = NewRun(0).RunId;
        string batch = NewRun(0).RunId;
        MetricPoint[] points = [.. rising.Select(r => new MetricPoint("m", r.Value, r.TimestampMs, r.Step))];

        foreach (MetricPoint point in Shuffled(random, points))
        {
            Store.Log(single, Batch([point]));
        }

        Store.Log(batch, Batch(Shuffled(random, points)));
        Assert.Equal(points[^1], Assert.Single(Store.FindRun(single)!.Metrics));
        Assert.Equal(points[^1], Assert.Single(Store.FindRun(batch)!.Metrics));
        Assert.Equal(points.OrderBy(p => p.TimestampMs), Store.MetricHistory(single, "m", null, 0).Items);
    }

    [Fact]
    public void A_number_of_the_same_moment_comes_after_NaN()
    {
        string id = NewRun(0).RunId;
        foreach (double value in (double[])[double.NaN, -5, double.NaN, -7])
        {
            Store.Log(id, Batch([new("m", value, 1, 1)]));
        }

        Assert.Equal(-5, Assert.Single(Store.FindRun(id)!.Metrics).Value);
        Assert.Equal([-7, -5, double.NaN], Store.MetricHistory(id, "m", null, 0).Items.Select(m => m.Value));
        Store.Log(id, Batch([new("m", double.NaN, 1, 2)]));
        Assert.Equal(double.NaN, Assert.Single(Store.FindRun(id)!.Metrics).Value);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.Epsilon)]
    [InlineData(0.5)]
    public void The_same_point_a_second_time_is_none(double value)
    {
        string id = NewRun(0).RunId;
        MetricPoint point = new("m", value, 1, 2);

        Store.Log(id, Batch([point, point]));
        Store.Log(id, Batch([point]));

        Assert.Equal([point], Store.MetricHistory(id, "m", null, 0).Items);
        Assert.Equal([point], Store.FindRun(id)!.Metrics);
    }

    [Fact]
    public void A_parameter_that_would_change_refuses_the_whole_batch()
    {
        string id = NewRun(0, "n").RunId;
        Store.Log(id, Batch(parameters: Pairs("p=old", "q=1")));
        Store.Log(id, Batch(parameters: Pairs("p=old", "r=2")));
        TrackedRun before = Store.FindRun(id)!;

        Refused(RegistryError.InvalidParameterValue, "Changing param values is not allowed. Param with key='p' of run " + id + " is 'old' and cannot become 'new'", () =>
            Store.Log(id, Batch([new("unheard of", 1, 1, 1)], Pairs("a=1", "p=new"), Pairs("t=1", "mlflow.runName=x"))));

        SameRun(before, Store.FindRun(id)!);
        Assert.Equal(Pairs("p=old", "q=1", "r=2"), before.Params);
        Assert.Empty(Store.MetricHistory(id, "unheard of", null, 0).Items);
        Store.Log(id, Batch([new("unheard of", 1, 1, 1)]));
        Assert.Single(Store.MetricHistory(id, "unheard of", null, 0).Items);
    }

    [Fact]
    public void A_parameter_twice_in_one_batch_is_refused()
    {
        string id = NewRun(0).RunId;

        Refused(RegistryError.InvalidParameterValue, "Duplicate parameter keys have been submitted: p", () =>
            Store.Log(id, Batch([new("m", 1, 1, 1)], Pairs("p=1", "q=1", "p=2"))));

        Assert.Empty(Store.FindRun(id)!.Params);
        Assert.Empty(Store.FindRun(id)!.Metrics);
    }

    [Fact]
    public void History_comes_in_pages_that_hold_every_point_once()
    {
        string id = NewRun(0).RunId;
        MetricPoint[] points = [.. Enumerable.Range(0, 100).Select(i => new MetricPoint("m", i % 7, 1000 - (i / 3), i % 2 == 0 ? i : -i))];
        Store.Log(id, Batch(Shuffled(new Random(3), points)));
        Store.Log(id, Batch([new("other", 1, 1, 1)]));

        var read = new List<MetricPoint>();
        long? next = 0;
        while (next is { } offset)
        {
            Page<MetricPoint> page = Store.MetricHistory(id, "m", 25, offset);
            Assert.Equal(25, page.Items.Count);
            read.AddRange(page.Items);
            next = page.NextOffset;
        }

        Assert.Equal(points.OrderBy(p => p.TimestampMs).ThenBy(p => p.Step).ThenBy(p => p.Value), read);
        Assert.Equal(read, Store.MetricHistory(id, "m", null, 0).Items);
        Assert.Equal(read.Skip(99), Store.MetricHistory(id, "m", 10, 99).Items);
        Assert.Empty(Store.MetricHistory(id, "m", 10, 100).Items);
        Assert.Empty(Store.MetricHistory(id, "never logged", null, 0).Items);
    }

    [Fact]
    public void Points_keep_the_model_and_dataset_they_were_measured_on()
    {
        string id = NewRun(0).RunId;
        MetricPoint plain = new("m", 1, 1, 1);
        MetricPoint onModel = new("m", 2, 2, 2) { ModelId = "m-1" };
        MetricPoint onBoth = new("m", double.NaN, 3, 3) { ModelId = "m-1", DatasetName = "d", DatasetDigest = "x" };

        Store.Log(id, Batch([plain, onModel, onBoth]));
        Store.Log(id, Batch([onBoth]));

        Assert.Equal([plain, onModel, onBoth], Store.MetricHistory(id, "m", null, 0).Items);
        Assert.Equal([onBoth], Store.MetricHistory(id, "m", null, 2).Items);
        Assert.Empty(Store.MetricHistory(id, "m", null, 3).Items);
    }

    [Fact]
    public void Inputs_and_outputs_are_kept_and_not_overwritten()
    {
        string id = NewRun(0).RunId;
        string other = NewRun(0).RunId;
        DatasetInput train = Dataset("d", "1", "mlflow.data.context=train") with { Schema = "[]", Profile = "{}" };
        Store.LogInputs(id, [train, Dataset("e", "2")], [new ModelLink("m-in", 0)]);
        Store.LogInputs(id, [Dataset("d", "1", "mlflow.data.context=test") with { Source = "changed" }], []);
        Store.LogInputs(other, [Dataset("d", "1", "mlflow.data.context=test") with { Source = "changed" }], []);
        Store.LogOutputs(id, [new ModelLink("m-b", 2), new ModelLink("m-a", 1)]);
        Store.LogOutputs(id, [new ModelLink("m-a", 3)]);

        TrackedRun run = Store.FindRun(id)!;
        Assert.Equal(
            [("d", "1", "{}", "[]", "{}"), ("e", "2", "{}", null, null)],
            run.DatasetInputs.Select(d => (d.Name, d.Digest, d.Source, d.Schema, d.Profile)));
        Assert.Equal(Pairs("mlflow.data.context=train"), run.DatasetInputs[0].Tags);
        Assert.Equal([new ModelLink("m-in", 0)], run.ModelInputs);
        Assert.Equal([new ModelLink("m-b", 2), new ModelLink("m-a", 3)], run.ModelOutputs);
        Assert.Equal("{}", Assert.Single(Store.FindRun(other)!.DatasetInputs).Source);
        Assert.Equal(Pairs("mlflow.data.context=test"), Store.FindRun(other)!.DatasetInputs[0].Tags);
    }

    [Fact]
    public void Random_batches_leave_what_a_plain_model_of_the_store_says() => Seeds.ForEach(3, random =>
    {
        string id = NewRun(0, "n").RunId;
        var plain = new PlainRun();
        for (int round = 0; round < 60; round++)
        {
            RunBatch batch = RandomBatch(random);
            if (plain.TryLog(batch))
            {
                Store.Log(id, batch);
            }
            else
            {
                Refused(RegistryError.InvalidParameterValue, "param", () => Store.Log(id, batch));
            }
        }

        TrackedRun run = Store.FindRun(id)!;
        Assert.Equal(plain.Params, run.Params);
        Assert.Equal(plain.Latest(), run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal));
        Assert.All(run.Metrics, m => Assert.Equal(plain.History(m.Key), Store.MetricHistory(id, m.Key, null, 0).Items));
    });

    private static MetricPoint[] Shuffled(Random random, MetricPoint[] points)
    {
        MetricPoint[] shuffled = [.. points];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static RunBatch RandomBatch(Random random)
    {
        double[] values = [double.NaN, 0, 1, -1, 0.5, double.MaxValue, double.PositiveInfinity];
        MetricPoint[] points = [.. Enumerable.Range(0, random.Next(30)).Select(_ => new MetricPoint(
            $"m{random.Next(5)}", values[random.Next(values.Length)], random.Next(3), random.Next(3)))];
        KeyValuePair<string, string>[] parameters =
            [.. Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create($"p{random.Next(30)}", random.Next(12) == 0 ? "2" : "1"))];
        return Batch(points, parameters);
    }
}
