using System.Net;
using System.Text.Json;

namespace Hamf.Server.Tests.Api;

public sealed class WebhooksApiTests
{
    [Fact]
    public async Task A_webhook_is_added_listed_without_its_secret_tried_and_removed()
    {
        await using TestServer server = await TestServer.StartAsync();

        JsonElement added = (await server.PostAsync("/webhooks", """{"url":"https://ci.example.com/h","events":["model_version.deleted"]}""")).Ok(HttpStatusCode.Created);
        Answer listed = await server.GetAsync("/webhooks");

        string secret = added.GetProperty("secret").GetString()!;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, listed.Text, StringComparison.Ordinal);
        JsonElement webhook = Assert.Single(listed.Ok().GetProperty("webhooks").EnumerateArray());
        Assert.Equal("https://ci.example.com/h", webhook.GetProperty("url").GetString());
        Assert.Equal("model_version.deleted", Assert.Single(webhook.GetProperty("events").EnumerateArray()).GetString());
        Assert.True((await server.PostAsync("/webhooks/1/test", "{}")).Ok().GetProperty("queued").GetBoolean());
        Assert.True((await DeleteAsync(server, "/webhooks/1")).Ok().GetProperty("removed").GetBoolean());
        (await DeleteAsync(server, "/webhooks/1")).Problem(404, "not_found");
        (await DeleteAsync(server, "/webhooks/x")).Problem(404, "not_found");
        (await server.PostAsync("/webhooks/1/test", "{}")).Problem(404, "not_found");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"url":"ftp://example.com"}""")]
    [InlineData("""{"url":"https://user:password@example.com"}""")]
    [InlineData("""{"url":7}""")]
    [InlineData("""{"url":"https://example.com","events":[]}""")]
    [InlineData("""{"url":"https://example.com","events":["everything"]}""")]
    [InlineData("""{"url":"https://example.com","events":"model_version.created"}""")]
    [InlineData("""{"url":"https://example.com","secret":"short"}""")]
    public async Task What_is_wrong_is_said(string body)
    {
        await using TestServer server = await TestServer.StartAsync();

        (await server.PostAsync("/webhooks", body)).Problem(422, "invalid_values");
        (await server.PostAsync("/webhooks", "[]")).Problem(400, "malformed_request");
    }

    private static Task<Answer> DeleteAsync(TestServer server, string path)
    {
        HttpRequestMessage request = new(HttpMethod.Delete, path);
        return server.SendAsync(request);
    }
}
