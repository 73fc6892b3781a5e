using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;
using Hamf.Adapters.Relational.Registry;
using Hamf.Pipeline.Governance;

namespace Hamf.Adapters.Relational;

/// <summary>API keys in the relational database. Thread-safe.</summary>
public sealed class KeyStore(Database database) : IKeyStore
{
    private const string Columns =
        """
        prefix as Prefix, name as Name, role as Role, salt as Salt, hash as Hash, created_at_ms as CreatedAtMs, created_by as CreatedBy,
        expires_at_ms as ExpiresAtMs, revoked_at_ms as RevokedAtMs, last_used_at_ms as LastUsedAtMs
        """;

    /// <inheritdoc/>
    public bool Add(ApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return database.Write(transaction =>
        {
            int added = transaction.Connection!.Execute(
                """
                insert into api_keys(prefix, name, role, salt, hash, created_at_ms, created_by, expires_at_ms)
                values (@Prefix, @Name, @role, @Salt, @Hash, @created, @CreatedBy, @expires)
                on conflict (name) where revoked_at_ms is null do nothing
                """,
                new
                {
                    key.Prefix,
                    key.Name,
                    role = key.Role.Word(),
                    key.Seal.Salt,
                    key.Seal.Hash,
                    created = key.CreatedAt.ToUnixTimeMilliseconds(),
                    key.CreatedBy,
                    expires = key.ExpiresAt?.ToUnixTimeMilliseconds(),
                },
                transaction);
            if (added > 0)
            {
                ChangeLog.Add(new RegistrySql(transaction), "api_keys", null, Text(key, key.CreatedBy), key.CreatedAt.ToUnixTimeMilliseconds());
            }

            return added > 0;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<ApiKey> List() => database.Read(connection => connection
        .Query<KeyRow>($"select {Columns} from api_keys order by created_at_ms desc, prefix")
        .Select(row => row.ToKey())
        .ToArray());

    /// <inheritdoc/>
    public ApiKey? Revoke(string nameOrPrefix, string actor, DateTimeOffset at) => database.Write(transaction =>
    {
        DbConnection connection = transaction.Connection!;

        // A name may look like the prefix of another key; the prefix is the exact one.
        KeyRow? row = connection.QueryFirstOrDefault<KeyRow>(
            $"""
            select {Columns} from api_keys where revoked_at_ms is null and (prefix = @nameOrPrefix or name = @nameOrPrefix)
            order by case when prefix = @nameOrPrefix then 0 else 1 end limit 1
            """,
            new { nameOrPrefix },
            transaction);
        if (row is null)
        {
            return null;
        }

        connection.Execute(
            "update api_keys set revoked_at_ms = @at where prefix = @Prefix", new { at = at.ToUnixTimeMilliseconds(), row.Prefix }, transaction);
        ApiKey key = row.ToKey();
        ChangeLog.Add(
            new RegistrySql(transaction), "api_keys", Text(key, key.CreatedBy), Text(key with { RevokedAt = at }, actor), at.ToUnixTimeMilliseconds());
        return key with { RevokedAt = at };
    });

    /// <inheritdoc/>
    public void NoteUse(IReadOnlyCollection<string> prefixes, DateTimeOffset at) => database.Write(transaction => transaction.Connection!.Execute(
        "update api_keys set last_used_at_ms = @at where prefix = @prefix",
        prefixes.Select(prefix => new { prefix, at = at.ToUnixTimeMilliseconds() }),
        transaction));

    private static JsonObject Text(ApiKey key, string actor) => new JsonObject
    {
        ["prefix"] = key.Prefix,
        ["name"] = key.Name,
        ["role"] = key.Role.Word(),
        ["expires_at"] = key.ExpiresAt?.ToUniversalTime().ToString("O"),
        ["revoked_at"] = key.RevokedAt?.ToUniversalTime().ToString("O"),
        ["actor"] = actor,
    };

    private sealed record KeyRow(
        string Prefix, string Name, string Role, string Salt, string Hash, long CreatedAtMs, string CreatedBy, long? ExpiresAtMs, long? RevokedAtMs,
        long? LastUsedAtMs)
    {
        public ApiKey ToKey() => new()
        {
            Prefix = Prefix,
            Name = Name,

            // A word that this program does not know must not give more than the least.
            Role = RoleNames.Parse(Role) ?? Pipeline.Governance.Role.Reader,
            Seal = KeySeal.Stored(Salt, Hash),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAtMs),
            CreatedBy = CreatedBy,
            ExpiresAt = Time(ExpiresAtMs),
            RevokedAt = Time(RevokedAtMs),
            LastUsedAt = Time(LastUsedAtMs),
        };

        private static DateTimeOffset? Time(long? ms) => ms is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
    }
}
