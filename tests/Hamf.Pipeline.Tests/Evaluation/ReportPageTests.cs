using System.Xml;
using System.Xml.Linq;
using Hamf.Pipeline.Evaluation;

namespace Hamf.Pipeline.Tests.Evaluation;

public sealed class ReportPageTests
{
    [Fact]
    public void Page_is_well_formed_and_text_from_data_stays_text()
    {
        XDocument page = Parse(ReportPage.Write(SampleReport.Create()));

        Assert.Empty(page.Descendants("script"));
        Assert.Contains(page.Descendants("h1"), h => h.Value == SampleReport.Hostile);
        Assert.Contains(page.Descendants("li"), l => l.Value == SampleReport.Hostile);
    }

    [Fact]
    public void Page_loads_nothing_from_elsewhere()
    {
        XDocument page = Parse(ReportPage.Write(SampleReport.Create()));

        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href" or "onload");
        Assert.DoesNotContain("url(", ReportPage.Write(SampleReport.Create()), StringComparison.Ordinal);
        Assert.DoesNotContain("@import", ReportPage.Write(SampleReport.Create()), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_has_the_five_pictures()
    {
        XDocument page = Parse(ReportPage.Write(SampleReport.Create()));

        Assert.Equal(5, page.Descendants("svg").Count());
        Assert.All(page.Descendants("svg"), s => Assert.False(string.IsNullOrEmpty(s.Attribute("aria-label")?.Value)));
    }

    [Theory]
    [InlineData(124, true)]
    [InlineData(9_000, false)]
    public void Calibration_is_drawn_on_log_axes_where_positives_are_rare(int positives, bool isLog)
    {
        ReportSide side = SampleReport.Create().Test!;
        Dictionary<string, double?> metrics = new(side.Metrics) { ["positives"] = positives };

        XDocument page = Parse(ReportPage.Write(SampleReport.Create() with { Test = side with { Metrics = metrics } }));

        XElement figure = Assert.Single(page.Descendants("figure"), f => f.Element("h3")!.Value == "Calibration");
        string[] axes = [.. figure.Descendants("text").Where(t => t.Attribute("class")!.Value == "axis").Select(t => t.Value)];
        Assert.Equal(2, axes.Length);
        Assert.All(axes, a => Assert.Equal(isLog, a.EndsWith(", log scale", StringComparison.Ordinal)));
    }

    [Fact]
    public void Page_without_test_rows_shows_validation_and_says_so()
    {
        string page = ReportPage.Write(SampleReport.Create() with { Test = null });

        Assert.Contains("Pictures, on validation rows", page, StringComparison.Ordinal);
        Parse(page);
    }

    [Fact]
    public void Undefined_metric_reads_as_not_available()
    {
        XDocument page = Parse(ReportPage.Write(SampleReport.Create()));

        XElement brier = Assert.Single(page.Descendants("tr"), r => r.Element("th")?.Value == "Brier score");
        Assert.Equal("n/a", brier.Elements("td").First().Value);
    }

    [Fact]
    public void Page_does_not_depend_on_the_culture()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        string expected = ReportPage.Write(SampleReport.Create());
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal(expected, ReportPage.Write(SampleReport.Create()));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Json_reads_back_as_the_same_report()
    {
        byte[] json = ReportJson.Write(SampleReport.Create());

        Assert.Equal(json, ReportJson.Write(ReportJson.Read(json)));
        Assert.Contains("\"average_precision\"", System.Text.Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
