using System.Net;
using System.Text;
using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Odd calls to every route of this API: each is answered, none with a fault of the server, every refusal in the API's form.</summary>
public sealed class WireFuzzTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private static readonly string[] Posts =
    [
        "experiments/create", "experiments/search", "experiments/update", "experiments/delete", "experiments/restore", "experiments/set-experiment-tag",
        "experiments/delete-experiment-tag", "runs/create", "runs/update", "runs/delete", "runs/restore", "runs/search", "runs/log-metric",
        "runs/log-parameter", "runs/log-batch", "runs/log-inputs", "runs/log-model", "runs/outputs", "runs/set-tag", "runs/delete-tag",
        "logged-models", "logged-models/search", "logged-models/m-1/params",
    ];

    private static readonly string[] Gets =
    [
        "experiments/get", "experiments/get-by-name", "experiments/search", "runs/get", "metrics/get-history", "metrics/get-history-bulk",
        "metrics/get-history-bulk-interval", "logged-models/m-1",
    ];

    private static readonly string[] Fields =
    [
        "run_id", "run_uuid", "experiment_id", "experiment_ids", "experiment_name", "name", "new_name", "key", "value", "timestamp", "step", "metrics", "params",
        "tags", "filter", "order_by", "max_results", "page_token", "view_type", "run_view_type", "status", "end_time", "start_time", "run_name", "user_id",
        "datasets", "models", "model_json", "model_id", "metric_key", "run_ids", "artifact_location", "model_type", "source_run_id", "start_step", "end_step",
    ];

    private static readonly string[] Texts =
    [
        "", "0", "1", "abc", "NaN", "-1", "9223372036854775807", "99999999999999999999", "ä", "\u202E", "😀", "a\u0000b", "../../etc/passwd", "' or 1=1 --",
        "metrics.x > 1", "name LIKE '%", "eyJvZmZzZXQiOiAxfQ==", "{\"a\":", "ACTIVE_ONLY", "%00", "\r\n", "a/b", "\uFFFF",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Bodies(int seed)
    {
        string run = await server.NewRunAsync();
        var random = new Random(seed);
        foreach (string path in Posts.SelectMany(path => Enumerable.Repeat(path, 15)))
        {
            string body = Body(random, run);
            using HttpRequestMessage request = new(HttpMethod.Post, $"/{(random.Next(2) == 0 ? "api" : "ajax-api")}/2.0/mlflow/{path}")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            await AnsweredAsync(request, $"{path} {body}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Queries(int seed)
    {
        var random = new Random(seed);
        foreach (string path in Gets.SelectMany(path => Enumerable.Repeat(path, 25)))
        {
            string query = string.Join('&', Enumerable.Range(0, random.Next(6)).Select(_ => $"{Pick(random, Fields)}={Uri.EscapeDataString(Pick(random, Texts))}"));
            using HttpRequestMessage request = new(HttpMethod.Get, $"/api/2.0/mlflow/{path}?{query}");
            await AnsweredAsync(request, $"{path}?{query}");
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"run_id\": \"\\ud800\"}")]
    [InlineData("{\"a\": NaN, \"run_id\": \"\\udc00\"}")]
    public async Task A_body_that_is_no_object_never_succeeds(string body)
    {
        foreach (string path in Posts.Where(path => path is not ("runs/create" or "experiments/search" or "runs/search") || body.Length > 0))
        {
            MlflowAnswer answer = await server.SendTextAsync(HttpMethod.Post, path, body);
            answer.Refused((int)answer.Status is 404 ? 404 : 400, (int)answer.Status is 404 ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_PARAMETER_VALUE");
        }
    }

    private async Task AnsweredAsync(HttpRequestMessage request, string what)
    {
        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
        string text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True((int)response.StatusCode < 500, $"{what}\n{(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using JsonDocument answer = JsonDocument.Parse(text);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            Assert.True(answer.RootElement.TryGetProperty("error_code", out _) && answer.RootElement.TryGetProperty("message", out _), $"{what}\n{text}");
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("SQLite", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Body(Random random, string run)
    {
        if (random.Next(20) == 0)
        {
            return string.Concat(Enumerable.Repeat("[", random.Next(200)));
        }

        IEnumerable<string> fields = Enumerable.Range(0, random.Next(1, 10)).Select(_ => $"{Json(Pick(random, Fields))}: {Value(random, depth: 0)}");
        string whole = "{" + string.Join(", ", random.Next(3) > 0 ? fields.Prepend($"\"run_id\": \"{run}\"") : fields) + "}";
        return random.Next(15) == 0 ? whole[..random.Next(whole.Length)] : whole;
    }

    private static string Value(Random random, int depth) => random.Next(depth > 3 ? 8 : 11) switch
    {
        0 => "null",
        1 => "true",
        2 => Pick(random, ["0", "-1", "1.5", "1e400", "-0", "9223372036854775808", "1e18", "3.0"]),
        3 => Pick(random, ["NaN", "Infinity", "-Infinity", "nan"]),
        4 => Json(new string('x', random.Next(9000))),
        5 or 6 or 7 => Json(Pick(random, Texts)),
        8 => "[" + string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))) + "]",
        _ => "{" + string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => $"{Json(Pick(random, Fields))}: {Value(random, depth + 1)}")) + "}",
    };

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
