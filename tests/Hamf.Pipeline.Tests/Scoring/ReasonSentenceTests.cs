using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Scoring;
using Hamf.Pipeline.Tests.Rows;

namespace Hamf.Pipeline.Tests.Scoring;

public sealed class ReasonSentenceTests
{
    [Theory]
    [InlineData("count() over 1h", "6", "6 earlier events with this cc_num in the last hour")]
    [InlineData("count() over 24h", "1", "1 earlier event with this cc_num in the last 24 hours")]
    [InlineData("count() over 7d by zip, amt", "3", "3 earlier events with this zip and amt in the last 7 days")]
    [InlineData("sum(amt) over 90m", "68", "amt adds up to 68 with this cc_num in the last 90 minutes")]
    [InlineData("mean(amt) over 30d by zip", "34", "amt was 34 on average with this zip in the last 30 days")]
    [InlineData("max(amt) over 45s", "9", "highest amt with this cc_num in the last 45 seconds: 9")]
    [InlineData("min(amt) over 1m", "9", "lowest amt with this cc_num in the last minute: 9")]
    [InlineData("std(amt) over 2d", "9", "amt varied by 9 with this cc_num in the last 2 days")]
    [InlineData("distinct(zip) over 1d", "4", "4 different values of zip with this cc_num in the last 24 hours")]
    [InlineData("seen_before(zip)", "0", "this zip was not seen with this cc_num in the last 90 days")]
    [InlineData("seen_before(zip)", "1", "this zip was seen before with this cc_num in the last 90 days")]
    [InlineData("amt / (mean(amt) over 30d)", "4.1", "amt is 4.1 times its mean with this cc_num in the last 30 days")]
    public void Windows_say_what_they_are(string expression, string value, string expected) =>
        Assert.Equal(expected, ReasonSentence.Of(new FeatureSpec("f", expression, "f", 1), Schemas.Card())!.Fill(value));

    [Theory]
    [InlineData("amt")]
    [InlineData("log1p(amt)")]
    [InlineData("count(where amt > 5) over 1h")]
    [InlineData("count() over 30d delay 1d")]
    [InlineData("sum(amt * 2) over 1h")]
    [InlineData("min(amt, 5)")]
    [InlineData("amt / mean(zip) over 1d")]
    public void What_words_would_not_tell_has_no_sentence(string expression) =>
        Assert.Null(ReasonSentence.Of(new FeatureSpec("f", expression, "f", 1), Schemas.Card()));

    [Fact]
    public void Words_of_the_detector_come_first()
    {
        var spec = new FeatureSpec("f", "count() over 1h", "f", 1) { Reason = "{value} payments ({value}!)" };

        Assert.Equal("6 payments (6!)", ReasonSentence.Of(spec, Schemas.Card())!.Fill("6"));
    }

    [Theory]
    [InlineData(0, "0 seconds")]
    [InlineData(1, "1 second")]
    [InlineData(119, "119 seconds")]
    [InlineData(1800, "30 minutes")]
    [InlineData(7_300, "2 hours")]
    [InlineData(86_400 * 90.5, "90 days")]
    public void Spans_are_in_words(double seconds, string expected) => Assert.Equal(expected, ReasonSentence.SpanOf(seconds));
}
