using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Detectors.Reading;

namespace Hamf.Pipeline.Tests.Detectors;

public sealed class TextFormsTests
{
    [Theory]
    [InlineData("15s", 15)]
    [InlineData("1h30m", 5400)]
    [InlineData("7d", 604800)]
    [InlineData("2w", 1209600)]
    [InlineData("250ms", 0.25)]
    public void Reads_spans(string text, double seconds)
    {
        Assert.True(TimeSpanText.TryParse(text, out TimeSpan span));
        Assert.Equal(seconds, span.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("7 d")]
    [InlineData("-7d")]
    [InlineData("1.5h")]
    [InlineData("999999999d")]
    [InlineData("99999999999999999999s")]
    [InlineData("1y")]
    public void Refuses_other_spans(string text) => Assert.False(TimeSpanText.TryParse(text, out _));

    [Theory]
    [InlineData("0s")]
    [InlineData("90m", "1h30m")]
    [InlineData("2w", "14d")]
    [InlineData("1d2h3m4s5ms")]
    public void Writes_spans_that_read_back(string text, string? written = null)
    {
        Assert.True(TimeSpanText.TryParse(text, out TimeSpan span));
        Assert.Equal(written ?? text, TimeSpanText.Format(span));
    }

    [Theory]
    [InlineData("colunms", "columns")]
    [InlineData("learning-rate", "learning_rate")]
    [InlineData("Name", "name")]
    [InlineData("zebra", null)]
    public void Suggests_the_nearest_word(string found, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(found, ["name", "columns", "learning_rate"]));

    [Theory]
    [InlineData("1048576", 1 << 20)]
    [InlineData("500MB", 500_000_000)]
    [InlineData("8 GiB", 8L << 30)]
    public void Reads_sizes(string text, long bytes)
    {
        Assert.True(ByteSizeText.TryParse(text, out long size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("amt", "amt")]
    [InlineData("V1", "V1")]
    [InlineData("over", "`over`")]
    [InlineData("Days-Policy", "`Days-Policy`")]
    [InlineData("1st", "`1st`")]
    public void Writes_a_column_as_an_expression(string column, string expression) =>
        Assert.Equal(expression, ColumnExpression.Of(column));
}
