using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>A database of the version before keeps its models, versions, aliases and history.</summary>
public abstract class RegistryUpgradeSuite
{
    protected const string Content = """
        insert into experiments(name, created_at_ms) values ('fraud', 500);
        insert into runs(run_id, experiment_id, name, status, started_at_ms) values ('0123456789abcdef0123456789abcdef', 1, 'r', 'Finished', 500);
        insert into params(run_id, key, value) values ('0123456789abcdef0123456789abcdef', 'algorithm', 'gbdt');
        insert into registered_models(name, description, created_at_ms) values ('fraud', 'cards', 1000), ('empty', null, 1500);
        insert into model_versions(model_version_id, name, version, run_id, bundle_digest, state_digest, detector_yaml, created_at_ms) values
            (5, 'fraud', 1, '0123456789abcdef0123456789abcdef', 'b1', null, 'name: fraud', 2000),
            (9, 'fraud', 2, 'gone', 'b2', 's2', 'name: fraud # 2', 3000);
        insert into model_version_metrics(name, version, key, value, is_nan) values ('fraud', 1, 'accuracy', 0.75, 0), ('fraud', 2, 'f1', 0, 1);
        insert into model_aliases(name, alias, version) values ('fraud', 'champion', 2), ('fraud', 'old', 1);
        insert into model_alias_history(name, alias, from_version, to_version, actor, reason, changed_at_ms) values
            ('fraud', 'champion', null, 1, 'registry', 'first version', 2000), ('fraud', 'champion', 1, 2, 'anna', 'better', 3000);
        """;

    /// <summary>A database that was at the step before with <see cref="Content"/>, and was opened since.</summary>
    protected abstract Database Database { get; }

    [Fact]
    public void Versions_score_as_before()
    {
        var models = new ModelStore(Database);

        ModelVersion champion = models.Find(new ModelReference("fraud", ModelReference.Champion, null))!;

        Assert.Equal((2, "gone", "b2", "s2", "name: fraud # 2"), (champion.Version, champion.RunId, champion.BundleDigest, champion.StateDigest, champion.DetectorYaml));
        Assert.Equal((3000L, double.NaN), (champion.CreatedAt.ToUnixTimeMilliseconds(), champion.Metrics["f1"]));
        Assert.Equal([2, 1], models.List("fraud").Select(v => v.Version));
        Assert.Equal(0.75, models.Find(new ModelReference("fraud", "old", null))!.Metrics["accuracy"]);
        Assert.Equal(
            [(1, 2, "anna", "better"), ((int?)null, 1, "registry", "first version")],
            models.History("fraud", ModelReference.Champion).Select(c => (c.From, c.To, c.Actor, c.Reason)));
        Assert.Equal(3, models.Register(champion).Version);
    }

    [Fact]
    public void The_registry_shows_them_with_source_and_storage_location()
    {
        var registry = new RegistryStore(Database);

        RegisteredModel model = registry.FindModel("fraud")!;
        RegisteredVersion first = registry.FindVersion("fraud", 1)!;

        Assert.Equal(("cards", 1000, 3000), (model.Description, model.CreatedMs, model.UpdatedMs));
        Assert.Equal(2, Assert.Single(model.LatestVersions).Version);
        Assert.Equal(("runs:/0123456789abcdef0123456789abcdef/model", 2000), (first.Source, first.UpdatedMs));
        Assert.Equal("mlflow-artifacts:/1/0123456789abcdef0123456789abcdef/artifacts/model", first.StorageLocation);
        Assert.Equal("runs:/gone/model", registry.FindVersion("fraud", 2)!.StorageLocation);
        Assert.Equal((1500, 1500), (registry.FindModel("empty")!.CreatedMs, registry.FindModel("empty")!.UpdatedMs));
        Assert.Equal("new", registry.RenameModel("fraud", "new").Name);
    }

    [Fact]
    public void The_views_of_earlier_users_work_and_show_no_deleted_version()
    {
        new RegistryStore(Database).DeleteVersion("fraud", 2, "anna");

        (long Id, string Name, string Algorithm) row = Database.Read(c =>
            c.QuerySingle<(long, string, string)>("select model_id, model_name, algorithm from models_master"));
        double? accuracy = Database.Read(c => c.QuerySingle<double?>("select accuracy from training_results"));

        Assert.Equal((5, "fraud", "gbdt"), row);
        Assert.Equal(0.75, accuracy);
    }
}
