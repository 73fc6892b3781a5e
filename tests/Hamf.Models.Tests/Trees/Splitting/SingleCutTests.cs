using Hamf.Models.Trees.Splitting;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees.Splitting;

public class SingleCutTests
{
    [Fact]
    public void A_threshold_is_between_and_a_float_where_one_is() => Seeds.ForEach(200, random =>
    {
        double lower = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-40, 40));
        double upper = random.Next(3) switch
        {
            0 => Math.BitIncrement(lower),
            1 => MathF.BitIncrement((float)lower),
            _ => lower + random.NextDouble(),
        };
        if (!(upper > lower))
        {
            return;
        }

        double threshold = SingleCut.Between(lower, upper);

        Assert.True(threshold >= lower && threshold < upper, $"{lower:R} {threshold:R} {upper:R}");
        float first = (float)lower >= lower ? (float)lower : MathF.BitIncrement((float)lower);
        Assert.Equal(first < upper, (float)threshold == threshold);
    });

    [Theory]
    [InlineData(1, 2, 1.5)]
    [InlineData(double.NegativeInfinity, 0, double.NegativeInfinity)]
    [InlineData(3, double.PositiveInfinity, 3)]
    [InlineData(-0.0, double.Epsilon, 0)]
    public void Known_thresholds(double lower, double upper, double expected) => Assert.Equal(expected, SingleCut.Between(lower, upper));
}
