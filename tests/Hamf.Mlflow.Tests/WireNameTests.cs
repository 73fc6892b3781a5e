using Hamf.Pipeline.Registry;
using Hamf.Server.Mlflow;

namespace Hamf.Mlflow.Tests;

/// <summary>What keys may look like, and how long texts may be.</summary>
public sealed class WireNameTests
{
    [Theory]
    [InlineData("accuracy")]
    [InlineData("train/loss")]
    [InlineData("a.b-c_d e:f/g")]
    [InlineData(" leading")]
    [InlineData("größe")]
    [InlineData("精度")]
    [InlineData("x²")]
    [InlineData("a/.b")]
    public void Accepts_a_key(string key) => NameRules.CheckKey("key", key);

    [Theory]
    [InlineData("a\nb")]
    [InlineData("trailing\n")]
    [InlineData("a,b")]
    [InlineData("a\\b")]
    [InlineData("a\"b")]
    [InlineData("a%2e")]
    [InlineData("x\u0301")]
    [InlineData("😀")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("..x")]
    [InlineData("/x")]
    [InlineData("x/")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    public void Refuses_a_key(string key) => Refused(key);

    [Fact]
    public void A_key_has_at_most_250_characters()
    {
        NameRules.CheckKey("key", new string('k', 250));

        RegistryException refusal = Assert.Throws<RegistryException>(() => NameRules.CheckKey("key", new string('k', 251)));
        Assert.Equal("'key' exceeds the maximum length of 250 characters.", refusal.Message);
    }

    [Fact]
    public void A_key_that_is_empty_is_missing() =>
        Assert.Equal("Missing value for required parameter 'key'.", Assert.Throws<RegistryException>(() => NameRules.CheckKey("key", "")).Message);

    [Fact]
    public void Characters_outside_the_basic_plane_count_once()
    {
        string text = string.Concat(Enumerable.Repeat("😀", 10));

        Assert.False(TextLimits.IsLonger(text, 10));
        Assert.True(TextLimits.IsLonger(text, 9));
        Assert.Equal("😀😀😀", TextLimits.Cut(text, 3));
        Assert.Same(text, TextLimits.Cut(text, 10));
        Assert.Equal("", TextLimits.Cut(text, 0));
    }

    private static void Refused(string key)
    {
        RegistryException refusal = Assert.Throws<RegistryException>(() => NameRules.CheckKey("metrics[0].name", key));
        Assert.StartsWith("Invalid value ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(" for parameter 'metrics[0].name' supplied: ", refusal.Message, StringComparison.Ordinal);
    }
}
