using Hamf.Models.Data;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Scoring;
using Hamf.Pipeline.Tests.Rows;

namespace Hamf.Pipeline.Tests.Scoring;

public sealed class ReasonGroupsTests
{
    private static readonly ReasonGroups Groups = new(
        Schemas.Card(),
        [
            new FeatureSpec("amt", "amt", "amt", 1),
            new FeatureSpec("count_1h", "count() over 1h", "velocity", 2),
            new FeatureSpec("count_24h", "count() over 24h", "velocity", 3),
            new FeatureSpec("category", "category", "category", 4),
            new FeatureSpec("age", "age", "age", 5),
            new FeatureSpec("since", "time_since_last()", "pace", 6),
            new FeatureSpec("log_amt", "log1p(amt)", "size", 7),
        ],
        [
            FeatureInfo.Numeric("amt"), FeatureInfo.Numeric("count_1h"), FeatureInfo.Numeric("count_24h"),
            new FeatureInfo("category", FeatureKind.Categorical, ["food", "gas"]), FeatureInfo.Numeric("age"),
            FeatureInfo.Numeric("since"), FeatureInfo.Numeric("log_amt"),
        ]);

    [Fact]
    public void Groups_sum_their_features_and_show_the_strongest_in_words()
    {
        IReadOnlyList<Reason> reasons = Groups.Strongest([5, 2, 11, 0, 40, 0, 0], [1.5, 0.9, 1.1, 0, 0, 0, 0], 5);

        Assert.Equal([new("velocity", "11 earlier events with this cc_num in the last 24 hours", 2.0), new("amt", "5", 1.5)], reasons);
    }

    [Fact]
    public void Reasons_for_come_before_stronger_reasons_against()
    {
        IReadOnlyList<Reason> reasons = Groups.Strongest([5, 0, 0, 1, 40, 0, 0], [-3, 0.1, 0, 0.2, -4, 0, 0], 3);

        Assert.Equal(["category", "velocity", "age"], reasons.Select(r => r.Feature));
    }

    [Fact]
    public void Spans_are_in_words_and_what_has_no_sentence_goes_by_name()
    {
        IReadOnlyList<Reason> reasons = Groups.Strongest([0, 0, 0, 0, 0, 1500, 4.2], [0, 0, 0, 0, 0, 2, 1], 2);

        Assert.Equal(["25 minutes since the last event with this cc_num", "log_amt = 4.2"], reasons.Select(r => r.Value));
    }

    [Fact]
    public void A_missing_value_is_called_missing_whatever_the_sentence() =>
        Assert.Equal("since = missing", Groups.Strongest([0, 0, 0, 0, 0, double.NaN, 0], [0, 0, 0, 0, 0, 2, 0], 1)[0].Value);

    [Theory]
    [InlineData(0, "food")]
    [InlineData(1, "gas")]
    [InlineData(2, "not seen in training")]
    [InlineData(double.NaN, "missing")]
    public void Categories_are_shown_as_text(double code, string expected)
    {
        Assert.Equal(expected, Groups.Strongest([0, 0, 0, code, 0, 0, 0], [0, 0, 0, 1, 0, 0, 0], 1)[0].Value);
    }

    [Theory]
    [InlineData(1234567.8, "1,234,568")]
    [InlineData(-12.345, "-12.35")]
    [InlineData(0, "0")]
    [InlineData(0.00123456, "0.00123")]
    [InlineData(double.NaN, "missing")]
    public void Numbers_are_shown_with_the_digits_that_people_read(double value, string expected)
    {
        Assert.Equal(expected, Groups.Strongest([value, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0], 1)[0].Value);
    }
}
