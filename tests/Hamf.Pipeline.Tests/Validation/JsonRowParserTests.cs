using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;
using Hamf.Pipeline.Validation;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Validation;

public sealed class JsonRowParserTests
{
    private static readonly EventSchema Schema = Schemas.Card();

    [Theory]
    [InlineData("""{"trans_num":"k","trans_date_trans_time":"2020-06-21 00:01:56","cc_num":4523761049755000017,"amt":4.49,"zip":"08033","is_fraud":1}""")]
    [InlineData("""{"is_fraud":"1","zip":"08033","amt":"4.49","cc_num":"4523761049755000017","trans_date_trans_time":1592697716000,"trans_num":"k"}""")]
    [InlineData("""{"is_fraud":true,"zip":"0\u0038033","amt":449e-2,"cc_num":4523761049755000017,"current_time":"1592697716000","trans_num":"k","other":[{"x":[]}]}""")]
    [InlineData("""{"current_time":"no time","trans_date_trans_time":"2020-06-21 00:01:56","is_fraud":"yes","z\u0069p":"08033","amt":4.49,"cc_num":4523761049755000017,"trans_num":"k"}""")]
    public void Reads_the_same_row_from_every_way_of_writing_it(string json)
    {
        (Row row, List<Reject> rejects) = Read(json);

        Assert.Empty(rejects);
        Assert.Equal(4523761049755000017, row.Integer(Schema.IndexOf("cc_num")));
        Assert.Equal(4.49, row.Number(Schema.IndexOf("amt")));
        Assert.Equal("08033", row.Text(Schema.IndexOf("zip")));
        Assert.Equal(1592697716000, row.TimeMs);
        Assert.True(row.Label);
    }

    [Fact]
    public void Keeps_the_written_form_of_a_number_in_a_text_column()
    {
        (Row row, _) = Read("""{"trans_num":1e3,"zip":8033.00}""");

        Assert.Equal("1e3", row.Key);
        Assert.Equal("8033.00", row.Text(Schema.IndexOf("zip")));
    }

    [Fact]
    public void Names_every_fault_in_schema_order()
    {
        (_, List<Reject> rejects) = Read("""{"is_fraud":2,"amt":null,"cc_num":4523761049755000017.5,"trans_num":{"a":1},"zip":"x","zip":"y"}""");

        Assert.Equal(
            [
                new Reject(7, "trans_num", "a single value, not an object or array", ""),
                new Reject(7, "trans_date_trans_time", "a value: the column is not nullable", ""),
                new Reject(7, "cc_num", "a whole number", "45***"),
                new Reject(7, "amt", "a value: the column is not nullable", ""),
                new Reject(7, "zip", "given once", ""),
                new Reject(7, "is_fraud", "true or false", "2"),
            ],
            rejects);
    }

    [Fact]
    public void Takes_an_absent_label_as_unknown_and_absent_nullable_cells_as_missing()
    {
        (Row row, List<Reject> rejects) = Read("""{"trans_num":"k","current_time":1,"cc_num":1,"amt":1}""");

        Assert.Empty(rejects);
        Assert.Null(row.Label);
        Assert.True(row.IsMissing(Schema.IndexOf("zip")));
        Assert.True(double.IsNaN(row.Number(Schema.IndexOf("zip"))));
    }

    [Fact]
    public void Forgets_the_row_before()
    {
        var parser = new JsonRowParser(Schema);
        var row = new Row(Schema);
        var rejects = new List<Reject>();
        foreach (string json in new[] { """{"trans_num":"k","current_time":1,"cc_num":1,"amt":1,"zip":"1"}""", """{"trans_num":"k","current_time":1,"cc_num":1,"amt":1}""" })
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            Assert.True(parser.TryRead(ref reader, row, 1, rejects));
        }

