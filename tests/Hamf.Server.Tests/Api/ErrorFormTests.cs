using System.Net;

namespace Hamf.Server.Tests.Api;

public sealed class ErrorFormTests
{
    [Fact]
    public async Task Unknown_routes_and_wrong_methods_have_the_form_of_every_error()
    {
        await using TestServer server = await TestServer.StartAsync();

        (await server.GetAsync("/nowhere")).Problem(404, "not_found");
        (await server.GetAsync("/assets/nothing.js")).Problem(404, "not_found");
        Answer wrong = await server.GetAsync("/predict");
        wrong.Problem(405, "method_not_allowed");
        Assert.Equal("POST", wrong.Headers["Allow"]);
        foreach (HttpMethod method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            using HttpRequestMessage request = new(method, "/labels") { Content = new StringContent("{}") };
            (await server.SendAsync(request)).Problem(405, "method_not_allowed");
        }
    }

    [Fact]
    public async Task A_browser_gets_a_page_instead()
    {
        await using TestServer server = await TestServer.StartAsync();

        Answer page = await server.GetAsync("/nowhere", "text/html");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.StartsWith("text/html", page.ContentType, StringComparison.Ordinal);
        Assert.Contains("There is nothing at", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", (await server.GetAsync("/%3Cscript%3E", "text/html")).Text, StringComparison.Ordinal);
    }
}
