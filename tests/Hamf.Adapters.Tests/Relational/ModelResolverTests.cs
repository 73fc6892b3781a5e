using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What the names of models mean, on a registry with versions of both kinds.</summary>
public sealed class ModelResolverTests : IDisposable
{
    private readonly SqliteHome _home = new();
    private readonly ModelStore _models;
    private readonly RegistryStore _registry;
    private readonly ModelResolver _resolver;

    public ModelResolverTests()
    {
        _models = new ModelStore(_home.Database);
        _registry = new RegistryStore(_home.Database);
        _resolver = new ModelResolver(_models, _registry);
        for (int i = 1; i <= 3; i++)
        {
            _models.Register(new ModelVersion
            {
                Name = "fraud",
                Version = 0,
                CreatedAt = default,
                RunId = $"r{i}",
                BundleDigest = $"b{i}",
                DetectorYaml = "name: fraud",
            });
        }

        _registry.CreateModel("other", null, []);
        _registry.CreateVersion(new NewVersion
        {
            Name = "other",
            Source = "models:/m-1",
            StorageLocation = "mlflow-artifacts:/0/models/m-1/artifacts",
            RunId = "r9",
            ModelId = "m-1",
        });
    }

    [Theory]
    [InlineData("fraud", 1)]
    [InlineData("fraud@challenger", 3)]
    [InlineData("fraud/2", 2)]
    [InlineData("fraud@latest", 3)]
    [InlineData("models:/fraud/2", 2)]
    [InlineData("models:/fraud@champion", 1)]
    [InlineData("models:/fraud@latest", 3)]
    [InlineData("models:/fraud/Latest", 3)]
    [InlineData("models:/fraud/Production", 1)]
    [InlineData("models:/fraud/none", 3)]
    [InlineData("runs:/r2/model", 2)]
    public void Finds(string text, int version) => Assert.Equal(version, _resolver.Resolve(text).Version);

    [Fact]
    public void A_stage_that_was_moved_to_goes_before_the_champion()
    {
        _registry.MoveVersion("fraud", 2, VersionStage.Production, false, "anna");

        Assert.Equal(2, _resolver.Resolve("models:/fraud/production").Version);
    }

    [Fact]
    public void A_bare_name_means_what_the_caller_says() => Assert.Equal(3, _resolver.Resolve("fraud", ModelReference.Challenger).Version);

    [Theory]
    [InlineData("nobody")]
    [InlineData("fraud/9")]
    [InlineData("fraud@nobody")]
    [InlineData("models:/fraud/9")]
    [InlineData("models:/fraud/Archived")]
    [InlineData("models:/m-2")]
    [InlineData("runs:/r2/other")]
    public void Says_what_there_is_where_there_is_none(string text)
    {
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => _resolver.Resolve(text));

        Assert.Contains("fraud/3, fraud/2, fraud/1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other/1")]
    [InlineData("models:/other/1")]
    [InlineData("models:/other/latest")]
    [InlineData("models:/m-1")]
    public void Says_why_a_version_cannot_be_scored_with(string text)
    {
        _registry.MarkUnreadable("other", 1, "it is a pickle of an unknown class");

        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => _resolver.Resolve(text));

        Assert.Contains("other/1 is registered, but cannot be scored with: it is a pickle of an unknown class", error.Message, StringComparison.Ordinal);
        _registry.Adopt("other", 1, "digest", "name: other");
        Assert.Equal("digest", _resolver.Resolve(text).BundleDigest);
    }

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("models:/fraud")]
    [InlineData("runs:/r1")]
    public void Refuses_what_has_no_form(string text) => Assert.Throws<FormatException>(() => _resolver.Resolve(text));

    public void Dispose() => _home.Dispose();
}
