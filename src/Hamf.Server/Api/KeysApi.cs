using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary><c>/keys</c>: makes, lists and revokes the keys of callers.</summary>
internal sealed class KeysApi(ApiContext api, KeyRing ring)
{
    public static void Map(IEndpointRouteBuilder routes, ApiContext api, KeyRing ring)
    {
        KeysApi keys = new(api, ring);
        routes.MapGet("/keys", keys.ListAsync).Needs(Role.Admin).Describe(KeyDocs.List);
        routes.MapPost("/keys", keys.CreateAsync).Needs(Role.Admin).Describe(KeyDocs.Create);
        routes.MapDelete("/keys/{name_or_prefix}", keys.RevokeAsync).Needs(Role.Admin).Describe(KeyDocs.Revoke);
    }

    private DateTimeOffset Now => api.Services.Time.GetUtcNow();

    private Task ListAsync(HttpContext http)
    {
        DateTimeOffset now = Now;
        return JsonReply.WriteListAsync(http, "keys", api.Services.Keys.List(), (json, key) =>
        {
            json.WriteStartObject();
            Write(json, key, now);
            json.WriteEndObject();
        });
    }

    private async Task CreateAsync(HttpContext http)
    {
        using RequestBody body = await RequestBody.ReadJsonAsync(http, api.Options.MaxBodyBytes).ConfigureAwait(false);
        (NewKey? wanted, ApiProblem? problem) = body.ReadObject("{\"name\": \"anna\", \"role\": \"reader\"}", Read);
        if (wanted is null)
        {
            await problem!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        (ApiKey key, string text) = ApiKey.Issue(wanted.Name, wanted.Role, wanted.Lifetime, Caller.Of(http).Name, Now);
        if (!api.Services.Keys.Add(key))
        {
            await new ApiProblem(StatusCodes.Status409Conflict, "key_exists", $"There is a key '{key.Name}' already; revoke it, or take another name.")
                .WriteAsync(http).ConfigureAwait(false);
            return;
        }

        ring.Reload();
        await JsonReply.WriteAsync(http, StatusCodes.Status201Created, JsonReply.ContentType, (key, text, Now), static (json, made) =>
        {
            json.WriteStartObject();
            json.WriteString("key", made.text);
            Write(json, made.key, made.Now);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private Task RevokeAsync(HttpContext http)
    {
        if (api.Services.Keys.Revoke(http.RouteText("name_or_prefix"), Caller.Of(http).Name, Now) is not { } revoked)
        {
            return ApiProblem.NotFound("There is no key of this name or prefix that is not revoked.").WriteAsync(http);
        }

        ring.Reload();
        return JsonReply.WriteAsync(http, (revoked, Now), static (json, shown) =>
        {
            json.WriteStartObject();
            Write(json, shown.revoked, shown.Now);
            json.WriteEndObject();
        });
    }

    private static (NewKey? Key, ApiProblem? Problem) Read(JsonElement json)
    {
        string name = Text(json, "name") ?? "";
        string role = Text(json, "role") ?? "";
        string? expires = Text(json, "expires");
        TimeSpan? lifetime = expires is null ? null : KeyLifetime.Parse(expires);
        return ApiKey.NameProblem(name) is { } rule ? (null, ApiProblem.Invalid("name", rule, name))
            : RoleNames.Parse(role) is not { } known ? (null, ApiProblem.Invalid("role", "one of " + string.Join(", ", RoleNames.All), role))
            : expires is not null && lifetime is null ? (null, ApiProblem.Invalid("expires", KeyLifetime.Form, expires))
            : (new NewKey(name, known, lifetime), null);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null
        ? field.ValueKind == JsonValueKind.String ? field.GetString() : field.GetRawText()
        : null;

    private static void Write(Utf8JsonWriter json, ApiKey key, DateTimeOffset now)
    {
        json.WriteString("prefix", key.Prefix);
        json.WriteString("name", key.Name);
        json.WriteString("role", key.Role.Word());
        json.WriteString("state", key.State(now));
        json.WriteString("created_at", HttpText.Iso(key.CreatedAt));
        json.WriteString("created_by", key.CreatedBy);
        WriteTime(json, "expires_at", key.ExpiresAt);
        WriteTime(json, "revoked_at", key.RevokedAt);
        WriteTime(json, "last_used_at", key.LastUsedAt);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, HttpText.Iso(known));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private sealed record NewKey(string Name, Role Role, TimeSpan? Lifetime);
}
