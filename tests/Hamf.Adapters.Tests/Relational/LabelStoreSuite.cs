using Hamf.Adapters.Relational;
using Hamf.Pipeline.Labels;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of labels does, on any database.</summary>
public abstract class LabelStoreSuite
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    protected abstract LabelStore Store { get; }

    [Fact]
    public void A_correction_is_in_force_and_the_history_is_kept()
    {
        var first = new Label("a", true, "analyst:anna", At);
        var second = new Label("a", false, "chargeback", At.AddDays(30));

        Assert.Equal(2, Store.Add([first, second]));

        Assert.Equal(second, Store.Current(["a", "b"])["a"]);
        Assert.DoesNotContain("b", Store.Current(["a", "b"]).Keys);
        Assert.Equal([second, first], Store.History("a"));
        Assert.Equal(1, Store.Count());
    }

    [Fact]
    public void What_became_known_last_is_in_force_in_whatever_order_it_arrives()
    {
        Store.Add([new Label("a", false, "chargeback", At.AddDays(30))]);
        Store.Add([new Label("a", true, "analyst:anna", At)]);

        Assert.False(Store.Current(["a"])["a"].Positive);
    }

    [Fact]
    public void Of_labels_of_the_same_time_the_last_to_arrive_is_in_force()
    {
        Store.Add([new Label("a", false, "anna", At), new Label("a", true, "anna", At)]);

        Assert.True(Store.Current(["a"])["a"].Positive);
    }

    [Fact]
    public void An_exact_repeat_changes_nothing()
    {
        var label = new Label("a", true, "anna", At);

        Assert.Equal(1, Store.Add([label, label]));
        Assert.Equal(0, Store.Add([label]));

        Assert.Single(Store.History("a"));
    }

    [Fact]
    public void Reads_on_in_order_of_arrival()
    {
        Store.Add([.. Enumerable.Range(0, 5).Select(i => new Label($"e{i}", true, "anna", At.AddDays(-i)))]);

        (IReadOnlyList<Label> first, long next) = Store.ReadFrom(0, 3);
        (IReadOnlyList<Label> rest, long end) = Store.ReadFrom(next, 10);

        Assert.Equal(["e0", "e1", "e2"], first.Select(l => l.EventId));
        Assert.Equal(["e3", "e4"], rest.Select(l => l.EventId));
        Assert.Equal(end, Store.ReadFrom(end, 10).NextPosition);
        Assert.Empty(Store.ReadFrom(end, 10).Labels);
    }

    [Fact]
    public void Finds_thousands_of_labels_at_once()
    {
        Store.Add([.. Enumerable.Range(0, 2500).Select(i => new Label($"e{i}", i % 2 == 0, "anna", At))]);

        IReadOnlyDictionary<string, Label> found = Store.Current([.. Enumerable.Range(0, 3000).Select(i => $"e{i}")]);

        Assert.Equal(2500, found.Count);
        Assert.All(found.Values, l => Assert.Equal(int.Parse(l.EventId.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) % 2 == 0, l.Positive));
    }
}
