using Hamf.Models.Trees;
using Hamf.Models.Trees.Growing;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees;

public class GrowingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vector_and_scalar_words_are_the_same_and_near_the_truth(bool weighted)
    {
        var random = new Random(1);
        float[] gradients = Enumerable.Range(0, 1003).Select(_ => (float)((random.NextDouble() * 6) - 3)).ToArray();
        float[] hessians = gradients.Select(_ => (float)random.NextDouble()).ToArray();
        (gradients[0], gradients[1], hessians[0], hessians[1]) = (3, -3, 1, 0);
        double[]? weights = weighted ? gradients.Select(_ => (double)random.Next(4)).ToArray() : null;
        PackedGradients fast = Pack(useVectors: true);
        PackedGradients plain = Pack(useVectors: false);

        Assert.Equal(plain.Words, fast.Words);
        for (int i = 0; i < gradients.Length; i++)
        {
            LeafSums sums = Unpack(fast.Words[i], fast.Layout);
            Assert.Equal(gradients[i], sums.Gradient / fast.Scales.Gradient, 1 / fast.Scales.Gradient);
            Assert.Equal(hessians[i], sums.Hessian / fast.Scales.Hessian, 1 / fast.Scales.Hessian);
            Assert.Equal(weights?[i] ?? 1, (fast.Counts?[i] ?? sums.Rows) / fast.Scales.Rows);
        }

        PackedGradients Pack(bool useVectors)
        {
            var packed = new PackedGradients(gradients.Length, weights, useVectors);
            packed.Rescale(3, 1);
            packed.Pack(0, gradients, hessians, 7);
            return packed;
        }
    }

    [Fact]
    public void As_many_words_as_may_be_added_keep_their_fields_apart()
    {
        foreach (WordLayout layout in new[] { WordLayout.WithCount, WordLayout.WithoutCount })
        {
            foreach (int sign in new[] { -1, 1 })
            {
                long gradient = (long)sign << layout.GradientBits;
                long hessian = 1L << layout.HessianBits;
                long word = (gradient << layout.GradientShift) + (hessian << layout.HessianShift) + layout.One;

                LeafSums sums = Unpack(word * WordLayout.MaxRows, layout);

                Assert.Equal(
                    new LeafSums(gradient * WordLayout.MaxRows, hessian * WordLayout.MaxRows, layout.One * WordLayout.MaxRows), sums);
            }
        }
    }

    [Fact]
    public void The_kernel_adds_what_a_loop_adds_for_every_width()
    {
        Seeds.ForEach(3, random =>
        {
            for (int width = 1; width <= 16; width++)
            {
                int size = width <= 4 ? 4 : width <= 8 ? 8 : 16;
                var chunks = new byte[1000 * size];
                random.NextBytes(chunks);
                long[] words = Enumerable.Range(0, 1000).Select(_ => random.NextInt64()).ToArray();
                int[] rows = Enumerable.Range(0, 1000).Where(row => random.Next(3) > 0 || row is 0 or 999).ToArray();
                rows = random.Next(2) == 0 ? rows : Enumerable.Range(random.Next(500), 400).ToArray();
                var expected = new long[width * HistogramKernel.Stride];
                int count = random.Next(1, rows.Length + 1);
                foreach (int row in rows[..count])
                {
                    for (int j = 0; j < width; j++)
                    {
                        expected[(j * HistogramKernel.Stride) + chunks[(row * size) + j]] += words[row];
                    }
                }

                var packed = new long[width * HistogramKernel.Stride];
                HistogramKernel.Add(chunks, size, width, words, rows, count, packed);

                Assert.Equal(expected, packed);
            }
        });
    }

    [Fact]
    public void Both_ways_to_flush_give_the_same_sums()
    {
        var random = new Random(2);
        foreach (bool isFirst in new[] { true, false })
        {
            long[] words = Enumerable.Range(0, 64).Select(_ => random.NextInt64()).ToArray();
            Histogram fast = Filled();
            Histogram plain = Filled();

            HistogramKernel.Flush([.. words], 8, WordLayout.WithCount, fast, 16, 40, isFirst, useVectors: true);
            HistogramKernel.Flush([.. words], 8, WordLayout.WithCount, plain, 16, 40, isFirst, useVectors: false);

            Assert.Equal(plain.Gradients, fast.Gradients);
            Assert.Equal(plain.Hessians, fast.Hessians);
            Assert.Equal(plain.Rows, fast.Rows);
            Assert.Equal((isFirst ? 0 : 5) + (words[8] & 4095), plain.Rows[16]);
        }

        static Histogram Filled()
        {
            var histogram = new Histogram(64);
            Array.Fill(histogram.Rows, 5);
            return histogram;
        }
    }

    [Fact]
    public void Both_ways_to_judge_thresholds_find_the_same_bin_and_gain()
    {
        Seeds.ForEach(200, random =>
        {
            int bins = random.Next(1, 256);
            var histogram = new Histogram(264);
            LeafSums leaf = default;
            for (int bin = 0; bin < bins; bin++)
            {
                int rows = random.Next(3) == 0 ? 0 : random.Next(50);
                histogram.Rows[bin] = rows;
                histogram.Gradients[bin] = rows * random.Next(-2000, 2000);
                histogram.Hessians[bin] = rows * random.Next(1000);
                leaf += histogram.Bin(bin);
            }

            var options = new GbdtOptions { L1 = random.Next(2) * 3, MinLeafRows = random.Next(1, 30) };
            var rules = new SplitRules(options, new SumScales(1 << 14, 1 << 15, 1, 0), null);
            double fast = 0.1;
            double plain = 0.1;
            var scan = new ThresholdScan(histogram, 0, bins, leaf, default, rules, new long[ThresholdScan.ScratchLength]);

            Assert.Equal(scan.FindBest(ref plain, useVectors: false), scan.FindBest(ref fast, useVectors: true));
            Assert.Equal(plain, fast);
        });
    }

    [Fact]
    public void Dividing_keeps_the_order_of_rows_at_any_thread_count()
    {
        var random = new Random(3);
        var codes = new byte[100_000];
        random.NextBytes(codes);
        byte[] goesLeft = Enumerable.Range(0, 256).Select(_ => (byte)random.Next(2)).ToArray();
        int[] expected = [.. Enumerable.Range(0, codes.Length).Where(r => goesLeft[codes[r]] == 1), .. Enumerable.Range(0, codes.Length).Where(r => goesLeft[codes[r]] == 0)];

        foreach (int threads in new[] { 1, 2, 3 })
        {
            using var crew = new WorkCrew(threads);
            var partition = new RowPartition(codes.Length);
            partition.Reset(crew);

            int left = partition.Divide(0, codes.Length, codes, goesLeft, crew);

            Assert.Equal(expected, partition.Rows(0, codes.Length).ToArray());
            Assert.Equal(expected.Count(r => goesLeft[codes[r]] == 1), left);
        }
    }

    private static LeafSums Unpack(long word, WordLayout layout) => new(
        word >> layout.GradientShift, (word >> layout.HessianShift) & layout.HessianMask, word & layout.CountMask);
}
