using System.Text;
using Hamf.Models.Data;
using Hamf.Models.Formats;
using Hamf.Models.Formats.LightGBM;
using Hamf.Models.Graph;
using Hamf.Models.Tests.Formats.Boosting;

namespace Hamf.Models.Tests.Formats.LightGBM;

public sealed class LightGBMTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Pickles() => Names("*.pkl");

    public static TheoryData<string> Files() => Names("*.txt");

    [Theory]
    [MemberData(nameof(Pickles))]
    public void Pickled_wrapper_predicts_what_the_description_says(string file)
    {
        var estimator = (Estimator)ImportedModels.Part($"lightgbm/{file}");

        ImportedModels.Agree(ImportedModels.Model(estimator), Rows(file), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Model_text_predicts_what_the_description_says(string file)
    {
        byte[] content = Content(file);

        ImportedEstimator imported = LightGBMFile.Read(content);

        Assert.True(LightGBMFile.LooksLike(content));
        Assert.Equal(["amount", "count", "age", "code", "land"], imported.FeatureNames);
        ImportedModels.Agree(ImportedModels.Model(imported.Estimator), Rows(file), Tolerance);
    }

    [Fact]
    public void Columns_of_categories_are_named_in_a_note()
    {
        ImportedEstimator imported = LightGBMFile.Read(Content("categories.txt"));

        Assert.Contains("'code', 'land'", Assert.Single(imported.Notes), StringComparison.Ordinal);
        Assert.Equal("model text v4", imported.LibraryVersion);
    }

    [Theory]
    [InlineData("categories-named.refused.txt", "names of their own")]
    [InlineData("zero-mixed.refused.txt", "takes zero for missing")]
    public void Text_that_is_not_supported_is_refused_with_a_reason(string file, string reason)
    {
        var refusal = Assert.Throws<ImportException>(() => LightGBMFile.Read(Content(file)));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is_linear=0", "is_linear=1", "linear")]
    [InlineData("objective=binary sigmoid:1", "objective=cross_entropy_lambda", "cross_entropy_lambda")]
    [InlineData("objective=binary sigmoid:1", "objective=regression sqrt", "sqrt")]
    [InlineData("objective=binary sigmoid:1", "objective=multiclass num_class:3", "do not fit")]
    [InlineData("max_feature_idx=4", "max_feature_idx=1", "column")]
    [InlineData("max_feature_idx=4", "max_feature_idx=2147483646", "columns")]
    [InlineData("end of trees", "end", "before its last tree")]
    [InlineData("left_child=", "left_child=0 ", "left_child")]
    [InlineData("num_leaves=1\n", "num_leaves=2147483647\n", "no split_feature")]
    [InlineData("threshold=", "threshold=x", "not a number")]
    public void Changed_text_is_refused_with_a_reason(string found, string replaced, string reason)
    {
        string text = Encoding.UTF8.GetString(Content("binary.txt"));
        Assert.Contains(found, text, StringComparison.Ordinal);

        var refusal = Assert.Throws<ImportException>(() => LightGBMFile.Read(Encoding.UTF8.GetBytes(text.Replace(found, replaced, StringComparison.Ordinal))));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Column_that_a_sparse_row_does_not_store_is_zero_and_missing_where_zero_is()
    {
        Estimator estimator = LightGBMFile.Read(Content("zero.txt")).Estimator;
        (RowVector sparse, RowVector dense) = (new RowVector(), new RowVector());
        sparse.ResetSparse(5);
        sparse.Append(0, 0.5);
        dense.ResetDense(5);
        new[] { 0.5, 0, 0, 0, 0 }.CopyTo(dense.Numbers);
        var (first, second) = (new double[2], new double[2]);

        estimator.Probabilities(sparse, first, Workspace.OfThread);
        estimator.Probabilities(dense, second, Workspace.OfThread);

        Assert.Equal(second, first);
    }

    [Fact]
    public void Table_scores_as_its_rows_do()
    {
        GraphModel model = new(
            [.. Enumerable.Range(0, 5).Select(i => FeatureInfo.Numeric($"x{i}"))], LightGBMFile.Read(Content("categories.txt")).Estimator, 1);
        double[][] columns = [.. Enumerable.Range(0, 5).Select(i => Enumerable.Range(0, 300).Select(row => ((row * 7) + i) % 40 - 1.5).ToArray())];
        var table = new FeatureTable(model.Features, columns, 300);
        var scores = new double[300];
        var row = new double[5];

        model.ScoreAll(table, scores);

        for (int i = 0; i < 300; i++)
        {
            table.CopyRow(i, row);
            Assert.Equal(model.Score(row), scores[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Damaged_text_is_refused(string file) => DamagedFiles.Check(Content(file), content => LightGBMFile.Read(content).Estimator, 300);

    private static byte[] Content(string file) => File.ReadAllBytes(ImportedModels.PathOf($"lightgbm/{file}"));

    private static string Rows(string file) => $"lightgbm/{file.Split('.')[0]}.csv.gz";

    private static TheoryData<string> Names(string pattern) =>
        [.. Directory.GetFiles(ImportedModels.PathOf("lightgbm"), pattern).Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".refused.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
