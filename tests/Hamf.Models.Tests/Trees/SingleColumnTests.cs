using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Trees;

public class SingleColumnTests
{
    [Fact]
    public void Columns_of_floats_give_the_model_of_the_same_numbers_as_doubles()
    {
        (FeatureTable mixed, byte[] labels) = Rows.Mixed(5000, 1);
        float[][] singles = Array.ConvertAll(mixed.Columns, column => Array.ConvertAll(column, value => (float)value));
        var floats = new FeatureTable(mixed.Features, singles, 5000);
        var doubles = new FeatureTable(mixed.Features, Array.ConvertAll(singles, column => Array.ConvertAll(column, value => (double)value)), 5000);

        Model model = Train(floats);

        Assert.Equal(ModelFile.Write(Train(doubles)), ModelFile.Write(model));
        Assert.Equal(doubles.Columns, floats.Columns);
        Assert.Equal(doubles.Take([7, 3]).Columns, floats.Take([7, 3]).Columns);

        Model Train(FeatureTable table) => new GbdtTrainer(new GbdtOptions { Trees = 10 })
            .Train(TrainingSet.Binary(table, labels), cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Columns_of_floats_are_checked_as_others_are()
    {
        var feature = new FeatureInfo("c", FeatureKind.Categorical, ["a"]);

        Assert.Throws<ArgumentException>(() => Train(new FeatureTable([feature], [[0f, 5f]], 2)));
        Assert.Throws<ArgumentException>(() => Train(new FeatureTable([feature], [[0f]], 2)));
        Assert.Throws<ArgumentException>(() => Train(new FeatureTable([feature], (float[][])[], 2)));

        static Model Train(FeatureTable table) => new GbdtTrainer(new GbdtOptions()).Train(TrainingSet.Binary(table, [0, 1]));
    }
}
