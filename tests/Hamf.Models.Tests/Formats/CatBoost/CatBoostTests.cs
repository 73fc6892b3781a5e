using Hamf.Models.Formats;
using Hamf.Models.Formats.CatBoost;
using Hamf.Models.Graph;
using Hamf.Models.Tests.Formats.Boosting;

namespace Hamf.Models.Tests.Formats.CatBoost;

public sealed class CatBoostTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Files() => ["binary.cbm", "binary.json", "classes.cbm", "classes.json", "one-versus-all.cbm", "value.cbm", "value.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_predicts_what_the_description_says(string file)
    {
        byte[] content = Content(file);

        ImportedEstimator imported = CatBoostFile.Read(content);

        Assert.True(CatBoostFile.LooksLike(content));
        ImportedModels.Agree(ImportedModels.Model(imported.Estimator), Rows(file), Tolerance);
    }

    [Theory]
    [InlineData("binary.pkl")]
    [InlineData("value.pkl")]
    public void Pickled_wrapper_predicts_what_the_description_says(string file)
    {
        var estimator = (Estimator)ImportedModels.Part($"catboost/{file}");

        ImportedModels.Agree(ImportedModels.Model(estimator), Rows(file), Tolerance);
    }

    [Theory]
    [InlineData("binary.cbm")]
    [InlineData("binary.json")]
    public void Names_of_columns_are_found(string file)
    {
        Assert.Equal(["amount", "count", "age", "balance"], CatBoostFile.Read(Content(file)).FeatureNames);
        Assert.Null(CatBoostFile.Read(Content("classes.cbm")).FeatureNames);
    }

    [Theory]
    [InlineData("categories.refused.cbm", "categories")]
    [InlineData("counters.refused.cbm", "categories")]
    [InlineData("texts.refused.cbm", "texts")]
    [InlineData("shapes.refused.cbm", "grow_policy")]
    public void File_that_is_not_supported_is_refused_with_a_reason(string file, string reason)
    {
        var refusal = Assert.Throws<ImportException>(() => CatBoostFile.Read(Content(file)));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrapper_saved_before_training_is_refused()
    {
        var refusal = Assert.Throws<ImportException>(() => ImportedModels.Part("catboost/unfitted.refused.pkl"));

        Assert.Contains("before training", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Damaged_file_is_refused(string file) => DamagedFiles.Check(Content(file), content => CatBoostFile.Read(content).Estimator, 600);

    private static byte[] Content(string file) => File.ReadAllBytes(ImportedModels.PathOf($"catboost/{file}"));

    private static string Rows(string file) => $"catboost/{file.Split('.')[0]}.csv.gz";
}
