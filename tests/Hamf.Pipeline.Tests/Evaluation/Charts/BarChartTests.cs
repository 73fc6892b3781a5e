using System.Globalization;
using System.Xml.Linq;
using Hamf.Pipeline.Evaluation.Charts;

namespace Hamf.Pipeline.Tests.Evaluation.Charts;

public sealed class BarChartTests
{
    // 8 of the picture's units a letter is what the widest usual font takes at the page's size.
    private const double LetterWidth = 8;

    [Theory]
    [InlineData("amt")]
    [InlineData("amt_to_card_category_mean_60d")]
    [InlineData("a_feature_whose_author_was_very_thorough_about_its_name")]
    public void Name_is_not_cut_off_at_the_left_and_ends_before_its_bar(string feature)
    {
        XElement chart = Draw([new("hour", 0.3), new(feature, 0.7)]);

        double[] bars = [.. chart.Elements("rect").Select(r => Number(r, "x"))];
        Assert.All(chart.Elements("text").Where(t => t.Attribute("class")!.Value == "name"), name =>
        {
            string shown = name.Nodes().OfType<XText>().Single().Value;
            Assert.True(Number(name, "x") - (shown.Length * LetterWidth) >= 0, shown);
            Assert.All(bars, left => Assert.True(Number(name, "x") < left));
        });
    }

    [Fact]
    public void Longest_bar_leaves_room_for_its_share()
    {
        XElement chart = Draw([new(new string('a', 60), 0.0001), new("b", 0.9999)]);

        Assert.Equal(["under 0.1\u00a0%", "over 99.9\u00a0%"], chart.Elements("text").Where(t => t.Attribute("class")!.Value == "tick").Select(t => t.Value));
        Assert.All(chart.Elements("text").Where(t => t.Attribute("class")!.Value == "tick"), t => Assert.True(Number(t, "x") + (t.Value.Length * 7) <= 700));
    }

    private static XElement Draw(KeyValuePair<string, double>[] bars) => XElement.Parse(new BarChart { Title = "Importance", Bars = bars }.ToSvg());

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
