using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Scoring;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Streaming;

public sealed class ScoredEventJsonTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"is_fraud":1}""", "{}")]
    [InlineData("""{"amt":1.50,"is_fraud":1,"note":"a\"b,}"}""", """{"amt":1.50,"note":"a\"b,}"}""")]
    [InlineData(""" { "a" : 1 , "b":[1,{"c":2}] } """, """{"a" : 1,"b":[1,{"c":2}]}""")]
    [InlineData("""{"event_id":"own","detector":1,"decision":9,"fraud_probability":"x"}""", """{"event_id":"own","detector":1,"decision":9,"fraud_probability":"x"}""")]
    [InlineData("""{"cc":4497913965512794052,"fraud_confirmed":1,"hamf":3}""", """{"cc":4497913965512794052}""")]
    public void Gives_back_the_event_without_its_label(string payload, string expected)
    {
        ScoredEvent read = RoundTrip(Sample() with { Payload = Encoding.UTF8.GetBytes(payload) });

        Assert.Equal(expected, Encoding.UTF8.GetString(read.Payload.Span));
        Assert.Equivalent(Sample() with { Payload = read.Payload }, read);
    }

    [Fact]
    public void Gives_back_every_bit_of_its_numbers() => Seeds.ForEach(20, random =>
    {
        for (int i = 0; i < 200; i++)
        {
            ScoredEvent scored = Sample() with
            {
                Score = random.NextDouble(),
                Threshold = Math.Pow(random.NextDouble(), 20),
                TimeMs = random.NextInt64(),
                Decision = random.Next(2) == 0,
                Entity = random.Next(3) == 0 ? null : "e\"\\\n\u0001é漢😀" + random.Next(),
                Reasons = random.Next(2) == 0 ? [] : [new Reason("f<", "v&\"", -random.NextDouble() * 1e-300)],
            };

            ScoredEvent read = RoundTrip(scored);

            Assert.Equivalent(scored with { Payload = default }, read with { Payload = default }, strict: true);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("""[{"hamf":1}]""")]
    [InlineData("""[{"a":1,"b":2,"hamf":1}]""")]
    [InlineData("""[{"a":1,"b":2,"hamf":1,"event_id":5,"detector":"d","model_version":1}]""")]
    public void Is_null_for_what_is_no_scored_event(string record) =>
        Assert.Null(ScoredEventReader.TryRead(Encoding.UTF8.GetBytes(record)));

    [Fact]
    public void Survives_truncation_and_bit_flips() => Seeds.ForEach(5, random =>
    {
        byte[] record = Write(Sample());
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = record[..random.Next(1, record.Length + 1)];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));

            _ = ScoredEventReader.TryRead(damaged);
            _ = ScoredEventReader.IsPositive(damaged);
        }
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tells_a_positive_decision_at_a_glance(bool decision)
    {
        ScoredEvent scored = Sample() with { Decision = decision, Payload = """{"decision":1,"x":"\"hamf\":1,\"decision\":1,"}"""u8.ToArray() };

        byte[] record = Write(scored);

        Assert.Equal(decision, ScoredEventReader.Read(record).Decision);
        Assert.Equal(decision, ScoredEventReader.IsPositive(record));
    }

    [Fact]
    public void Is_valid_json_without_repeated_names()
    {
        byte[] record = Write(Sample() with { Payload = """{"event_id":"own","detector":1,"reasons":0,"entity":1}"""u8.ToArray() });

        JsonElement root = JsonDocument.Parse(record).RootElement[0];

        string[] names = root.EnumerateObject().Select(p => p.Name).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.Equal("own", root.GetProperty("event_id").GetString());
        Assert.Equal("id-1", root.GetProperty("hamf_event_id").GetString());
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{ "b":2, "a" : 1 }""", true)]
    [InlineData("""{"a":1,"b":2}""", """{"a":2,"b":1}""", false)]
    [InlineData("""{"a":1}""", """{"a":1.0}""", false)]
    [InlineData("""{"ab":"c"}""", """{"a":"bc"}""", false)]
    [InlineData("""{}""", """{"a":null}""", false)]
    public void Digests_members_whatever_their_order(string one, string other, bool same)
    {
        PayloadMembers first = new();
        PayloadMembers second = new();
        first.Read(Encoding.UTF8.GetBytes(one));
        second.Read(Encoding.UTF8.GetBytes(other));

        Assert.Equal(same, first.Digest == second.Digest);
    }

    [Fact]
    public void Digest_stays_what_it_was_in_earlier_versions()
    {
        PayloadMembers members = new();
        members.Read("""{"id":"a","amt":12.5,"long member name":"a value of more than eight bytes"}"""u8);

        Assert.Equal(12815848884080868562, members.Digest);
    }

    private static ScoredEvent Sample() => new()
    {
        EventId = "id-1",
        Detector = "pay",
        TimeMs = 1_600_000_000_123,
        Entity = "4497913965512794052",
        Score = 0.123456789012345678,
        Threshold = 0.1,
        Decision = true,
        ModelVersion = 3,
        ScoredAtMs = 1_600_000_000_456,
        Reasons = [new Reason("amount", "1,200", 1.25), new Reason("hour", "3", 0.1)],
        Payload = """{"amt":1}"""u8.ToArray(),
    };

    private static ScoredEvent RoundTrip(ScoredEvent scored) => ScoredEventReader.Read(Write(scored));

    private static byte[] Write(ScoredEvent scored)
    {
        PayloadMembers members = new();
        JsonBytes bytes = new();
        members.Read(scored.Payload.Span);
        new ScoredEventJson(scored.Detector, "is_fraud").Write(bytes, scored, members);
        return bytes.Slice(0, bytes.Length).ToArray();
    }
}
