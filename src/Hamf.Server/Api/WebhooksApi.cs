using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary><c>/webhooks</c>: who is told of registry events.</summary>
internal sealed class WebhooksApi(ApiContext api)
{
    public static void Map(IEndpointRouteBuilder routes, ApiContext api)
    {
        WebhooksApi webhooks = new(api);
        routes.MapGet("/webhooks", webhooks.ListAsync).Needs(Role.Admin).Describe(WebhookDocs.List);
        routes.MapPost("/webhooks", webhooks.AddAsync).Needs(Role.Admin).Describe(WebhookDocs.Add);
        routes.MapPost("/webhooks/{id}/test", webhooks.TestAsync).Needs(Role.Admin).Describe(WebhookDocs.Test);
        routes.MapDelete("/webhooks/{id}", webhooks.RemoveAsync).Needs(Role.Admin).Describe(WebhookDocs.Remove);
    }

    private IWebhookStore Store => api.Services.Webhooks;

    private Task ListAsync(HttpContext http) => JsonReply.WriteListAsync(http, "webhooks", Store.List(), Write);

    private async Task AddAsync(HttpContext http)
    {
        using RequestBody body = await RequestBody.ReadJsonAsync(http, api.Options.MaxBodyBytes).ConfigureAwait(false);
        (NewWebhook? wanted, ApiProblem? problem) = body.ReadObject("{\"url\": \"https://...\"}", Read);
        if (wanted is null)
        {
            await problem!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        long id = Store.Add(wanted.Url, wanted.Events, wanted.Secret, Caller.Of(http).Name);
        await JsonReply.WriteAsync(http, StatusCodes.Status201Created, JsonReply.ContentType, (id, wanted.Secret), static (json, added) =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", added.id);
            json.WriteString("secret", added.Secret);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private Task TestAsync(HttpContext http) => AnswerAsync(http, id => Store.QueueTest(id, Caller.Of(http).Name), "queued");

    private Task RemoveAsync(HttpContext http) => AnswerAsync(http, id => Store.Remove(id, Caller.Of(http).Name), "removed");

    private static Task AnswerAsync(HttpContext http, Func<long, bool> change, string done)
    {
        bool isNumber = long.TryParse(http.RouteText("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id);
        return !isNumber || !change(id)
            ? ApiProblem.NotFound("There is no webhook of this number; GET /webhooks lists them.").WriteAsync(http)
            : JsonReply.WriteAsync(http, (id, done), static (json, answer) =>
            {
                json.WriteStartObject();
                json.WriteNumber("id", answer.id);
                json.WriteBoolean(answer.done, true);
                json.WriteEndObject();
            });
    }

    private static (NewWebhook? Webhook, ApiProblem? Problem) Read(JsonElement json)
    {
        string url = json.TryGetProperty("url", out JsonElement address) ? address.ToString() : "";
        string[] events = json.TryGetProperty("events", out JsonElement list)
            ? list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(e => e.ToString()).Distinct()] : []
            : [.. RegistryEventKinds.All];
        string secret = json.TryGetProperty("secret", out JsonElement given) ? given.ToString() : Webhook.NewSecret();
        return Webhook.AddressProblem(url) is { } urlRule ? (null, ApiProblem.Invalid("url", urlRule, url))
            : Webhook.EventsProblem(events) is { } eventsRule ? (null, ApiProblem.Invalid("events", eventsRule, string.Join(", ", events)))
            : Webhook.SecretProblem(secret) is { } secretRule ? (null, ApiProblem.Invalid("secret", secretRule, ""))
            : (new NewWebhook(new Uri(url), events, secret), null);
    }

    private static void Write(Utf8JsonWriter json, Webhook webhook)
    {
        json.WriteStartObject();
        json.WriteNumber("id", webhook.Id);
        json.WriteString("url", webhook.Url.ToString());
        json.WriteStartArray("events");
        foreach (string kind in webhook.Events)
        {
            json.WriteStringValue(kind);
        }

        json.WriteEndArray();
        json.WriteString("created_at", HttpText.Iso(webhook.CreatedAt));
        json.WriteString("created_by", webhook.CreatedBy);
        json.WriteNumber("waiting", webhook.Waiting);
        json.WriteNumber("failed", webhook.Failed);
        if (webhook.LastError is { } error)
        {
            json.WriteString("last_error", error);
        }
        else
        {
            json.WriteNull("last_error");
        }

        json.WriteEndObject();
    }

    private sealed record NewWebhook(Uri Url, IReadOnlyList<string> Events, string Secret);
}
