using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Governance;

namespace Hamf.App.Commands;

/// <summary><c>hamf keys</c>: makes, lists and revokes the keys that callers of a server show.</summary>
internal static class KeysCommand
{
    public static Command New()
    {
        var command = new Command("keys", "Manage the keys of those who call the server; a running server follows within seconds.");
        command.Subcommands.Add(NewCreate());
        command.Subcommands.Add(NewList());
        command.Subcommands.Add(NewRevoke());
        return command;
    }

    private static Command NewCreate()
    {
        var name = new Argument<string>("NAME") { Description = "Whom it is for; histories show it" };
        Option<string> role = new Option<string>("--role") { Description = $"What it allows, each more than the one before: {string.Join(", ", RoleNames.All)}", Required = true }
            .AcceptOnlyFromAmong([.. RoleNames.All]);
        var expires = new Option<string?>("--expires") { Description = "How long it holds, such as 90d or 12h [default: until it is revoked]", HelpName = "TIME" };
        var create = new Command("create", "Make a key. It is shown once; only a hash of it is kept.");
        create.Arguments.Add(name);
        create.Options.Add(role);
        create.Options.Add(expires);
        return create.Runs("hamf keys create nightly-training --role trainer --expires 90d", (parsed, terminal, _) =>
        {
            (ApiKey key, string text) = Issue(parsed.GetValue(name)!, RoleNames.Parse(parsed.GetValue(role)!)!.Value, parsed.GetValue(expires));
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            if (!home.Keys.Add(key))
            {
                throw CommandFailure.Failed($"there is a key '{key.Name}' already; revoke it with 'hamf keys revoke {key.Name}', or take another name");
            }

            JsonObject result = ToJson(key);
            result.Insert(0, "key", text);
            terminal.Result(result);
            if (!terminal.IsJson)
            {
                terminal.Progress($"{key.Name} may act as {key.Role.Word()}; this is its key, shown only now:");
                terminal.Say(text);
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static (ApiKey Key, string Text) Issue(string name, Role role, string? expires)
    {
        TimeSpan? lifetime = expires is null ? null : KeyLifetime.Parse(expires);
        string? problem = ApiKey.NameProblem(name) is { } rule ? $"'{name}': {rule}"
            : expires is not null && lifetime is null ? $"--expires: '{expires}' is not {KeyLifetime.Form}"
            : null;
        return problem is null
            ? ApiKey.Issue(name, role, lifetime, Actor.Name, TimeProvider.System.GetUtcNow())
            : throw CommandFailure.Usage(problem);
    }

    private static Command NewList()
    {
        var list = new Command("list", "List keys, newest first, without their secrets.");
        return list.Runs("hamf keys list", (parsed, terminal, _) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            IReadOnlyList<ApiKey> keys = home.Keys.List();
            terminal.Result(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(k => (JsonNode)ToJson(k))]) });
            if (!terminal.IsJson)
            {
                Print(keys, home.Path, terminal);
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static Command NewRevoke()
    {
        var which = new Argument<string>("NAME|PREFIX") { Description = "The key" };
        var revoke = new Command("revoke", "Revoke a key for good; running servers refuse it within seconds.");
        revoke.Arguments.Add(which);
        return revoke.Runs("hamf keys revoke nightly-training", (parsed, terminal, _) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            string text = parsed.GetValue(which)!;
            ApiKey key = home.Keys.Revoke(text, Actor.Name, TimeProvider.System.GetUtcNow())
                ?? throw CommandFailure.Failed($"there is no key '{text}' in {home.Path} that is not revoked; 'hamf keys list' shows what there is");
            terminal.Result(ToJson(key));
            if (!terminal.IsJson)
            {
                terminal.Say($"the key '{key.Name}' ({key.Role.Word()}, {key.Prefix}) is revoked");
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static JsonObject ToJson(ApiKey key) => new()
    {
        ["prefix"] = key.Prefix,
        ["name"] = key.Name,
        ["role"] = key.Role.Word(),
        ["state"] = key.State(TimeProvider.System.GetUtcNow()),
        ["created_at"] = key.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["created_by"] = key.CreatedBy,
        ["expires_at"] = key.ExpiresAt?.ToString("O", CultureInfo.InvariantCulture),
        ["revoked_at"] = key.RevokedAt?.ToString("O", CultureInfo.InvariantCulture),
        ["last_used_at"] = key.LastUsedAt?.ToString("O", CultureInfo.InvariantCulture),
    };

    private static void Print(IReadOnlyList<ApiKey> keys, string home, Terminal terminal)
    {
        if (keys.Count == 0)
        {
            terminal.Say($"no keys in {home}; 'hamf keys create NAME --role admin' makes the first");
            return;
        }

        terminal.Say(Line("prefix", "role", "state", "last used (UTC)", "expires", "name"));
        foreach (ApiKey key in keys)
        {
            terminal.Say(Line(
                key.Prefix, key.Role.Word(), key.State(TimeProvider.System.GetUtcNow()), Time(key.LastUsedAt, "yyyy-MM-dd HH:mm"), Time(key.ExpiresAt, "yyyy-MM-dd"), key.Name));
        }
    }

    private static string Line(string prefix, string role, string state, string used, string expires, string name) =>
        $"{prefix,-12}  {role,-7}  {state,-7}  {used,-16}  {expires,-10}  {name}";

    private static string Time(DateTimeOffset? time, string format) => time?.UtcDateTime.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
