using Dapper;
using Hamf.Adapters.Relational;
using Npgsql;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresRegistryUpgradeTests : RegistryUpgradeSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    public PostgresRegistryUpgradeTests()
    {
        PostgresOptions options = _home.Options with { Schema = _home.Schema + "_old" };
        using (NpgsqlConnection old = PostgresHome.Connect(options))
        {
            Migrations.Apply(new PostgresSchema(old, options, 1), _home.Time, upTo: 5);
            old.Execute(Content);
        }

        Database = new PostgresDatabase(options, _home.Time);
    }

    protected override Database Database { get; }

    public void Dispose()
    {
        Database.Dispose();
        _home.Dispose();
    }
}
