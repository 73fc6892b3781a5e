using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Hamf.Mlflow.Tests;

/// <summary>What every call has in common.</summary>
public sealed class WireTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_runs() => Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health", Cancellation)).StatusCode);

    [Fact]
    public async Task Tells_its_version_as_text()
    {
        using HttpResponseMessage response = await server.Client.GetAsync("/version", Cancellation);

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Matches(@"^\d+\.\d+\.\d+", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("GET", "/api/2.0/mlflow/runs/create", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/2.0/mlflow/runs/get", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/ajax-api/2.0/mlflow/experiments/search", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/2.0/mlflow/runs/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/3.0/mlflow/server-info", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/3.0/mlflow/traces", HttpStatusCode.NotFound)]
    [InlineData("GET", "/ajax-api/3.0/mlflow/traces/get", HttpStatusCode.NotFound)]
    public async Task Another_path_or_method_is_not_there(string method, string path, HttpStatusCode expected)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);

        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);

        new MlflowAnswer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(Cancellation))
            .Refused((int)expected, "ENDPOINT_NOT_FOUND", path);
    }

    [Fact]
    public async Task A_server_address_that_ends_in_a_slash_is_understood()
    {
        (int status, string answer) = await RawHttp.SendAsync(server.Client.BaseAddress!, "GET", "//api/2.0/mlflow/experiments/get/?experiment_id=0", "", Cancellation);
        (int refused, string reason) = await RawHttp.SendAsync(server.Client.BaseAddress!, "GET", "//api/2.0/mlflow-artifacts/artifacts/../../../../version", "", Cancellation);

        Assert.Equal(200, status);
        Assert.Contains("\"name\":\"Default\"", answer, StringComparison.Ordinal);
        Assert.Equal(400, refused);
        Assert.Contains("Invalid path", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_deletes_needs_no_content_type()
    {
        (await server.PostAsync("registered-models/create", new { name = "to delete" })).Ok();
        using HttpRequestMessage request = new(HttpMethod.Delete, "/api/2.0/mlflow/registered-models/delete") { Content = new ByteArrayContent("""{"name": "to delete"}"""u8.ToArray()) };

        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        (await server.GetAsync("registered-models/get?name=to%20delete")).Refused(404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task Another_content_type_is_refused(string contentType)
    {
        (await server.SendTextAsync(HttpMethod.Post, "runs/create", "{}", contentType)).Refused(400, "INVALID_PARAMETER_VALUE", "Bad Request. Content-Type");
        (await server.SendTextAsync(HttpMethod.Post, "runs/log-batch", "{}", contentType)).Refused(400, "INVALID_PARAMETER_VALUE", "Bad Request. Content-Type");
    }

    [Fact]
    public async Task A_body_without_content_type_is_refused()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/2.0/mlflow/runs/create") { Content = new ByteArrayContent("{}"u8.ToArray()) };

        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_in_the_form_of_the_api(bool isLengthKnown)
    {
        byte[] body = Encoding.UTF8.GetBytes("{\"run_id\": \"" + new string('x', 33 << 20) + "\"}");
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/2.0/mlflow/runs/log-batch") { Content = new StreamContent(new MemoryStream(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = !isLengthKnown;

        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("error_code", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_with_an_empty_body_says_what_is_missing()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/2.0/mlflow/runs/log-batch");

        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Missing value for required parameter 'run_id'", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
