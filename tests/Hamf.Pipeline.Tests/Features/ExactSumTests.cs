using Hamf.Pipeline.Features.Windows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Features;

public sealed class ExactSumTests
{
    [Fact]
    public void A_run_and_single_additions_give_the_same_bits() => Seeds.ForEach(200, random =>
    {
        long[] numbers = [.. Enumerable.Range(0, random.Next(1, ExactSum.MaxRun + 1)).Select(_ => BitConverter.DoubleToInt64Bits(Number(random)))];
        ExactSum one = default;
        ExactSum oneSquares = default;
        foreach (double value in numbers.Select(BitConverter.Int64BitsToDouble).Where(v => !double.IsNaN(v)))
        {
            one.Add(value);
            oneSquares.AddSquare(value);
        }

        ExactSum run = default;
        ExactSum runSquares = default;
        run.AddAll(numbers);
        runSquares.AddAllSquares(numbers);

        Assert.Equal(one, run);
        Assert.Equal(oneSquares, runSquares);
    });

    [Fact]
    public void Order_and_grouping_do_not_matter() => Seeds.ForEach(50, random =>
    {
        double[] numbers = [.. Enumerable.Range(0, 300).Select(_ => Number(random)).Where(n => !double.IsNaN(n))];
        ExactSum forward = SumOf(numbers);
        random.Shuffle(numbers);
        int cut = random.Next(numbers.Length);
        ExactSum grouped = SumOf(numbers[..cut]);
        grouped.Add(SumOf(numbers[cut..]));

        Assert.Equal(forward, grouped);
    });

    [Fact]
    public void One_number_comes_back_as_it_was() => Seeds.ForEach(500, random =>
    {
        double value = (random.Next(2) * 2 - 1) * Math.ScaleB(1 + random.NextDouble(), random.Next(-43, 63));

        Assert.Equal(value, SumOf([value]).ToDouble());
    });

    [Fact]
    public void A_sum_that_cancels_is_zero_and_the_square_of_the_largest_fits()
    {
        double largest = Math.BitDecrement(ColumnPlan.MaxMagnitude);
        ExactSum square = default;
        square.AddSquare(largest);

        Assert.Equal(0, SumOf([largest, 0.1, -0.1, -largest]).ToDouble());
        Assert.Equal(largest * largest, square.ToDouble());
    }

    private static ExactSum SumOf(IEnumerable<double> values)
    {
        ExactSum sum = default;
        foreach (double value in values)
        {
            sum.Add(value);
        }

        return sum;
    }

    private static double Number(Random random) => random.Next(10) switch
    {
        0 => double.NaN,
        1 => 0,
        2 => double.Epsilon * random.Next(100),
        3 => (random.Next(2) * 2 - 1) * Math.ScaleB(1 + random.NextDouble(), random.Next(-130, 63)),
        4 => Math.ScaleB(1, random.Next(-60, 63)),
        _ => (random.NextDouble() - 0.3) * Math.Pow(10, random.Next(6)),
    };
}
