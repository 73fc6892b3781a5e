using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Governance;

namespace Hamf.App.Commands;

/// <summary><c>hamf webhooks</c>: who is told what happens in the registry.</summary>
internal static class WebhooksCommand
{
    public static Command New()
    {
        var command = new Command("webhooks", "Tell other programs of new versions, moved aliases and stages; a running server delivers.");
        command.Subcommands.Add(NewAdd());
        command.Subcommands.Add(NewList());
        command.Subcommands.Add(NewChange("remove", "Remove a webhook and what waits for it.", "removed", static (home, id) => home.Webhooks.Remove(id, Actor.Name)));
        command.Subcommands.Add(NewChange("test", "Queue a test event for a webhook.", "queued", static (home, id) => home.Webhooks.QueueTest(id, Actor.Name)));
        return command;
    }

    private static Command NewAdd()
    {
        var url = new Argument<string>("URL") { Description = "Where deliveries go, by POST" };
        var events = new Option<string?>("--events")
        {
            Description = $"What it is told of, separated by commas: {string.Join(", ", RegistryEventKinds.All)} [default: all]",
            HelpName = "NAMES",
        };
        var secret = new Option<string?>("--secret") { Description = "What deliveries are signed with [default: a new one, shown once]", HelpName = "TEXT" };
        var add = new Command("add", "Add a webhook.");
        add.Arguments.Add(url);
        add.Options.Add(events);
        add.Options.Add(secret);
        return add.Runs("hamf webhooks add https://ci.example.com/hamf --events model_version.created,model_version.alias_set", (parsed, terminal, _) =>
        {
            string chosen = parsed.GetValue(secret) ?? Webhook.NewSecret();
            string address = parsed.GetValue(url)!;
            string[] kinds = parsed.GetValue(events)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [.. RegistryEventKinds.All];
            Check(address, kinds, chosen);
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            long id = home.Webhooks.Add(new Uri(address), [.. kinds.Distinct()], chosen, Actor.Name);
            terminal.Result(new JsonObject { ["id"] = id, ["secret"] = chosen });
            if (!terminal.IsJson)
            {
                terminal.Progress($"webhook {id} is added; deliveries are signed with this secret, shown only now:");
                terminal.Say(chosen);
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static void Check(string url, string[] kinds, string secret)
    {
        string[] problems =
        [
            .. Webhook.AddressProblem(url) is { } address ? [$"URL must be {address}"] : (string[])[],
            .. Webhook.EventsProblem(kinds) is { } events ? [$"--events takes {events}"] : (string[])[],
            .. Webhook.SecretProblem(secret) is { } text ? [$"--secret takes {text}"] : (string[])[],
        ];
        if (problems.Length > 0)
        {
            throw CommandFailure.Usage(string.Join(Environment.NewLine, problems));
        }
    }

    private static Command NewList()
    {
        var list = new Command("list", "List webhooks and how their deliveries stand.");
        return list.Runs("hamf webhooks list", (parsed, terminal, _) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            IReadOnlyList<Webhook> webhooks = home.Webhooks.List();
            terminal.Result(new JsonObject { ["webhooks"] = new JsonArray([.. webhooks.Select(w => (JsonNode)ToJson(w))]) });
            if (webhooks.Count == 0 && !terminal.IsJson)
            {
                terminal.Say($"no webhooks in {home.Path}; 'hamf webhooks add URL' adds one");
            }

            foreach (Webhook webhook in terminal.IsJson ? [] : webhooks)
            {
                terminal.Say($"{webhook.Id}  {webhook.Url}");
                terminal.Say($"   told of {string.Join(", ", webhook.Events)}");
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"   waiting {webhook.Waiting:N0}, given up {webhook.Failed:N0}{(webhook.LastError is { } error ? $"; last: {error}" : "")}"));
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static JsonObject ToJson(Webhook webhook) => new()
    {
        ["id"] = webhook.Id,
        ["url"] = webhook.Url.ToString(),
        ["events"] = Terminal.Texts(webhook.Events),
        ["created_at"] = webhook.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["created_by"] = webhook.CreatedBy,
        ["waiting"] = webhook.Waiting,
        ["failed"] = webhook.Failed,
        ["last_error"] = webhook.LastError,
    };

    private static Command NewChange(string verb, string description, string done, Func<HomeServices, long, bool> change)
    {
        var number = new Argument<long>("ID") { Description = "The webhook's number, as listed" };
        var command = new Command(verb, description);
        command.Arguments.Add(number);
        return command.Runs($"hamf webhooks {verb} 1", (parsed, terminal, _) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            long id = parsed.GetValue(number);
            if (!change(home, id))
            {
                throw CommandFailure.Failed($"there is no webhook {id} in {home.Path}; 'hamf webhooks list' shows what there is");
            }

            terminal.Result(new JsonObject { ["id"] = id, [done] = true });
            if (!terminal.IsJson)
            {
                terminal.Say(done == "queued" ? $"a test event for webhook {id} is queued; a running server delivers it" : $"webhook {id} is removed");
            }

            return Task.FromResult(ExitCode.Done);
        });
    }
}
