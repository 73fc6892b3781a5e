using System.Globalization;
using System.Xml.Linq;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Evaluation.Charts;

namespace Hamf.Pipeline.Tests.Evaluation.Charts;

public sealed class CurveChartTests
{
    [Fact]
    public void Linear_axes_have_ticks_without_needless_decimals()
    {
        XElement chart = Draw(min: 0, max: 0.1);

        Assert.Equal(["0\u00a0%", "2\u00a0%", "4\u00a0%", "6\u00a0%", "8\u00a0%", "10\u00a0%"], TicksOf(chart).Distinct());
    }

    [Fact]
    public void Logarithmic_axes_give_each_factor_of_ten_the_same_length()
    {
        XElement chart = Draw(min: 0.001, max: 1, new(0.001, 0.001), new(0.01, 0.01), new(0.1, 0.1), new(1, 1));

        double[] across = CentersOf(chart, "dot", "cx");
        double[] up = CentersOf(chart, "dot", "cy");
        Assert.Equal(["0.1\u00a0%", "1\u00a0%", "10\u00a0%", "100\u00a0%"], TicksOf(chart).Distinct());
        Assert.Equal(4, across.Length);
        Assert.All([1, 2], i => Assert.Equal(across[1] - across[0], across[i + 1] - across[i], 0.02));
        Assert.All([1, 2], i => Assert.Equal(up[1] - up[0], up[i + 1] - up[i], 0.02));
    }

    [Fact]
    public void Point_that_a_logarithmic_axis_cannot_hold_is_a_ring_on_the_edge_and_not_on_the_line()
    {
        XElement chart = Draw(min: 0.001, max: 1, new(0.005, 0), new(0.01, 0.01), new(0.1, 0.2));

        double bottom = CentersOf(Draw(min: 0.001, max: 1, new ReportPoint(0.01, 0.001)), "dot", "cy")[0];
        Assert.Equal([bottom], CentersOf(chart, "none", "cy"));
        XElement line = Assert.Single(chart.Elements("polyline"), l => l.Attribute("class")!.Value == "curve");
        Assert.Equal(2, line.Attribute("points")!.Value.Split(' ').Length);
    }

    private static XElement Draw(double min, double max, params ReportPoint[] points) => XElement.Parse(new CurveChart
    {
        Title = "Curve",
        XLabel = "across",
        YLabel = "up",
        Points = points,
        Fill = false,
        Dots = true,
        Min = min,
        Max = max,
    }.ToSvg());

    private static IEnumerable<string> TicksOf(XElement chart) => chart.Elements("text").Where(t => t.Attribute("class")!.Value == "tick").Select(t => t.Value);

    private static double[] CentersOf(XElement chart, string cssClass, string axis) =>
        [.. chart.Elements("circle").Where(c => c.Attribute("class")!.Value == cssClass)
            .Select(c => double.Parse(c.Attribute(axis)!.Value, CultureInfo.InvariantCulture))];
}
