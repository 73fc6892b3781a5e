using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;

namespace Hamf.Adapters.Tests.Mlflow;

public sealed class ModelUriTests
{
    [Theory]
    [InlineData("models:/m@champion", "models:/m@champion")]
    [InlineData("models:/a@b@champion", "models:/a@b@champion")]
    [InlineData("models:/m/3", "models:/m/3")]
    [InlineData("models:/m/production", "models:/m/Production")]
    [InlineData("models:/m/LATEST", "models:/m/latest")]
    [InlineData("models:/m-0123456789abcdef0123456789abcdef", "models:/m-0123456789abcdef0123456789abcdef")]
    [InlineData("runs:/abc/model/data", "runs:/abc/model/data")]
    [InlineData("runs:/abc", "runs:/abc")]
    public void Reads_every_form(string text, string expected) => Assert.Equal(expected, ModelUri.Parse(text)?.ToString());

    [Theory]
    [InlineData("models:/")]
    [InlineData("models:/m")]
    [InlineData("models:/m/0")]
    [InlineData("models:/m/1/2")]
    [InlineData("models:/m/2nd")]
    [InlineData("runs:/")]
    [InlineData("runs:/abc/../../x")]
    [InlineData("model.pkl")]
    public void Refuses_everything_else(string text) => Assert.Null(ModelUri.Parse(text));

    [Fact]
    public void The_last_at_parts_name_and_alias()
    {
        ModelUri uri = ModelUri.Parse("models:/a@b@c")!;

        Assert.Equal(("a@b", "c"), (uri.Name, uri.Alias));
        Assert.Equal(VersionStage.Archived, ModelUri.Parse("models:/m/archived")!.Stage);
    }
}
