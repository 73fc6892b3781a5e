using System.Net;
using System.Text.Json;
using Hamf.Pipeline.Rows;

namespace Hamf.Server.Tests.Api;

public sealed class PredictApiTests
{
    [Fact]
    public async Task Answers_one_flat_event_with_its_probability_only()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        JsonElement low = (await server.PostAsync("/predict", CardData.Payment("a", 12))).Ok();
        JsonElement high = (await server.PostAsync("/predict", CardData.Payment("b", 990, "shopping_net"))).Ok();

        Assert.Equal(["fraud_probability"], low.EnumerateObject().Select(p => p.Name));
        Assert.InRange(low.GetProperty("fraud_probability").GetDouble(), 0, 0.4);
        Assert.InRange(high.GetProperty("fraud_probability").GetDouble(), 0.6, 1);
    }

    [Fact]
    public async Task Answers_records_with_decisions_in_their_order()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        Answer answer = await server.PostAsync(
            "/predict", $$"""{"data":[{{CardData.Payment("a", 12)}},{{CardData.Payment("b", 990, "shopping_net")}}]}""");

        Assert.Equal("""{"predictions":[0,1]}""", answer.Text);
        Assert.Equal("""{"predictions":[]}""", (await server.PostAsync("/predict", """{"data":[]}""")).Text);
    }

    [Fact]
    public async Task Answers_the_split_form_with_a_text_and_drops_no_row()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string columns = JsonSerializer.Serialize(CardData.Columns);
        string low = CardData.PaymentCells("a", 12);
        string high = CardData.PaymentCells("b", 990, "shopping_net");

        Answer one = await server.PostAsync("/predict", $$"""{"columns":{{columns}},"index":[301199],"data":[{{low}}]}""");
        Answer two = await server.PostAsync("/predict", $$"""{"index":[1,2],"data":[{{low}},{{high}}],"columns":{{columns}}}""");

        Assert.Equal("""{"prediction":"0"}""", one.Text);
        Assert.Equal("""{"predictions":["0","1"]}""", two.Text);
    }

    [Fact]
    public async Task Answers_a_lone_url_with_label_score_and_reasons()
    {
        await using TestServer server = await TestServer.StartAsync(home => TrainedModels.RegisterUrls(home));

        JsonElement bad = (await server.PostAsync(
            "/predict", """{"url":"http://secure-login-update-9.account-check.example/"}""")).Ok();
        JsonElement good = (await server.PostAsync("/predict", """{"url":"http://shop3.example/"}""")).Ok();

        Assert.Equal("phishing", bad.GetProperty("label").GetString());
        Assert.Equal("legitimate", good.GetProperty("label").GetString());
        Assert.Equal("http://shop3.example/", good.GetProperty("url").GetString());
        Assert.True(bad.GetProperty("score").GetDouble() > good.GetProperty("score").GetDouble());
        Assert.NotEqual(0, bad.GetProperty("reasons").GetArrayLength());
    }

    [Theory]
    [InlineData("/predict?details=true", null)]
    [InlineData("/predict", "return=representation")]
    [InlineData("/models/card-fraud/predict", null)]
    public async Task Tells_everything_when_asked_to_or_when_the_model_is_named(string path, string? prefer)
    {
        await using TestServer server = await TestServer.WithCardAsync();
        (string, string)[] headers = prefer is null ? [] : [("Prefer", prefer)];

        JsonElement answer = (await server.PostAsync(path, CardData.Payment("b", 990, "shopping_net"), headers)).Ok();

        Assert.Equal("b", answer.GetProperty("event_id").GetString());
        Assert.Equal("card-fraud", answer.GetProperty("model").GetString());
        Assert.Equal(1, answer.GetProperty("version").GetInt32());
        Assert.Equal(1, answer.GetProperty("decision").GetInt32());
        Assert.True(answer.GetProperty("score").GetDouble() >= answer.GetProperty("threshold").GetDouble());
        Assert.True(answer.GetProperty("reasons")[0].TryGetProperty("contribution", out _));
    }

    [Fact]
    public async Task Tells_little_about_a_named_model_when_asked_to()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        Answer answer = await server.PostAsync("/models/card-fraud/predict?details=false", CardData.Payment("a"));

        Assert.True(answer.Ok().TryGetProperty("fraud_probability", out _));
    }

    [Fact]
    public async Task Names_every_field_and_row_that_is_not_acceptable()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string wrong = CardData.Payment("b").Replace("\"amt\":12.50", "\"amt\":\"ten\"", StringComparison.Ordinal)
            .Replace("\"lat\":33.9659", "\"lat\":133", StringComparison.Ordinal);

        JsonElement problem = (await server.PostAsync("/predict", $$"""{"data":[{{CardData.Payment("a")}},{{wrong}}]}"""))
            .Problem(422, "invalid_values");

        Assert.Equal([(2, "amt"), (2, "lat")],
            problem.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("row").GetInt32(), e.GetProperty("field").GetString()!)));
        Assert.StartsWith("Prediction failed: ", problem.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_missing_fields()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        JsonElement problem = (await server.PostAsync("/predict", """{"amt":1}""")).Problem(422, "invalid_values");

        Assert.Contains("merchant", problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Never_shows_a_whole_card_number_in_an_error()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        Answer answer = await server.PostAsync(
            "/predict", CardData.Payment("a").Replace("4111111111110000", "\"4111-1111-1111-0000x\"", StringComparison.Ordinal));

        answer.Problem(422, "invalid_values");
        Assert.DoesNotContain("1111-1111", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"amt\":1")]
    [InlineData("{\"amt\":NaN}")]
    [InlineData("{\"data\":[1]}")]
    [InlineData("{\"data\":[{}],\"data\":[{}]}")]
    [InlineData("{\"columns\":[\"a\"],\"data\":[[1,2]]}")]
    [InlineData("{\"columns\":[\"a\",\"a\"],\"data\":[[1,2]]}")]
    [InlineData("{\"columns\":[\"a\"],\"data\":{}}")]
    [InlineData("{\"columns\":[1]}")]
    [InlineData("{} {}")]
    [InlineData("{\"data\":5}")]
    [InlineData("{\"columns\":\"a\"}")]
    public async Task Says_what_is_wrong_with_a_malformed_body(string body)
    {
        await using TestServer server = await TestServer.WithCardAsync();

        JsonElement problem = (await server.PostAsync("/predict", body)).Problem(400, "malformed_request");

        Assert.StartsWith("No input data provided: ", problem.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_line_and_byte_of_a_fault_of_JSON_in_words()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        JsonElement problem = (await server.PostAsync("/predict", "{\n\"amt\": ,}")).Problem(400, "malformed_request");

        Assert.Equal(
            "The body is not JSON as expected (line 2, byte 8): ',' is an invalid start of a value.",
            problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Refuses_other_content_types_and_encodings()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        foreach (string? type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", null })
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/predict") { Content = new ByteArrayContent("{}"u8.ToArray()) };
            if (type is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            (await server.SendAsync(request)).Problem(415, "unsupported_media_type");
        }
    }

    [Fact]
    public async Task Refuses_bodies_and_row_counts_above_the_limits()
    {
        await using TestServer server = await TestServer.WithCardAsync(new HamfServerOptions { MaxBodyBytes = 4096, MaxRows = 2 });

        (await server.PostAsync("/predict", new string(' ', 5000) + "{}")).Problem(413, "too_large");
        (await server.PostAsync("/predict", """{"data":[{},{},{}]}""")).Problem(413, "too_many_rows");
        using HttpRequestMessage chunked = new(HttpMethod.Post, "/predict") { Content = new StringContent(new string(' ', 9000)) };
        chunked.Content.Headers.ContentType = new("application/json");
        chunked.Headers.TransferEncodingChunked = true;
        (await server.SendAsync(chunked)).Problem(413, "too_large");
    }

    [Theory]
    [InlineData("/predict")]
    [InlineData("/events")]
    [InlineData("/models/card-fraud/predict")]
    [InlineData("/models/card-fraud/events")]
    [InlineData("/labels")]
    [InlineData("/models/card-fraud/aliases/champion")]
    public async Task Takes_bodies_of_16_levels_and_none_deeper_also_where_nobody_reads(string path)
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string flat = path == "/labels" ? """{"event_id":"a","verdict":1}"""
            : path.EndsWith("champion", StringComparison.Ordinal) ? """{"version":1}"""
            : CardData.Payment("a");

        Answer deepest = await server.PostAsync(path, Nested(flat, RowLimits.DepthMax - 1));
        Answer deeper = await server.PostAsync(path, Nested(flat, RowLimits.DepthMax));

        Assert.InRange((int)deepest.Status, 200, 202);
        deeper.Problem(400, "malformed_request");
        if (path.EndsWith("predict", StringComparison.Ordinal))
        {
            (await server.PostAsync(path, $$"""{"data":[{{Nested(flat, RowLimits.DepthMax - 3)}}]}""")).Ok();
            (await server.PostAsync(path, $$"""{"data":[{{Nested(flat, RowLimits.DepthMax - 2)}}]}""")).Problem(400, "malformed_request");
        }
    }

    [Fact]
    public void Limits_of_the_server_are_those_of_rows_and_of_the_guides()
    {
        string serving = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "serving.md"));
        string rows = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "rows.md"));

        Assert.Equal(RowLimits.RequestBytesMax, new HamfServerOptions().MaxBodyBytes);
        Assert.Equal(RowLimits.EventsMax, new HamfServerOptions().MaxRows);
        Assert.Contains($"nested deeper than {RowLimits.DepthMax} levels", serving, StringComparison.Ordinal);
        Assert.Contains($"more than {RowLimits.RequestBytesMax >> 20} MiB, or {RowLimits.EventsMax:N0} rows", serving, StringComparison.Ordinal);
        Assert.Contains($"{RowLimits.EventsMax:N0} events, {RowLimits.ColumnsMax:N0} columns, {RowLimits.DepthMax} levels of nesting", rows, StringComparison.Ordinal);
        Assert.Contains($"{RowLimits.LineBytesMax >> 20} MiB as a record of a topic", rows, StringComparison.Ordinal);
        Assert.Contains($"{RowLimits.RequestBytesMax >> 20} MiB as a REST request", rows, StringComparison.Ordinal);
    }

    private static string Nested(string flat, int levels) => flat.TrimEnd()[..^1] + ",\"unread\":" + new string('[', levels) + new string(']', levels) + "}";

    [Fact]
    public async Task Reads_a_byte_order_mark_and_escapes()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        (await server.PostAsync("/predict", "\uFEFF" + CardData.Payment("a"))).Ok();
        (await server.PostAsync("/predict", CardData.Payment("\\u00e9"))).Ok();
        (await server.PostAsync("/predict", CardData.Payment("\\ud800"))).Problem(400, "malformed_request");
    }

    [Fact]
    public async Task Is_not_ready_without_a_champion()
    {
        await using TestServer server = await TestServer.StartAsync();

        (await server.PostAsync("/predict", "{}")).Problem(503, "model_not_loaded");
        (await server.PostAsync("/models/nobody/predict", "{}")).Problem(404, "not_found");
        (await server.GetAsync("/ready")).Problem(503, "not_ready");
        Assert.Equal("""{"status":"ok"}""", (await server.GetAsync("/health")).Text);
    }

    [Fact]
    public async Task Names_the_detectors_when_there_are_several_and_no_default()
    {
        static void Both(Memory.MemoryHome home)
        {
            TrainedModels.RegisterCard(home);
            TrainedModels.RegisterUrls(home);
        }

        await using TestServer open = await TestServer.StartAsync(Both);
        await using TestServer chosen = await TestServer.StartAsync(Both, new HamfServerOptions { DefaultDetector = "card-fraud" });

        JsonElement problem = (await open.PostAsync("/predict", CardData.Payment("a"))).Problem(409, "several_detectors");
        Answer answer = await chosen.PostAsync("/predict", CardData.Payment("a"));

        Assert.Equal(["card-fraud", "phishing"], problem.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        answer.Ok();
        (await open.PostAsync("/models/phishing/predict", """{"url":"http://shop3.example/"}""")).Ok();
    }

    [Fact]
    public async Task Answers_are_of_known_length()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        Answer answer = await server.PostAsync("/predict", CardData.Payment("a"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(answer.Text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Headers["Content-Length"]);
    }
}
