using System.Text.Encodings.Web;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.Server.Pages;

namespace Hamf.Server.Tests.Pages;

public sealed class MetricCourseTests
{
    [Fact]
    public void Draws_from_left_to_right_and_from_low_to_high() =>
        Assert.Contains("points=\"4,76 150,40 296,4\"", Draw(1, 2, 3), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1.7e308, 1.7e308)]
    [InlineData(double.MinValue, double.MaxValue)]
    [InlineData(0, double.Epsilon)]
    [InlineData(3, 3)]
    public void Every_two_numbers_are_in_the_picture(double first, double second)
    {
        string drawn = Draw(first, second);

        Assert.DoesNotContain("NaN", drawn, StringComparison.Ordinal);
        Assert.Contains(first == second ? "points=\"4,40 296,40\"" : "points=\"4,76 296,4\"", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_is_left_out()
    {
        Assert.Contains("points=\"4,76 296,4\"", Draw(1, double.NaN, 3), StringComparison.Ordinal);
        Assert.Contains("no number", Draw(double.NaN, double.PositiveInfinity), StringComparison.Ordinal);
    }

    private static string Draw(params double[] values)
    {
        using var text = new StringWriter();
        MetricCourse.Draw([.. values.Select((value, i) => new MetricPoint("m", value, i, i))]).WriteTo(text, HtmlEncoder.Default);
        return text.ToString();
    }
}
