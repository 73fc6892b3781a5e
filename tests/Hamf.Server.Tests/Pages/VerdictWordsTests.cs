using Hamf.Pipeline.Rows;
using Hamf.Server.Pages;

namespace Hamf.Server.Tests.Pages;

public sealed class VerdictWordsTests
{
    [Theory]
    [InlineData("is_fraud", ColumnType.Boolean, "1", "fraud", "not fraud")]
    [InlineData("is_account_takeover", ColumnType.Integer, "1", "account takeover", "not account takeover")]
    [InlineData("label", ColumnType.Text, "phishing", "phishing", "not phishing")]
    [InlineData("is_fraud", ColumnType.Text, "yes", "fraud", "not fraud")]
    [InlineData("label", ColumnType.Text, "1", "positive", "negative")]
    [InlineData("label", ColumnType.Text, "True", "positive", "negative")]
    [InlineData("Class", ColumnType.Integer, "1", "positive", "negative")]
    [InlineData("is_", ColumnType.Integer, "1", "positive", "negative")]
    public void Words_come_from_the_label(string name, ColumnType type, string positive, string yes, string no)
    {
        var schema = new EventSchema([new ColumnSpec { Name = name, Type = type, Role = ColumnRole.Label, Positive = positive }]);

        VerdictWords words = VerdictWords.Of(schema);

        Assert.Equal((yes, no), (words.Of(true), words.Of(false)));
    }

    [Fact]
    public void Words_are_neutral_without_a_label() =>
        Assert.Equal(VerdictWords.Neutral, VerdictWords.Of(new EventSchema([new ColumnSpec { Name = "amt", Type = ColumnType.Number, Role = ColumnRole.Feature }])));
}
