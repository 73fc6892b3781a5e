using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;

namespace Hamf.Pipeline.Tests.Registry;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("models:/fraud/3", "fraud", 3, null, null, false)]
    [InlineData("models:/a model/12", "a model", 12, null, null, false)]
    [InlineData("MODELS:/fraud/3", "fraud", 3, null, null, false)]
    [InlineData("models:/fraud@best", "fraud", null, "best", null, false)]
    [InlineData("models:/a@b@best", "a@b", null, "best", null, false)]
    [InlineData("models:/fraud/latest", "fraud", null, null, null, true)]
    [InlineData("models:/fraud/LATEST", "fraud", null, null, null, true)]
    [InlineData("models:/fraud/Production", "fraud", null, null, VersionStage.Production, false)]
    [InlineData("models:/fraud/staging/", "fraud", null, null, VersionStage.Staging, false)]
    [InlineData("models:/fraud/None", "fraud", null, null, VersionStage.None, false)]
    public void Reads_what_names_a_version(string text, string name, int? version, string? alias, VersionStage? stage, bool isLatest)
    {
        Assert.True(ModelUri.TryParse(text, out ModelUri uri));

        Assert.Equal((name, version, alias, stage, isLatest), (uri.Name, uri.Version, uri.Alias, uri.Stage, uri.IsLatest));
        Assert.Null(uri.ModelId);
        Assert.True(ModelUri.TryParse(uri.ToString(), out ModelUri again));
        Assert.Equal(uri, again);
    }

    [Fact]
    public void Reads_what_names_a_logged_model_or_a_run()
    {
        Assert.True(ModelUri.TryParse("models:/m-0123456789abcdef0123456789abcdef", out ModelUri logged));
        Assert.True(ModelUri.TryParse("runs:/r1/some/model/", out ModelUri run));

        Assert.Equal(("m-0123456789abcdef0123456789abcdef", null), (logged.ModelId, logged.Name));
        Assert.Equal(("r1", "some/model"), (run.RunId, run.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fraud")]
    [InlineData("fraud/3")]
    [InlineData("models:")]
    [InlineData("models:/")]
    [InlineData("models://fraud/3")]
    [InlineData("models:fraud/3")]
    [InlineData("models:/fraud")]
    [InlineData("models:/fraud/")]
    [InlineData("models:/fraud/0")]
    [InlineData("models:/fraud/-1")]
    [InlineData("models:/fraud/+1")]
    [InlineData("models:/fraud/1.5")]
    [InlineData("models:/fraud/99999999999")]
    [InlineData("models:/fraud/production/2")]
    [InlineData("models:/fraud/elsewhere")]
    [InlineData("models:/fraud@")]
    [InlineData("models:/@best")]
    [InlineData("models:/fraud/3@best")]
    [InlineData("models:/m-a/../b")]
    [InlineData("models:/m-")]
    [InlineData("runs:/")]
    [InlineData("runs:/r1")]
    [InlineData("runs:/r1/")]
    [InlineData("runs://r1/model")]
    [InlineData("s3://bucket/model")]
    public void Refuses_everything_else(string text) => Assert.False(ModelUri.TryParse(text, out _));

    [Theory]
    [InlineData(Role.Reader, "champion", false)]
    [InlineData(Role.Trainer, "champion", false)]
    [InlineData(Role.Admin, "champion", true)]
    [InlineData(Role.Trainer, "Champion", true)]
    [InlineData(Role.Trainer, "challenger", true)]
    public void A_guarded_alias_is_moved_by_admins(Role role, string alias, bool isAllowed)
    {
        var guard = new AliasGuard(["champion", "gold"]);
        Exception? refusal = Record.Exception(() => guard.CheckMove(role, alias));
        Exception? loss = Record.Exception(() => guard.For(role)(alias));

        Assert.Equal(isAllowed, refusal is null);
        Assert.Equal(isAllowed, loss is null);
        Assert.True(isAllowed || refusal is RegistryException { Error: RegistryError.PermissionDenied });
    }
}
