using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;
using Hamf.Pipeline.Validation;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Intake;

public sealed class EventPayloadTests
{
    private const string Raw21 =
        """
        {"columns":["cc_num","merchant","category","amt","first","last","gender","street","city","state","zip","lat","long","city_pop","job","dob","trans_num","merch_lat","merch_long","is_fraud","current_time"],
        "index":[301199],
        "data":[[4523761049755000017,"fraud_Kirlin and Sons","personal_care",2.86,"Jeff","Elliott","M","351 Darlene Green","Columbia","SC","08033",33.9659,-80.9355,333497,"Mechanical engineer","1968-03-19","2da90c7d74bd46a0caf3777415b3ebd3",33.986391,-81.200714,0,1592697716000]]}
        """;

    private const string Full22 =
        """
        {"columns":["trans_date_trans_time","cc_num","merchant","category","amt","first","last","gender","street","city","state","zip","lat","long","city_pop","job","dob","trans_num","unix_time","merch_lat","merch_long","is_fraud"],
        "index":[1],
        "data":[["2020-06-21 00:01:56","4523761049755000017","fraud_Kirlin and Sons","personal_care",2.86,"Jeff","Elliott","M","351 Darlene Green","Columbia","SC","08033",33.9659,-80.9355,333497,"Mechanical engineer","1968-03-19","2da90c7d74bd46a0caf3777415b3ebd3",1592697716000,33.986391,-81.200714,0]]}
        """;

    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", PayloadShape.FlatObject, """{"a":1,"b":"x"}""")]
    [InlineData(""" {"data":5} """, PayloadShape.FlatObject, """{"data":5}""")]
    [InlineData("""[{"a":1},{"a":2}]""", PayloadShape.Records, """{"a":1}|{"a":2}""")]
    [InlineData("[]", PayloadShape.Records, "")]
    [InlineData("""{"data":[{"a":1},{"a":2}]}""", PayloadShape.Data, """{"a":1}|{"a":2}""")]
    [InlineData("""{"data":[]}""", PayloadShape.Data, "")]
    [InlineData("""{"columns":["a","b\n"],"index":[7,8],"data":[[1e3,"x\""],[null,true]]}""", PayloadShape.Split, """{"a":1e3,"b\n":"x\""}|{"a":null,"b\n":true}""")]
    [InlineData("""{"data":[[12345678901234567890]],"columns":["a"]}""", PayloadShape.Split, """{"a":12345678901234567890}""")]
    [InlineData("""{"columns":[],"data":[[]]}""", PayloadShape.Split, "{}")]
    [InlineData(""" "{\"a\":1}" """, PayloadShape.FlatObject, """{"a":1}""")]
    [InlineData("""
        "\"{\\\"data\\\":[{\\\"a\\\":1}]}\""
        """, PayloadShape.Data, """{"a":1}""")]
    [InlineData("\ufeff{\"a\":1}", PayloadShape.FlatObject, """{"a":1}""")]
    public void Takes_every_shape_apart(string body, PayloadShape shape, string events)
    {
        EventPayload payload = Parse(body);

        Assert.Equal(shape, payload.Shape);
        Assert.Equal(events, string.Join('|', payload.Events.Select(e => Encoding.UTF8.GetString(e.Span))));
    }

    [Theory]
    [InlineData("", 0, "The body is empty; expected a JSON object.")]
    [InlineData("5", 0, "The body is a single JSON value; expected an object, or an array of objects.")]
    [InlineData("\"\"", 0, "The body is not valid JSON (line 1, byte 1), or nested deeper than 16 levels.")]
    [InlineData("{\"a\":1} x", 0, "The body is not valid JSON (line 1, byte 9), or nested deeper than 16 levels.")]
    [InlineData("[{\"a\":1},5]", 2, "Row 2 is not a JSON object; rows without 'columns' are objects.")]
    [InlineData("{\"data\":[[1]]}", 1, "Row 1 is not a JSON object; rows without 'columns' are objects.")]
    [InlineData("{\"columns\":[\"a\"]}", 0, "The body has an array 'columns' but no array 'data' with the rows.")]
    [InlineData("{\"columns\":[\"a\",\"a\"],\"data\":[]}", 0, "Name 2 in 'columns' occurs twice.")]
    [InlineData("{\"columns\":[1],\"data\":[]}", 0, "Name 1 in 'columns' is not a string.")]
    [InlineData("{\"columns\":[\"a\"],\"data\":[[1],[1,2]]}", 2, "Row 2 has 2 values; expected 1, one per name in 'columns'.")]
    [InlineData("{\"columns\":[\"a\"],\"data\":[[1],[]]}", 2, "Row 2 has 0 values; expected 1, one per name in 'columns'.")]
    [InlineData("{\"columns\":[\"a\"],\"data\":[[{}]]}", 1, "Row 1 has an object or array as value 1; expected single values.")]
    [InlineData("{\"columns\":[\"a\"],\"data\":[{\"a\":1}]}", 1, "Row 1 is not an array of values, as 'columns' asks for.")]
    [InlineData("\"\\ud800\"", 0, "The JSON string of the body is not valid text: half a surrogate pair.")]
    public void Says_what_is_wrong(string body, int rowNumber, string message)
    {
        Assert.False(EventPayload.TryParse(Encoding.UTF8.GetBytes(body), new PayloadLimits(), out _, out PayloadFault? fault));

        Assert.Equal(new PayloadFault(message, rowNumber), fault);
    }

    [Fact]
    public void Refuses_bodies_beyond_the_limits()
    {
        Assert.Contains("at most 5 are accepted", Fault("{\"a\":1}", new PayloadLimits { BodyBytesMax = 5 }), StringComparison.Ordinal);
        Assert.Contains("more than 2 rows", Fault("[{},{},{}]", new PayloadLimits { EventsMax = 2 }), StringComparison.Ordinal);
        Assert.Contains("deeper than 16 levels", Fault("{\"a\":" + new string('[', 16), new PayloadLimits()), StringComparison.Ordinal);
        string encoded = "{}";
        for (int i = 0; i < 4; i++)
        {
            encoded = JsonSerializer.Serialize(encoded);
        }

        Assert.Contains("single JSON value", Fault(encoded, new PayloadLimits()), StringComparison.Ordinal);
        Assert.Contains("UTF-8", Fault([0x22, 0xFF, 0x22], new PayloadLimits()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Raw21)]
    [InlineData(Full22)]
    public void Both_forms_of_a_card_payment_become_the_same_row(string body)
    {
        foreach (string encoded in new[] { body, JsonSerializer.Serialize(body) })
        {
            ReadOnlyMemory<byte> only = Assert.Single(Parse(encoded).Events);
            var row = new Row(Schemas.Sparkov());
            var rejects = new List<Reject>();
            var reader = new Utf8JsonReader(only.Span);

            Assert.True(new JsonRowParser(row.Schema).TryRead(ref reader, row, 1, rejects));

            Assert.Empty(rejects);
            Assert.Equal(1592697716000, row.TimeMs);
            Assert.Equal("4523761049755000017", row.TextOf(row.Schema.EntityIndex));
            Assert.Equal("2da90c7d74bd46a0caf3777415b3ebd3", row.Key);
            Assert.Equal("08033", row.Text(row.Schema.IndexOf("zip")));
            Assert.False(row.Label);
        }
    }

    [Fact]
    public void Random_bytes_and_damaged_bodies_are_faults_never_exceptions()
    {
        byte[] whole = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Full22));
        Seeds.ForEach(300, random =>
        {
            byte[] body = random.Next(2) == 0 ? new byte[random.Next(200)] : (byte[])whole.Clone();
            if (body.Length != whole.Length)
            {
                random.NextBytes(body);
            }

            for (int i = random.Next(5); i > 0 && body.Length > 0; i--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            bool ok = EventPayload.TryParse(body.AsMemory(0, random.Next(body.Length + 1)), new PayloadLimits(), out EventPayload? payload, out PayloadFault? fault);

            Assert.Equal(ok, payload is not null);
            Assert.Equal(!ok, fault is not null);
        });
    }

    private static EventPayload Parse(string body)
    {
        bool ok = EventPayload.TryParse(Encoding.UTF8.GetBytes(body), new PayloadLimits(), out EventPayload? payload, out PayloadFault? fault);
        Assert.True(ok, fault?.Message);
        return payload!;
    }

    private static string Fault(string body, PayloadLimits limits) => Fault(Encoding.UTF8.GetBytes(body), limits);

    private static string Fault(byte[] body, PayloadLimits limits)
    {
        Assert.False(EventPayload.TryParse(body, limits, out _, out PayloadFault? fault));
        return fault.Message;
    }
}
