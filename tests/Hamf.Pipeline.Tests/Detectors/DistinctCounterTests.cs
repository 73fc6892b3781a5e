using System.Globalization;
using System.Text;
using Hamf.Pipeline.Detectors.Inference;

namespace Hamf.Pipeline.Tests.Detectors;

public sealed class DistinctCounterTests
{
    [Theory]
    [InlineData(1, 16_384, 0)]
    [InlineData(16_384, 16_384, 0)]
    [InlineData(200_000, 16_384, 0.05)]
    [InlineData(200_000, 1_024, 0.15)]
    public void Counts_different_values_within_its_error(int values, int limit, double error)
    {
        var counter = new DistinctCounter(limit);
        for (int i = 0; i < values * 2; i++)
        {
            counter.Add(Hash($"{i % values}"), -1);
        }

        Assert.InRange(counter.Count, values * (1 - error), values * (1 + error));
        Assert.Equal(error == 0, counter.IsExact);
    }

    [Theory]
    [InlineData(2, 1.0)]
    [InlineData(1, 0.5)]
    public void Says_how_well_a_value_tells_the_class(int values, double expected)
    {
        var counter = new DistinctCounter();
        for (int i = 0; i < 1000; i++)
        {
            int classIndex = i % 10 == 0 ? 1 : 0;
            counter.Add(Hash($"{classIndex % values}"), classIndex);
        }

        Assert.Equal(expected, counter.BalancedAccuracy(), 12);
    }

    [Fact]
    public void Stays_small_in_a_wide_file() => Assert.InRange(5_000L * DistinctCounter.LimitFor(5_000), 1, 10_000_000);

    private static ulong Hash(string text) => DistinctCounter.HashOf(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
}
