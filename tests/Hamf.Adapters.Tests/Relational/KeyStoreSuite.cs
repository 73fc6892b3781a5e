using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Governance;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of keys does, on any database.</summary>
public abstract class KeyStoreSuite
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    protected abstract Database Database { get; }

    private KeyStore Store => new(Database);

    [Fact]
    public void A_key_is_found_as_it_was_stored()
    {
        (ApiKey key, string text) = ApiKey.Issue("anna", Role.Trainer, TimeSpan.FromDays(90), "cli:root", Now);

        Assert.True(Store.Add(key));

        ApiKey found = Assert.Single(Store.List());
        Assert.Equal(key with { Seal = found.Seal }, found);
        Assert.True(found.Seal.Matches(text.AsSpan()[^43..]));
    }

    [Fact]
    public void A_name_is_free_again_once_its_key_is_revoked()
    {
        Assert.True(Store.Add(Issue("anna")));
        Assert.False(Store.Add(Issue("anna")));

        Assert.Equal(Now, Store.Revoke("anna", "cli:root", Now)!.RevokedAt);

        Assert.Null(Store.Revoke("anna", "cli:root", Now));
        Assert.True(Store.Add(Issue("anna")));
        Assert.Equal(2, Store.List().Count);
    }

    [Fact]
    public void A_prefix_names_its_key_even_if_another_is_called_like_it()
    {
        ApiKey key = Issue("anna");
        Store.Add(key);
        Store.Add(Issue(key.Prefix));

        Assert.Equal("anna", Store.Revoke(key.Prefix, "cli:root", Now)!.Name);
        Assert.Equal(key.Prefix, Store.Revoke(key.Prefix, "cli:root", Now)!.Name);
    }

    [Fact]
    public void Use_is_noted()
    {
        ApiKey key = Issue("anna");
        Store.Add(key);
        Store.Add(Issue("ben"));

        Store.NoteUse([key.Prefix], Now.AddHours(1));

        Assert.Equal([("anna", Now.AddHours(1)), ("ben", (DateTimeOffset?)null)], Store.List().OrderBy(k => k.Name).Select(k => (k.Name, k.LastUsedAt)));
    }

    [Fact]
    public void Making_and_revoking_leaves_entries_in_the_audit_log_without_secret_or_hash()
    {
        ApiKey key = Issue("anna");
        Store.Add(key);
        Store.Add(Issue("anna"));
        Store.Revoke("anna", "cli:eve", Now.AddMinutes(1));

        (string Operation, string Text)[] entries = [.. Database.Read(connection => connection
            .Query<(string, string)>("select operation_type, new_data from audit_log where table_name = 'api_keys' order by log_id"))];

        Assert.Equal(["INSERT", "UPDATE"], entries.Select(e => e.Operation));
        Assert.Contains("cli:root", entries[0].Text, StringComparison.Ordinal);
        Assert.Contains("cli:eve", entries[1].Text, StringComparison.Ordinal);
        Assert.All(entries, e => Assert.DoesNotContain(key.Seal.Hash, e.Text, StringComparison.Ordinal));
    }

    private static ApiKey Issue(string name) => ApiKey.Issue(name, Role.Reader, null, "cli:root", Now).Key;
}
