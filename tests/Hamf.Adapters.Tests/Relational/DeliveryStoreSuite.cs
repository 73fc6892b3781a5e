using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry.External;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of deliveries does, on any database.</summary>
public abstract class DeliveryStoreSuite
{
    private const string Server = "http://mlflow:5000";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    protected abstract Database Database { get; }

    private DeliveryStore Store => new(Database);

    [Fact]
    public void What_is_added_waits_once_per_server()
    {
        Store.Add(Server, DeliveryKind.Run, "a");
        Store.Add(Server, DeliveryKind.Run, "a");
        Store.Add("http://other", DeliveryKind.Run, "b");

        Delivery found = Assert.Single(Store.Waiting(Server, Now));
        Assert.Equal((DeliveryKind.Run, "a", null, false, 0), (found.Kind, found.Subject, found.RemoteId, found.IsDelivered, found.Attempts));
    }

    [Fact]
    public void Runs_come_before_versions_before_aliases_each_by_age()
    {
        Store.Add(Server, DeliveryKind.Alias, "m@champion");
        Store.Add(Server, DeliveryKind.Version, "m/1");
        Store.Add(Server, DeliveryKind.Run, "b");
        Store.Add(Server, DeliveryKind.Run, "a");

        Assert.Equal(["b", "a", "m/1", "m@champion"], Store.Waiting(Server, null).Select(d => d.Subject));
    }

    [Fact]
    public void What_has_failed_is_due_later_and_known_to_have_failed()
    {
        Store.Add(Server, DeliveryKind.Run, "a");
        Store.Identify(Server, DeliveryKind.Run, "a", "remote");

        Store.MarkFailed(Server, DeliveryKind.Run, "a", "down", Now.AddSeconds(5));

        Assert.Empty(Store.Waiting(Server, Now.AddSeconds(4)));
        Delivery found = Assert.Single(Store.Waiting(Server, Now.AddSeconds(5)));
        Assert.Equal(("remote", 1, "down"), (found.RemoteId, found.Attempts, found.LastError));
        Assert.Single(Store.Waiting(Server, null));
    }

    [Fact]
    public void What_was_delivered_waits_again_only_when_it_has_changed()
    {
        Store.Add(Server, DeliveryKind.Alias, "m@champion");
        Store.MarkDelivered(Server, DeliveryKind.Alias, "m@champion", "1");
        Assert.Empty(Store.Waiting(Server, null));

        Store.MarkChanged(Server, DeliveryKind.Alias, "m@champion");

        Assert.Equal("1", Assert.Single(Store.Waiting(Server, Now)).RemoteId);
        Assert.Equal("1", Store.Find(Server, DeliveryKind.Alias, "m@champion")!.RemoteId);
    }

    [Fact]
    public void Only_one_has_a_claim_until_it_is_given_back_or_runs_out()
    {
        Store.Add(Server, DeliveryKind.Run, "a");

        Assert.True(Store.Claim(Server, DeliveryKind.Run, "a", Now.AddMinutes(5)));
        Assert.False(Store.Claim(Server, DeliveryKind.Run, "a", Now.AddMinutes(5)));
        Store.Release(Server, DeliveryKind.Run, "a");
        Assert.True(Store.Claim(Server, DeliveryKind.Run, "a", Now));
        Assert.True(Store.Claim(Server, DeliveryKind.Run, "a", Now.AddMinutes(5)));
        Store.MarkDelivered(Server, DeliveryKind.Run, "a", "remote");
        Assert.False(Store.Claim(Server, DeliveryKind.Run, "a", Now.AddMinutes(5)));
    }
}
