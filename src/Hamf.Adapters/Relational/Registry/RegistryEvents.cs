using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Governance;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>Tells webhooks what happens in the registry: writes the event and its deliveries into the transaction of the change.</summary>
internal static class RegistryEvents
{
    /// <summary>Adds an event for whoever asks for its kind; nothing is written when nobody does.</summary>
    /// <param name="sql">The transaction of the change.</param>
    /// <param name="kind">What happened (<see cref="RegistryEventKinds"/>).</param>
    /// <param name="model">The model.</param>
    /// <param name="version">The version it happened to.</param>
    /// <param name="now">When, Unix milliseconds.</param>
    /// <param name="details">What else there is to say: alias, from, stage, actor, reason. Empty values are left out.</param>
    public static void Add(RegistrySql sql, string kind, string model, long version, long now, params (string Name, JsonNode? Value)[] details)
    {
        List<long> webhooks = [.. sql.Rows<(long Id, string Events)>("select webhook_id, events from webhooks where removed_at_ms is null order by webhook_id")
            .Where(w => w.Events.Split(',').Contains(kind))
            .Select(w => w.Id)];
        if (webhooks.Count == 0)
        {
            return;
        }

        JsonObject body = Body(kind, now);
        body["model"] = model;
        body["version"] = version;
        foreach ((string name, JsonNode? value) in details.Where(d => d.Value is not null))
        {
            body[name] = value;
        }

        Add(sql, kind, now, body, webhooks);
    }

    /// <summary>Adds an event that says only that somebody tries a webhook.</summary>
    public static void AddTest(RegistrySql sql, long webhook, string actor, long now)
    {
        JsonObject body = Body(RegistryEventKinds.Test, now);
        body["actor"] = actor;
        Add(sql, RegistryEventKinds.Test, now, body, [webhook]);
    }

    // Whoever gets a repeat knows it by its id.
    private static JsonObject Body(string kind, long now) => new()
    {
        ["id"] = Guid.NewGuid().ToString("N"),
        ["event"] = kind,
        ["at"] = DateTimeOffset.FromUnixTimeMilliseconds(now).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };

    private static void Add(RegistrySql sql, string kind, long now, JsonObject body, List<long> webhooks)
    {
        long id = sql.Scalar<long>(
            "insert into webhook_events(kind, at_ms, body) values (@kind, @now, @text) returning event_id", new { kind, now, text = body.ToJsonString() });
        foreach (long webhook in webhooks)
        {
            sql.Execute(
                "insert into webhook_deliveries(webhook_id, event_id, next_attempt_ms) values (@webhook, @id, @now)", new { webhook, id, now });
        }
    }
}
