using Hamf.Models.Data;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Training;

namespace Hamf.Pipeline.Tests.Training;

public sealed class CategorySelectionTests
{
    [Fact]
    public void Rare_categories_become_unseen()
    {
        FeatureTable table = Select(["b", "b", "b", "a", "a", "a", "rare", null], trainRows: 8);

        Assert.Equal(["a", "b"], table.Features[0].Categories);
        Assert.Equal([1, 1, 1, 0, 0, 0, 2, double.NaN], table.Columns[0]);
        Assert.Equal(2, table.Features[0].UnseenCode);
    }

    [Fact]
    public void Categories_outside_the_training_rows_are_not_learned()
    {
        FeatureTable table = Select(["a", "a", "a", "new", "new", "new", "new"], trainRows: 3);

        Assert.Equal(["a"], table.Features[0].Categories);
        Assert.Equal([0, 0, 0, 1, 1, 1, 1], table.Columns[0]);
    }

    [Fact]
    public void Most_frequent_categories_fill_the_histogram_and_the_rest_is_unseen()
    {
        string?[] values = Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat($"m{i:000}", i < 10 ? 3 : 5)).ToArray();

        FeatureTable table = Select(values, values.Length);

        Assert.Equal(CategorySelection.MaxCategories, table.Features[0].Categories.Count);
        Assert.DoesNotContain("m000", table.Features[0].Categories);
        Assert.Contains("m010", table.Features[0].Categories);
        Assert.DoesNotContain("m299", table.Features[0].Categories);
    }

    [Fact]
    public void Order_of_rows_does_not_change_the_codes()
    {
        string?[] values = ["x", "y", "y", "z", "x", "x", "y", "z", "z"];

        Assert.Equal(Select(values, 9).Features[0].Categories, Select(values.Reverse().ToArray(), 9).Features[0].Categories);
    }

    [Fact]
    public void Numbers_stay_as_they_are()
    {
        FeatureTable table = Select(["a", "a", "a"], 3);

        Assert.Equal(FeatureKind.Numeric, table.Features[1].Kind);
        Assert.Equal([0.5, 1.5, 2.5], table.Columns[1]);
    }

    private static FeatureTable Select(string?[] values, int trainRows)
    {
        var learned = CategoryEncoding.Learning(2);
        var table = new TrainingTable
        {
            Columns = [values.Select(v => learned.CodeOf(0, v)).ToArray(), values.Select((_, i) => i + 0.5).ToArray()],
            RowCount = values.Length,
            TrainingRows = values.Length,
            Labels = new byte[values.Length],
            TimesMs = null,
            Entities = null,
        };
        return CategorySelection.Apply(
            table,
            [new FeatureSpec("text", "text", "text", 1), new FeatureSpec("number", "number", "number", 2)],
            [FeatureKind.Categorical, FeatureKind.Numeric],
            learned,
            Enumerable.Range(0, trainRows).ToArray());
    }
}
