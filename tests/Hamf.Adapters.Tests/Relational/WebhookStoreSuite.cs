using System.Text.Json;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of webhooks does, on any database, with the registry's own changes.</summary>
public abstract class WebhookStoreSuite
{
    private static readonly Uri Url = new("https://ci.example.com/hamf");
    private static readonly DateTimeOffset Later = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected abstract Database Database { get; }

    private WebhookStore Store => new(Database);

    private RegistryStore Registry => new(Database);

    [Fact]
    public void Every_change_of_a_version_waits_to_be_told_in_order()
    {
        Store.Add(Url, RegistryEventKinds.All, "a secret of mine", "anna");
        Registry.CreateModel("m", null, []);

        Registry.CreateVersion(new NewVersion { Name = "m", Source = "s", StorageLocation = "s" });
        Registry.SetAlias("m", "champion", 1, "anna", "first");
        Registry.CreateVersion(new NewVersion { Name = "m", Source = "s", StorageLocation = "s", RunId = "r" });
        Registry.SetAlias("m", "champion", 2, "ben", "better");
        Registry.SetAlias("m", "champion", 2, "ben", "again");
        Registry.MoveVersion("m", 2, VersionStage.Production, false, "ben");
        Registry.DeleteAlias("m", "champion", "ben");
        Registry.DeleteVersion("m", 1, "ben");

        WebhookDelivery[] due = [.. Store.Due(Later, 100)];
        Assert.Equal(
            [
                "model_version.created 1", "model_version.alias_set 1", "model_version.created 2", "model_version.alias_set 2",
                "model_version.stage_moved 2", "model_version.alias_removed 2", "model_version.deleted 1",
            ],
            due.Select(d => d.Kind + " " + Field(d, "version")));
        Assert.All(due, d => Assert.Equal((Url, "a secret of mine", d.Kind, "m"), (d.Url, d.Secret, Field(d, "event"), Field(d, "model"))));
        Assert.Equal(("champion", "1", "ben", "better"), (Field(due[3], "alias"), Field(due[3], "from_version"), Field(due[3], "actor"), Field(due[3], "reason")));
        Assert.Equal(("None", "Production"), (Field(due[4], "from_stage"), Field(due[4], "stage")));
        Assert.Equal(due.Length, due.Select(d => Field(d, "id")).Distinct().Count());
    }

    [Fact]
    public void A_change_that_fails_is_not_told()
    {
        Store.Add(Url, RegistryEventKinds.All, "a secret of mine", "anna");
        Registry.CreateModel("m", null, []);

        Assert.ThrowsAny<Exception>(() => Registry.SetAlias("m", "champion", 9, "anna", ""));

        Assert.Empty(Store.Due(Later, 100));
    }

    [Fact]
    public void A_webhook_is_told_only_what_it_asks_for_and_from_then_on()
    {
        Registry.CreateModel("m", null, []);
        Registry.CreateVersion(new NewVersion { Name = "m", Source = "s", StorageLocation = "s" });
        long aliases = Store.Add(Url, [RegistryEventKinds.AliasSet], "a secret of mine", "anna");
        long both = Store.Add(new Uri("https://other.example.com"), [RegistryEventKinds.AliasSet, RegistryEventKinds.Created], "another of mine!", "anna");

        Registry.SetAlias("m", "a", 1, "anna", "");
        Registry.CreateVersion(new NewVersion { Name = "m", Source = "s", StorageLocation = "s" });

        Assert.Equal(
            [(aliases, RegistryEventKinds.AliasSet), (both, RegistryEventKinds.AliasSet), (both, RegistryEventKinds.Created)],
            Store.Due(Later, 100).Select(d => (d.WebhookId, d.Kind)));
    }

    [Fact]
    public void A_failure_waits_for_its_time_and_one_too_many_is_given_up_and_shown()
    {
        long id = Store.Add(Url, [RegistryEventKinds.AliasSet], "a secret of mine", "anna");
        Assert.True(Store.QueueTest(id, "anna"));
        Assert.True(Store.QueueTest(id, "anna"));
        WebhookDelivery[] due = [.. Store.Due(Later, 100)];

        Store.MarkFailed(due[0].Id, "answered 500", Later.AddHours(1));
        Store.MarkFailed(due[1].Id, "answered 410", null);

        Assert.Empty(Store.Due(Later, 100));
        Assert.Equal(1, Assert.Single(Store.Due(Later.AddHours(1), 100)).Attempts);
        Webhook shown = Assert.Single(Store.List());
        Assert.Equal((1L, 1L, "answered 410"), (shown.Waiting, shown.Failed, shown.LastError));
        Store.MarkDelivered(due[0].Id, Later.AddHours(2));
        Assert.Equal((0L, 1L), (Store.List()[0].Waiting, Store.List()[0].Failed));
    }

    [Fact]
    public void One_with_much_that_waits_does_not_stand_before_the_others()
    {
        long busy = Store.Add(Url, [RegistryEventKinds.AliasSet], "a secret of mine", "anna");
        long other = Store.Add(Url, [RegistryEventKinds.AliasSet], "a secret of mine", "anna");
        for (int i = 0; i < 20; i++)
        {
            Store.QueueTest(busy, "anna");
        }

        Store.QueueTest(other, "anna");

        Assert.Equal([busy, busy, busy, other], Store.Due(Later, 3).Select(d => d.WebhookId));
    }

    [Fact]
    public void What_arrived_is_kept_a_month()
    {
        long id = Store.Add(Url, [RegistryEventKinds.AliasSet], "a secret of mine", "anna");
        Store.QueueTest(id, "anna");
        Store.MarkDelivered(Store.Due(Later, 1)[0].Id, Later);
        Store.QueueTest(id, "anna");

        Store.MarkDelivered(Store.Due(Later, 1)[0].Id, Later.AddDays(31));

        Assert.Equal(1, Database.Read(c => Dapper.SqlMapper.ExecuteScalar<long>(c, "select count(*) from webhook_deliveries")));
        Assert.Equal(1, Database.Read(c => Dapper.SqlMapper.ExecuteScalar<long>(c, "select count(*) from webhook_events")));
    }

    [Fact]
    public void A_removed_webhook_is_told_nothing_more_and_its_secret_is_gone()
    {
        long id = Store.Add(Url, [RegistryEventKinds.AliasSet], "a secret of mine", "anna");
        Store.QueueTest(id, "anna");

        Assert.True(Store.Remove(id, "ben"));

        Assert.False(Store.Remove(id, "ben"));
        Assert.False(Store.QueueTest(id, "ben"));
        Assert.Empty(Store.List());
        Assert.Empty(Store.Due(Later, 100));
        Assert.Equal("", Database.Read(c => Dapper.SqlMapper.ExecuteScalar<string>(c, "select secret from webhooks")));
        Assert.Equal(2, Database.Read(c => Dapper.SqlMapper.ExecuteScalar<long>(c, "select count(*) from audit_log where table_name = 'webhooks'")));
    }

    private static string Field(WebhookDelivery delivery, string name) => JsonDocument.Parse(delivery.Body).RootElement.GetProperty(name).ToString();
}
