using Dapper;
using Hamf.Adapters.Relational;
using Hamf.TestKit;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteArtifactNamesTests : ArtifactNamesSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    protected override Database Database => _home.Database;

    protected override DateTimeOffset Now => _home.Time.GetUtcNow();

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    [Fact]
    public void Artifacts_of_runs_from_before_are_names_in_the_tree()
    {
        using var folder = new TempFolder();
        string path = folder.File("old.db");
        using (var old = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            old.Open();
            Migrations.Apply(new SqliteSchema(old, path), _home.Time, upTo: 5);
            old.Execute("insert into experiments(name, created_at_ms) values ('e', 1)");
            old.Execute("insert into runs(run_id, experiment_id, name, status, started_at_ms) select 'r', experiment_id, 'n', 'Finished', 1 from experiments");
            old.Execute("insert into run_artifacts(run_id, path, digest) values ('r', 'report.html', 'd1'), ('r', 'original/m.pkl', 'd2')");
        }

        using var database = new SqliteDatabase(new SqliteOptions { Path = path }, _home.Time);
        var names = new ArtifactNames(database);

        Assert.Equal(["original", "report.html"], names.List("1/r/artifacts").Select(f => f.Path["1/r/artifacts/".Length..]));
        Assert.Equal(-1, names.Find("1/r/artifacts/report.html")!.Size);
        Assert.Equal("d2", new RunStore(database).Find("r")!.Artifacts["original/m.pkl"]);
    }

    public void Dispose() => _home.Dispose();
}
