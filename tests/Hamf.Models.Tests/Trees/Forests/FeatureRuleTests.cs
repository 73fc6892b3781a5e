using Hamf.Models.Trees.Forests;

namespace Hamf.Models.Tests.Trees.Forests;

public class FeatureRuleTests
{
    [Fact]
    public void Rules_give_at_least_one_feature_and_at_most_all()
    {
        Assert.Equal(5, FeatureRule.Sqrt.Of(30));
        Assert.Equal(4, FeatureRule.Log2.Of(30));
        Assert.Equal(9, FeatureRule.Share(0.3).Of(30));
        Assert.Equal(30, FeatureRule.All.Of(30));
        Assert.Equal(7, FeatureRule.Count(7).Of(30));
        Assert.Equal(3, FeatureRule.Count(7).Of(3));
        Assert.Equal(1, FeatureRule.Share(0.01).Of(30));
        Assert.Equal(1, FeatureRule.Log2.Of(1));
        Assert.Equal(1, FeatureRule.Sqrt.Of(0));
    }
}
