using Hamf.Models.Learning;

namespace Hamf.Models.Bayes;

/// <summary>The weight of each known category in each class.</summary>
internal static class CategoryCounts
{
    /// <summary>[classes][categories]; missing and unseen ones are not counted.</summary>
    public static double[][] Count(TrainingSet train, int feature, int classCount)
    {
        int categories = train.Table.Features[feature].UnseenCode;
        double[][] counts = Enumerable.Range(0, classCount).Select(_ => new double[categories]).ToArray();
        for (int row = 0; row < train.Table.RowCount; row++)
        {
            double code = train.Table.Columns[feature][row];
            if (code < categories)
            {
                counts[(int)train.Targets[row]][(int)code] += train.WeightOf(row);
            }
        }

        return counts;
    }
}