        Assert.True(row.IsMissing(Schema.IndexOf("zip")));
    }

    [Fact]
    public void Leaves_the_reader_at_the_objects_end()
    {
        var reader = new Utf8JsonReader("""[{"amt":1},{"amt":[2]}]"""u8);
        reader.Read();
        var parser = new JsonRowParser(Schemas.Single(Schemas.Column("amt", ColumnType.Number)));
        var row = new Row(parser.Schema);
        var rejects = new List<Reject>();

        reader.Read();
        Assert.True(parser.TryRead(ref reader, row, 1, rejects));
        Assert.Equal(JsonTokenType.EndObject, reader.TokenType);
        reader.Read();
        Assert.False(parser.TryRead(ref reader, row, 2, rejects));
        Assert.Equal(JsonTokenType.EndObject, reader.TokenType);
        reader.Read();
        Assert.Equal(JsonTokenType.EndArray, reader.TokenType);
    }

    [Theory]
    [InlineData("5", "a number")]
    [InlineData("[{}]", "an array")]
    [InlineData("null", "null")]
    [InlineData("\"x\"", "a string")]
    public void Rejects_what_is_no_object(string json, string found)
    {
        (_, List<Reject> rejects) = Read(json);

        Assert.Equal(new Reject(7, "", "a JSON object", found), Assert.Single(rejects));
    }

    [Fact]
    public void Rejects_half_a_surrogate_pair_and_bytes_that_are_not_utf8()
    {
        (_, List<Reject> rejects) = Read("""{"trans_num":"\ud800","current_time":1,"cc_num":1,"amt":1}""");
        Assert.Equal(new Reject(7, "trans_num", "valid UTF-8", ""), Assert.Single(rejects));

        (_, rejects) = Read(Encoding.Latin1.GetBytes("{\"trans_num\":\"caf\u00e9\",\"current_time\":1,\"cc_num\":1,\"amt\":1,\"\u00e9\":1,\"\\ud800\":2}"));
        Assert.Equal("valid UTF-8", Assert.Single(rejects).Rule);
    }

    [Fact]
    public void One_member_fills_all_columns_that_name_it()
    {
        EventSchema schema = new(
        [
            Schemas.Column("a", ColumnType.Integer) with { Aliases = ["t"] }, Schemas.Column("b", ColumnType.Text) with { Aliases = ["t"] },
        ]);
        var row = new Row(schema);
        var reader = new Utf8JsonReader("""{"t":12}"""u8);

        Assert.True(new JsonRowParser(schema).TryRead(ref reader, row, 1, []));

        Assert.Equal(12, row.Integer(0));
        Assert.Equal("12", row.Text(1));
    }

    [Fact]
    public void Random_json_never_throws_anything_but_a_json_fault()
    {
        byte[] whole = Encoding.UTF8.GetBytes(
            """{"trans_num":"k\n","trans_date_trans_time":"2020-06-21 00:01:56","cc_num":4523761049755000017,"amt":4.49,"zip":"08033","is_fraud":1,"x":[{}]}""");
        var parser = new JsonRowParser(Schema);
        var row = new Row(Schema);
        Seeds.ForEach(1000, random =>
        {
            byte[] json = (byte[])whole.Clone();
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                json[random.Next(json.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : whole[random.Next(whole.Length)];
            }

            var rejects = new List<Reject>();
            try
            {
                var reader = new Utf8JsonReader(json.AsSpan(0, random.Next(json.Length + 1)));
                Assert.Equal(parser.TryRead(ref reader, row, 1, rejects), rejects.Count == 0);
            }
            catch (JsonException)
            {
            }
        });
    }

    private static (Row Row, List<Reject> Rejects) Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static (Row Row, List<Reject> Rejects) Read(byte[] json)
    {
        var row = new Row(Schema);
        var rejects = new List<Reject>();
        var reader = new Utf8JsonReader(json);
        bool ok = new JsonRowParser(Schema).TryRead(ref reader, row, 7, rejects);
        Assert.Equal(ok, rejects.Count == 0);
        return (row, rejects);
    }
}
