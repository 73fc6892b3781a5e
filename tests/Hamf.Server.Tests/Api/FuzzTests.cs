using System.Net;
using System.Text;
using Hamf.TestKit;

namespace Hamf.Server.Tests.Api;

/// <summary>No input gives a 500, breaks the connection, or logs an error.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Paths =
        ["/predict", "/models/card-fraud/predict", "/events", "/labels", "/models/card-fraud/aliases/champion", "/models/card-fraud/rollback"];

    private static readonly string[] Values =
    [
        "null", "true", "-0", "1e999", "-1e999", "1e-999", "123456789012345678901234567890", "0.1e1000000", "\"\"", "\"x\"", "\"\\u0000\"",
        "\"\\ud83d\\ude00\"", "[]", "{}", "[[[]]]", "{\"a\":{\"b\":1}}", "\"2026-13-45 99:99:99\"", "9223372036854775808", "-9223372036854775809",
        "\"9223372036854775807\"", "1.5", "\"NaN\"", "\"Infinity\"", "\"٣\"", "253402300800000", "-62135596800001",
    ];

    [Fact]
    public async Task Hostile_bodies_are_answered_with_reasons()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string[] bodies =
        [
            new string('[', 100_000), string.Concat(Enumerable.Repeat("{\"a\":", 100)), "{\"data\":" + new string('[', 200),
            "{\"a\":" + new string('9', 200_000) + "}", "{\"" + new string('k', 300_000) + "\":1}", "{\"a\":1,\"a\":2}",
            CardData.Payment("a")[..^1] + ",\"amt\":3}", "{\"data\":null}", "{\"columns\":[],\"data\":[[]]}", "{\"columns\":[],\"data\":[]}",
            "{\"columns\":null,\"data\":[]}", "{\"index\":[1],\"data\":[[1]]}", "{\"data\":[[1]]}", "\u0000", "{\"a\":\"\u0001\"}", "/**/{}",
            "{'a':1}", "{\"a\":1,}", "tru", "-", "1", "\"\\", "{\"data\":[{}", "{\"url\":5}", "{\"url\":\"x\"}", "[null]", "[[]]", "[{}]",
        ];

        foreach (string path in Paths)
        {
            foreach (string body in bodies)
            {
                await Check(server, path, Encoding.UTF8.GetBytes(body), "application/json");
            }

            await Check(server, path, Encoding.Unicode.GetBytes("{\"a\":1}"), "application/json");
            await Check(server, path, [0xFF, 0xFE, 0x00], "application/json");
            await Check(server, path, [.. "{\"trans_num\":\""u8, 0xC3, 0x28, .. "\"}"u8], "application/json");
        }

        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Every_field_may_hold_anything()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string payment = CardData.Payment("a");
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(payment);
        foreach (System.Text.Json.JsonProperty field in document.RootElement.EnumerateObject())
        {
            foreach (string value in Values)
            {
                string body = payment.Replace($"\"{field.Name}\":{field.Value.GetRawText()}", $"\"{field.Name}\":{value}", StringComparison.Ordinal);
                await Check(server, "/predict?details=true", Encoding.UTF8.GetBytes(body), "application/json");
            }
        }

        foreach (string value in Values)
        {
            await Check(server, "/labels", Encoding.UTF8.GetBytes($$"""{"event_id":{{value}},"verdict":{{value}},"source":{{value}},"time":{{value}}}"""), "application/json");
            await Check(server, "/models/card-fraud/aliases/champion", Encoding.UTF8.GetBytes($$"""{"version":{{value}},"reason":{{value}}}"""), "application/json");
        }

        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Random_and_damaged_bytes_are_answered_with_reasons()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        byte[] valid = Encoding.UTF8.GetBytes(CardData.Payment("a"));
        Seeds.ForEach(60, random =>
        {
            byte[] noise = new byte[random.Next(1, 400)];
            random.NextBytes(noise);
            byte[] damaged = [.. valid];
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            string path = Paths[random.Next(Paths.Length)];
            foreach (byte[] body in new[] { noise, damaged, valid[..random.Next(valid.Length)] })
            {
                Check(server, path, body, random.Next(10) == 0 ? "text/csv" : "application/json").GetAwaiter().GetResult();
            }
        });

        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Addresses_may_hold_anything()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string[] odd = ["%00", "%ff", "..%2f..", "%2e%2e", "a%20b", "%F0%9F%98%80", "'", "\"", "<x>", new string('a', 3000), "1;drop", "{name}", "*"];
        foreach (string part in odd)
        {
            foreach (string template in new[] { "/events/{0}", "/labels/{0}", "/models/{0}", "/models/{0}/versions/{0}/report", "/alerts/{0}", "/assets/{0}", "/{0}", "/alerts?before={0}&limit={0}&detector={0}" })
            {
                foreach (string accept in new[] { "*/*", "text/html" })
                {
                    Answer answer = await server.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, template, part), accept);
                    Assert.True((int)answer.Status < 500, $"{template} {part}: {answer.Status} {answer.Text}");
                }
            }
        }

        Assert.Empty(server.Errors);
    }

    private static async Task Check(TestServer server, string path, byte[] body, string contentType)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(contentType);

        Answer answer = await server.SendAsync(request);

        string shown = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)));
        Assert.True((int)answer.Status < 500, $"{path} {shown}: {answer.Status} {answer.Text}");
        Assert.True(answer.Status < HttpStatusCode.BadRequest || answer.ContentType == "application/problem+json", $"{path} {shown}: {answer.Text}");
        if (answer.Text.Length > 0)
        {
            _ = answer.Json;
        }
    }
}
