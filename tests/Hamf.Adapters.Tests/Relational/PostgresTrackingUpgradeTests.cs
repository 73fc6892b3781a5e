using Dapper;
using Hamf.Adapters.Relational;
using Npgsql;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresTrackingUpgradeTests : TrackingUpgradeSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    public void Dispose() => _home.Dispose();

    protected override Database Upgrade(string content)
    {
        PostgresOptions options = _home.Options with { Schema = _home.Schema + "_old" };
        using (NpgsqlConnection old = PostgresHome.Connect(options))
        {
            Migrations.Apply(new PostgresSchema(old, options, 1), Time, Before);
            old.Execute(content);
        }

        return new PostgresDatabase(options, Time);
    }
}
