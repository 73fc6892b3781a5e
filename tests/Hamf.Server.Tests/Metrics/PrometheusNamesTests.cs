using Hamf.Server.Metrics;

namespace Hamf.Server.Tests.Metrics;

public sealed class PrometheusNamesTests
{
    [Theory]
    [InlineData("error_count_total", "", true, "error_count_total")]
    [InlineData("http.server.request", "s", false, "http_server_request_seconds")]
    [InlineData("prediction_latency_seconds", "s", false, "prediction_latency_seconds")]
    [InlineData("bytes.sent", "By", true, "bytes_sent_bytes_total")]
    public void Names_spell_out_units_and_counters_once(string name, string unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusNames.Of(name, unit, isCounter));

    [Fact]
    public void Labels_escape_quotes_backslashes_and_line_ends() =>
        Assert.Equal("""a\"b\\c\nd""", PrometheusNames.EscapeLabel("a\"b\\c\nd"));

    [Fact]
    public void The_window_forgets_its_oldest_decision()
    {
        DecisionWindow window = new(4);
        Assert.True(double.IsNaN(window.Rate));
        foreach (bool decision in new[] { true, true, false, false, false, false })
        {
            window.Add(decision);
        }

        Assert.Equal(0, window.Rate);
    }
}
