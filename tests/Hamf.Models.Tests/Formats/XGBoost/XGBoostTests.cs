using Hamf.Models.Formats;
using Hamf.Models.Formats.XGBoost;
using Hamf.Models.Graph;
using Hamf.Models.Tests.Formats.Boosting;

namespace Hamf.Models.Tests.Formats.XGBoost;

public sealed class XGBoostTests
{
    // Of probabilities, and relative of values: float's exponential is not the same to the last bit everywhere.
    private const double Tolerance = 2e-7;

    public static TheoryData<string> Pickles() => Names("*.pkl");

    public static TheoryData<string> Files() => [.. Names("*.json").Concat(Names("*.ubj")).Concat(Names("*.bin")).Select(row => row.Data)];

    [Theory]
    [MemberData(nameof(Pickles))]
    public void Pickled_wrapper_predicts_what_the_library_predicts(string file)
    {
        var estimator = (Estimator)ImportedModels.Part($"xgboost/{file}");

        ImportedModels.Agree(ImportedModels.Model(estimator), Rows(file), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_of_the_library_predicts_what_the_library_predicts(string file)
    {
        byte[] content = Content(file);

        ImportedEstimator imported = XGBoostFile.Read(content);

        Assert.True(XGBoostFile.LooksLike(content));
        ImportedModels.Agree(ImportedModels.Model(imported.Estimator), Rows(file), Tolerance);
    }

    [Theory]
    [InlineData("binary.json", "1.7.4")]
    [InlineData("binary.ubj", "1.7.4")]
    [InlineData("binary.v31.json", "3.1.2")]
    [InlineData("binary.v082.bin", null)]
    public void Version_is_told_where_the_file_tells_it(string file, string? version) =>
        Assert.Equal(version, XGBoostFile.Read(Content(file)).LibraryVersion);

    [Fact]
    public void Names_of_columns_are_found()
    {
        ImportedEstimator imported = XGBoostFile.Read(Content("named.json"));

        Assert.Equal(["amount", "count", "age in days", "balance", "is new"], imported.FeatureNames);
        Assert.Null(XGBoostFile.Read(Content("binary.json")).FeatureNames);
    }

    [Fact]
    public void Early_stopping_is_noted()
    {
        ImportedEstimator imported = XGBoostFile.Read(Content("early.ubj"));

        Assert.Contains("Early stopping", Assert.Single(imported.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Classifier_without_probabilities_is_refused()
    {
        var refusal = Assert.Throws<ImportException>(() => ImportedModels.Part("xgboost/logitraw-classifier.refused.pkl"));

        Assert.Contains("binary:logitraw", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"num_target\":\"1\"", "\"num_target\":\"2\"", "several targets")]
    [InlineData("\"name\":\"gbtree\"", "\"name\":\"gbforest\"", "gbforest")]
    [InlineData("\"name\":\"binary:logistic\"", "\"name\":\"custom:loss\"", "custom:loss")]
    [InlineData("\"categories_nodes\":[]", "\"categories_nodes\":[1]", "lists of categories")]
    [InlineData("\"gbtree_model_param\"", "\"cats\":{\"enc\":[{}]},\"gbtree_model_param\"", "numbers its categories anew")]
    [InlineData("\"size_leaf_vector\":\"0\"}}", "\"size_leaf_vector\":\"3\"}}", "several values")]
    [InlineData("\"base_score\":\"3E-1\"", "\"base_score\":\"3E0\"", "base score")]
    [InlineData("\"base_score\":\"3E-1\"", "\"base_score\":\"[1E-1,2E-1]\"", "base scores")]
    [InlineData("\"num_feature\":\"5\"", "\"num_feature\":\"3\"", "feature")]
    [InlineData("\"num_feature\":\"5\"", "\"num_feature\":\"2000000000\"", "columns")]
    public void Model_that_is_not_supported_is_refused_with_a_reason(string found, string replaced, string reason)
    {
        string json = System.Text.Encoding.UTF8.GetString(Content("binary.json"));
        Assert.Contains(found, json, StringComparison.Ordinal);

        var refusal = Assert.Throws<ImportException>(() =>
            XGBoostFile.Read(System.Text.Encoding.UTF8.GetBytes(json.Replace(found, replaced, StringComparison.Ordinal))));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Column_that_a_sparse_row_does_not_store_is_missing()
    {
        var estimator = (Estimator)ImportedModels.Part("xgboost/binary.pkl");
        (RowVector sparse, RowVector dense) = (new RowVector(), new RowVector());
        sparse.ResetSparse(5);
        sparse.Append(1, 2);
        dense.ResetDense(5);
        new[] { double.NaN, 2, double.NaN, double.NaN, double.NaN }.CopyTo(dense.Numbers);
        var (first, second) = (new double[2], new double[2]);

        estimator.Probabilities(sparse, first, Workspace.OfThread);
        estimator.Probabilities(dense, second, Workspace.OfThread);

        Assert.Equal(second, first);
    }

    [Fact]
    public void Linear_model_refuses_an_infinite_value_as_the_library_does()
    {
        GraphModel model = ImportedModels.Model((Estimator)ImportedModels.Part("xgboost/linear.pkl"));

        Assert.Throws<RowRefusedException>(() => model.PredictFull([double.PositiveInfinity, 0, 0, 0, 0], [], new double[2]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Damaged_file_is_refused(string file) => DamagedFiles.Check(Content(file), content => XGBoostFile.Read(content).Estimator, 300);

    private static byte[] Content(string file) => File.ReadAllBytes(ImportedModels.PathOf($"xgboost/{file}"));

    private static string Rows(string file) => $"xgboost/{file.Split('.')[0]}.csv.gz";

    private static TheoryData<string> Names(string pattern) =>
        [.. Directory.GetFiles(ImportedModels.PathOf("xgboost"), pattern).Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".refused.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
