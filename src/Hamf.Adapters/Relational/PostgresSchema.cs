using System.Data.Common;
using Dapper;
using Npgsql;

namespace Hamf.Adapters.Relational;

/// <summary>A schema of a PostgreSQL database that is brought up to date: whoever comes second waits for the first, and finds nothing left to do.</summary>
internal sealed class PostgresSchema(NpgsqlConnection connection, PostgresOptions options, long lockNumber) : SchemaUpgrade
{
    // A step that copies rows with their numbers does not move the sequences behind them, as it does on SQLite.
    private const string NumbersGoOn =
        """
        do $$
        declare found record;
        begin
            for found in
                select table_name, column_name, pg_get_serial_sequence(quote_ident(table_schema) || '.' || quote_ident(table_name), column_name) as numbers
                from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'
            loop
                execute format(
                    'select setval(%L, max(%I)) from %I having max(%I) >= (select last_value from %s)',
                    found.numbers, found.column_name, found.table_name, found.column_name, found.numbers);
            end loop;
        end $$
        """;

    public override DbConnection Connection => connection;

    public override SqlDialect Dialect => SqlDialect.Postgres;

    public override string Name => options.Name;

    public override string HowToGoBack => "restore a dump made before the newer program was started";

    public override bool HasSteps() =>
        connection.ExecuteScalar<bool>("select to_regclass(@table) is not null", new { table = $"\"{options.Schema}\".schema_steps" });

    public override void Backup(int before)
    {
        // A server's backups are its operator's: docs/guides/storage.md.
    }

    public override void InTransaction(Action<DbTransaction> work)
    {
        using PostgresWork transaction = PostgresWork.Begin(connection, FormattableString.Invariant(
            $"""
            set local statement_timeout = 0;
            set local lock_timeout = 0;
            select pg_advisory_xact_lock({lockNumber})
            """));

        // Not "if not exists": that wants the right to create schemas even where ours is there.
        if (connection.ExecuteScalar<bool>("select to_regnamespace(@schema) is null", new { schema = $"\"{options.Schema}\"" }, transaction.Transaction))
        {
            connection.Execute($"create schema \"{options.Schema}\"", transaction: transaction.Transaction);
        }

        work(transaction.Transaction);
        connection.Execute(NumbersGoOn, transaction: transaction.Transaction);
        transaction.Commit();
    }
}
