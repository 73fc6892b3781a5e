namespace Hamf.Models.Graph.Kernels;

/// <summary>Inner products and squared distances, term by term in the order of the columns.</summary>
internal static class VectorSums
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Of sparse rows: values and their rising columns.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<int> columnsOfA, ReadOnlySpan<double> b, ReadOnlySpan<int> columnsOfB)
    {
        (double sum, int i, int j) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            (int left, int right) = (columnsOfA[i], columnsOfB[j]);
            if (left == right)
            {
                sum += a[i] * b[j];
            }

            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        return sum;
    }

    /// <summary>Of sparse rows: values and their rising columns.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<int> columnsOfA, ReadOnlySpan<double> b, ReadOnlySpan<int> columnsOfB)
    {
        (double sum, int i, int j) = (0, 0, 0);
        while (i < a.Length || j < b.Length)
        {
            int left = i < a.Length ? columnsOfA[i] : int.MaxValue;
            int right = j < b.Length ? columnsOfB[j] : int.MaxValue;
            double difference = (left <= right ? a[i] : 0) - (right <= left ? b[j] : 0);
            sum += difference * difference;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        return sum;
    }
}
