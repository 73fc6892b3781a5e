using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.Models.Metrics;

namespace Hamf.Models.Tests;

/// <summary>What every trainer and its model must hold; one subclass per algorithm.</summary>
public abstract class EstimatorChecks : ModelChecks
{
    /// <summary>False for a trainer that does not look at the targets.</summary>
    protected virtual bool LearnsTargets => true;

    /// <summary>How far the score of a model of weighted rows may be from that of a model of repeated rows: in any row, or on average where rows are drawn at random.</summary>
    protected virtual double WeightTolerance => 1e-6;

    /// <summary>Whether rows are drawn at random: weighted ones more often, but not by the same draws as copies.</summary>
    protected virtual bool DrawsRows => false;

    [Fact]
    public void Leaves_its_inputs_untouched()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(600, 1);
        double[][] columns = table.Columns.Select(c => c.ToArray()).ToArray();
        byte[] labelsBefore = labels.ToArray();

        Train(table, labels);

        Assert.Equal(columns, table.Columns);
        Assert.Equal(labelsBefore, labels);
    }

    [Fact]
    public void Learns_what_can_be_learned()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 2);

        Model model = Train(table, labels);

        if (LearnsTargets)
        {
            Assert.True(ClassificationMetrics.Compute(Positives(model, table), labels, 0.5).RocAuc > 0.8);
        }
        else
        {
            Assert.Equal(ModelFile.Write(model), ModelFile.Write(Train(table, Array.ConvertAll(labels, l => (byte)(1 - l)))));
        }
    }

    [Fact]
    public void Trains_on_a_column_that_is_always_missing_or_constant()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(600, 4);
        Array.Fill(table.Columns[0], double.NaN);
        Array.Fill(table.Columns[3], 7);

        Model model = Train(table, labels);

        AssertValid(model, [double.NaN, 1, 2, 7]);
        AssertValid(model, [5, 1, 2, -3]);
        Assert.Equal(0, model.Importance()[3]);
    }

    [Fact]
    public void Trains_on_one_row_of_each_class()
    {
        (FeatureTable table, _) = Rows.Mixed(2, 5);

        Model model = Train(table, [0, 1]);

        AssertValid(model, [1, 2, 0, 0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Refuses_a_single_class(byte label)
    {
        (FeatureTable table, _) = Rows.Mixed(50, 6);

        Exception? refused = Record.Exception(() => Train(table, Enumerable.Repeat(label, 50).ToArray()));

        if (LearnsTargets)
        {
            Assert.Contains("both classes", Assert.IsType<ArgumentException>(refused).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(refused);
        }
    }

    [Fact]
    public void Refuses_no_rows() =>
        Assert.Throws<ArgumentException>(() => Train(Rows.Mixed(5, 6).Table.Take([]), []));

    [Fact]
    public void Refuses_weights_that_are_no_weights()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(4, 6);

        Assert.Throws<ArgumentException>(() => Train(table, [0, 1, 0, 1], weights: [1, 1, 1]));
        Assert.Throws<ArgumentException>(() => Train(table, [0, 1, 0, 1], weights: [1, 1, -1, 1]));
        Assert.Throws<ArgumentException>(() => Train(table, [0, 1, 0, 1], weights: [1, 1, double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => Train(table, [0, 1, 0, 1], weights: [0, 0, 0, 0]));
    }

    // The weights change what there is to learn, so that a model that ignores them is far off: the bound is shown to tell the two apart.
    [Fact]
    public void A_whole_weight_does_what_as_many_copies_do()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(900, 14);
        double[] weights = table.Columns[0].Select((amount, row) => amount > 2 ? 4.0 * labels[row] : (row % 3) + labels[row]).ToArray();
        int[] copies = Enumerable.Range(0, 900).SelectMany(row => Enumerable.Repeat(row, (int)weights[row])).ToArray();
        double[] repeated = ScoresOf(Train(table.Take(copies), copies.Select(row => labels[row]).ToArray()), table);

        double weighted = Distance(ScoresOf(Train(table, labels, weights: weights), table), repeated);
        double ignored = Distance(ScoresOf(Train(table, labels), table), repeated);

        Assert.InRange(weighted, 0, WeightTolerance);
        Assert.True(ignored > 2 * WeightTolerance, $"without weights {ignored}");
    }

    [Fact]
    public void The_same_input_gives_the_same_bits_at_any_thread_count()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(40_000, 7);

        byte[] one = ModelFile.Write(Train(table, labels, threads: 1));

        Assert.Equal(one, ModelFile.Write(Train(table, labels, threads: 1)));
        Assert.Equal(one, ModelFile.Write(Train(table, labels, threads: 2)));
    }

    private double Distance(double[] scores, double[] others)
    {
        double[] apart = scores.Zip(others, (a, b) => Math.Abs(a - b)).ToArray();
        return DrawsRows ? apart.Average() : apart.Max();
    }

    // The output that stands for label 1.
    private static double[] Positives(Model model, FeatureTable table)
    {
        int column = model.OutputCount - 1;
        double[] scores = ScoresOf(model, table);
        return Enumerable.Range(0, table.RowCount).Select(row => scores[(row * model.OutputCount) + column]).ToArray();
    }
}
