using Hamf.Simulator.Cards;

namespace Hamf.Simulator.Tests.Cards;

/// <summary>Looks at the memory of the whole process, so it runs while no other test does.</summary>
[Collection(nameof(CardMemoryTests))]
[CollectionDefinition(nameof(CardMemoryTests), DisableParallelization = true)]
public sealed class CardMemoryTests
{
    [Fact]
    public void Holds_no_more_for_a_long_run_than_for_a_short_one()
    {
        var simulator = new CardSimulator(new CardOptions { Customers = 200, Merchants = 150, Days = 400, EventsPerDay = 1500 });
        long least = long.MaxValue;
        long most = 0;
        int count = 0;
        foreach (CardPayment _ in simulator.Run())
        {
            if (++count % 100_000 == 0)
            {
                long held = GC.GetTotalMemory(forceFullCollection: true);
                least = Math.Min(least, held);
                most = Math.Max(most, held);
            }
        }

        Assert.True(count >= 500_000);
        Assert.InRange(most - least, 0, 4_000_000);
    }
}
