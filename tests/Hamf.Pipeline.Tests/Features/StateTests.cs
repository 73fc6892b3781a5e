using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Rows;
using Hamf.TestKit;
using static Hamf.Pipeline.Tests.Features.Payments;

namespace Hamf.Pipeline.Tests.Features;

public sealed class StateTests
{
    private static readonly string[] Expressions =
    [
        "count() over 1h", "sum(amt) over 1d", "mean(amt) over 7d", "std(amt) over 7d", "min(amt) over 1d", "max(amt) over 7d",
        "distinct(merchant) over 1d", "seen_before(merchant) over 7d", "time_since_last()", "first_seen()",
        "amt / coalesce(mean(amt) over 7d, amt)", "merchant",
        "rate(fraud) over 7d by merchant delay 1d", "distinct(card) over 3d by merchant", "std(amt) over 2d by merchant",
        "seen_before(card) over 1d by merchant",
    ];

    [Fact]
    public void A_hundred_thousand_events_have_the_same_bits_in_a_batch_and_one_by_one_with_restarts()
    {
        Detector detector = Detector(TimeSpan.FromHours(1), 100_000, Expressions);
        Payment[] payments = [.. Generate(new Random(7), 100_000, cards: 2_000, stepMs: 20_000, maxLateMs: 0)];
        var batch = new RowBatch(Schema);
        foreach (Payment payment in payments)
        {
            batch.Add(Row(payment), 0);
        }

        double[] expected = RunBatch(detector, batch);
        double[] found = RunOneByOne(detector, payments);

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(found[i]),
                $"Event {i / Expressions.Length}, {Expressions[i % Expressions.Length]}: batch {expected[i]:R}, one by one {found[i]:R}");
        }
    }

    [Fact]
    public void A_restored_engine_goes_on_as_if_nothing_had_happened_with_late_events_and_verdicts() => Seeds.ForEach(5, random =>
    {
        Detector detector = Detector(TimeSpan.FromHours(2), 40, Expressions);
        FeatureEngine steady = Engine(detector);
        FeatureSet features = FeatureSet.Compile(detector);
        CategoryEncoding categories = CategoryEncoding.Learning(Expressions.Length);
        var restarted = new FeatureEngine(features, categories);
        var first = new double[Expressions.Length];
        var second = new double[Expressions.Length];
        var seen = new List<Payment>();
        foreach (Payment payment in Generate(random, 3_000, cards: 60, stepMs: 3 * Minute, maxLateMs: 12 * Day))
        {
            Row row = Row(payment);
            steady.Compute(row, first);
            restarted.Compute(row, second);
            Assert.Equal(first, second);
            steady.Observe(row);
            restarted.Observe(row);
            seen.Add(payment);
            if (random.Next(4) == 0)
            {
                Row about = Row(seen[random.Next(Math.Max(0, seen.Count - 200), seen.Count)]);
                bool positive = random.Next(2) == 0;
                steady.ObserveLabel(about, positive, payment.TimeMs);
                restarted.ObserveLabel(about, positive, payment.TimeMs);
            }

            if (random.Next(100) == 0)
            {
                byte[] state = Save(restarted);
                restarted = new FeatureEngine(features, categories);
                restarted.Load(new MemoryStream(state));
                Assert.Equal(Save(steady), state);
            }
        }

        Assert.True(steady.TooLateCount > 0, "The test means to have events that are too late.");
    });

    [Fact]
    public void Compute_leaves_the_state_as_it_was() => Seeds.ForEach(3, random =>
    {
        FeatureEngine engine = Filled(random, 2_000);
        byte[] before = Save(engine);
        var values = new double[Expressions.Length];

        foreach (Payment payment in Generate(random, 500, cards: 80, stepMs: Day, maxLateMs: 40 * Day))
        {
            engine.Compute(Row(payment), values);
        }

        Assert.Equal(before, Save(engine));
    });

    [Fact]
    public void Compute_allocates_nothing()
    {
        FeatureEngine engine = Filled(new Random(3), 3_000);
        Row[] rows = [.. Generate(new Random(4), 500, cards: 50, stepMs: Minute, maxLateMs: Hour).Select(p => Row(p))];
        var values = new double[Expressions.Length];
        foreach (Row row in rows)
        {
            engine.Compute(row, values);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Row row in rows)
        {
            engine.Compute(row, values);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Damage_of_a_saved_state_is_found_wherever_it_is() => Seeds.ForEach(20, random =>
    {
        FeatureEngine engine = Filled(random, 300);
        byte[] state = Save(engine);
        byte[] damaged = random.Next(2) == 0 ? state[..random.Next(state.Length)] : [.. state];
        if (damaged.Length == state.Length)
        {
            damaged[random.Next(state.Length)] ^= (byte)(1 << random.Next(8));
        }

        FeatureEngine other = Filled(new Random(1), 50);
        byte[] before = Save(other);

        Assert.Throws<InvalidDataException>(() => other.Load(new MemoryStream(damaged)));
        Assert.Equal(before, Save(other));
    });

    [Fact]
    public void A_state_of_other_windows_is_refused()
    {
        byte[] state = Save(Filled(new Random(1), 50));
        FeatureEngine other = Engine(Detector(TimeSpan.FromHours(2), 40, "count() over 2h"));

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => other.Load(new MemoryStream(state)));

        Assert.Contains("other window features", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loading_stops_behind_the_last_byte_of_the_state()
    {
        byte[] state = Save(Filled(new Random(1), 50));
        var stream = new MemoryStream([.. state, 1, 2, 3]);

        Filled(new Random(2), 10).Load(stream);

        Assert.Equal(state.Length, stream.Position);
    }

    [Fact]
    public void The_digest_is_of_the_windows_and_not_of_their_order_or_spelling()
    {
        string Digest(params string[] expressions) => FeatureSet.Compile(Detector(TimeSpan.FromHours(1), 10, expressions)).StateDigest;
        string one = Digest("count() over 1h", "amt + sum( amt )over 60m by card");

        Assert.Equal(one, Digest("sum(`amt`) over 1h", "amt", "count() over 3600s by card * 2"));
        Assert.NotEqual(one, Digest("count() over 1h", "sum(amt) over 2h"));
        Assert.NotEqual(one, FeatureSet.Compile(Detector(TimeSpan.FromHours(2), 10, "count() over 1h", "sum(amt) over 1h")).StateDigest);
    }

    private static FeatureEngine Filled(Random random, int count)
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(2), 40, Expressions));
        foreach (Payment payment in Generate(random, count, cards: 50, stepMs: 2 * Minute, maxLateMs: Hour))
        {
            engine.Observe(Row(payment));
        }

        return engine;
    }

    private static double[] RunBatch(Detector detector, RowBatch batch)
    {
        FeatureEngine engine = Engine(detector);
        var row = new Row(Schema);
        var values = new double[batch.RowCount * Expressions.Length];
        for (int i = 0; i < batch.RowCount; i++)
        {
            batch.CopyTo(i, row);
            engine.Compute(row, values.AsSpan(i * Expressions.Length, Expressions.Length));
            engine.Observe(row);
        }

        return values;
    }

    private static double[] RunOneByOne(Detector detector, Payment[] payments)
    {
        FeatureSet features = FeatureSet.Compile(detector);
        CategoryEncoding categories = CategoryEncoding.Learning(Expressions.Length);
        var engine = new FeatureEngine(features, categories);
        var values = new double[payments.Length * Expressions.Length];
        var other = new double[Expressions.Length];
        for (int i = 0; i < payments.Length; i++)
        {
            Row row = Row(payments[i]);

            // Requests come at any time and must leave no trace; this one has been seen, so it teaches no category either.
            engine.Compute(Row(payments[i / 2]), i == 0 ? new double[Expressions.Length] : other);
            engine.Compute(row, values.AsSpan(i * Expressions.Length, Expressions.Length));
            engine.Observe(row);
            if (i % 30_000 == 29_999)
            {
                byte[] state = Save(engine);
                engine = new FeatureEngine(features, categories);
                engine.Load(new MemoryStream(state));
            }
        }

        return values;
    }

    private static byte[] Save(FeatureEngine engine)
    {
        var stream = new MemoryStream();
        engine.Save(stream);
        return stream.ToArray();
    }
}
