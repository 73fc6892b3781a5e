using Hamf.Models.Numerics;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Formats.Boosting;

public sealed class SingleLinksTests
{
    [Fact]
    public void Log_odds_just_above_zero_are_an_even_chance_in_floats()
    {
        Span<double> single = [1e-9];
        Span<double> full = [1e-9];

        TreeLink.Logistic.Apply(single, TreeSum.Single);
        TreeLink.Logistic.Apply(full);

        Assert.Equal(0.5, single[0]);
        Assert.True(full[0] > 0.5);
    }

    [Theory]
    [InlineData(200f, 1)]
    [InlineData(-200f, 0)]
    [InlineData(0f, 0.5f)]
    public void Ends_of_the_range_are_reached(float logOdds, float expected) => Assert.Equal(expected, SingleLinks.Logistic(logOdds), 1e-30f);

    [Fact]
    public void Equal_sums_share_the_probability_though_they_are_large()
    {
        Span<double> outputs = [3e30, 3e30, -3e30];

        SingleLinks.Softmax(outputs);

        Assert.Equal([0.5, 0.5, 0], outputs.ToArray());
    }
}
