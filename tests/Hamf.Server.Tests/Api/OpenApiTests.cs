using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hamf.Server.Tests.Api;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Describes_every_call_with_answer_and_examples()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string[] mapped = [.. server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not null && e.Metadata.GetMetadata<PageActionDescriptor>() is null && e.RoutePattern.RawText is { } route && !IsForBrowsers(route))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => m + " " + e.RoutePattern.RawText))];

        JsonElement document = (await server.GetAsync("/openapi.json")).Json;

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        string[] described = [.. Operations(document).Select(o => o.Method + " " + o.Path)];
        Assert.Equal(mapped.Order(), described.Order());
        Assert.Equal(described.Length, Operations(document).Select(o => o.Operation.GetProperty("operationId").GetString()).Distinct().Count());
        foreach ((string path, string method, JsonElement operation) in Operations(document))
        {
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), path);
            Assert.Contains(operation.GetProperty("responses").EnumerateObject(), r => r.Name[0] == '2' && HasExample(r.Value));
            Assert.Equal(path.Count(c => c == '{'), Parameters(operation).Count(p => p.GetProperty("in").GetString() == "path"));
            Assert.Equal(method == "POST", operation.TryGetProperty("requestBody", out _));
        }
    }

    [Fact]
    public async Task Resolves_every_reference()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement document = (await server.GetAsync("/openapi.json")).Json;

        foreach (string reference in References(document))
        {
            JsonElement target = document;
            foreach (string part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.True(target.TryGetProperty(part, out target), reference);
            }
        }

        Assert.NotEmpty(References(document));
    }

    [Fact]
    public async Task Examples_of_bodies_are_understood()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        JsonElement document = (await server.GetAsync("/openapi.json")).Json;

        foreach ((string path, string _, JsonElement operation) in Operations(document).Where(o => o.Method == "POST" && o.Path != "/models/import"))
        {
            string address = path.Replace("{name}", "card-fraud", StringComparison.Ordinal);
            foreach (JsonProperty example in operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                .GetProperty("examples").EnumerateObject())
            {
                Answer answer = await server.PostAsync(address, example.Value.GetProperty("value").GetRawText());

                // An example that shows a form rather than a whole payment lacks columns; nothing may be malformed.
                bool isUnderstood = answer.Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.UnprocessableEntity
                    || (path.Contains('{', StringComparison.Ordinal) && answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict);
                Assert.True(isUnderstood, $"{path} {example.Name}: {answer.Status} {answer.Text}");
            }
        }

        (await server.PostAsync("/predict", PredictDocs.Payment)).Ok();
        (await server.PostAsync("/events", PredictDocs.Payment)).Ok(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_swagger_page_comes_from_this_server_alone()
    {
        await using TestServer server = await TestServer.StartAsync();

        Answer page = await server.GetAsync("/docs/index.html", "text/html");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("http://", page.Text.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Text, StringComparison.Ordinal);
        Assert.Contains("/openapi.json", (await server.GetAsync("/docs/index.js")).Text, StringComparison.Ordinal);
        Assert.Contains((await server.GetAsync("/docs")).Status, new[] { HttpStatusCode.MovedPermanently, HttpStatusCode.Redirect });
    }

    // Pages take any method and so have no metadata of it.
    private static bool IsForBrowsers(string route) => route is "/assets/{name}" or "/openapi.json";

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => (path.Name, operation.Name.ToUpperInvariant(), operation.Value)));

    private static JsonElement[] Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out JsonElement parameters) ? [.. parameters.EnumerateArray()] : [];

    private static bool HasExample(JsonElement response) =>
        response.GetProperty("content").EnumerateObject().All(c => c.Value.GetProperty("examples").EnumerateObject().Any());

    private static IEnumerable<string> References(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(p =>
            p.Name == "$ref" && p.Value.ValueKind == JsonValueKind.String ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
