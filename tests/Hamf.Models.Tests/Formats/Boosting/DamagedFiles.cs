using Hamf.Models.Formats;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats.Boosting;

/// <summary>Damages files in seeded ways: each must be refused with an <see cref="ImportException"/>, or give an estimator that can score.</summary>
internal static class DamagedFiles
{
    /// <summary>Reads <paramref name="variants"/> damaged variants.</summary>
    public static void Check(byte[] content, Func<byte[], Estimator> read, int variants)
    {
        for (int seed = 0; seed < variants; seed++)
        {
            byte[] damaged = Damage(content, new Random(seed));
            try
            {
                Score(read(damaged));
            }
            catch (ImportException)
            {
                // That is what is asked for.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }

    // Truncated, bits flipped, bytes set to what matters in these formats, a piece copied over another.
    private static byte[] Damage(byte[] content, Random random)
    {
        byte[] damaged = [.. content];
        switch (random.Next(4))
        {
            case 0:
                return damaged[..random.Next(damaged.Length)];
            case 1:
                for (int i = random.Next(1, 8); i > 0; i--)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                }

                return damaged;
            case 2:
                byte[] marks = [0, 1, 0x7F, 0x80, 0xFF, .. "{}[]\",:-0123456789.eE$#SLldUiZTF \n="u8];
                for (int i = random.Next(1, 5); i > 0; i--)
                {
                    damaged[random.Next(damaged.Length)] = marks[random.Next(marks.Length)];
                }

                return damaged;
            default:
                int length = random.Next(1, Math.Min(64, damaged.Length));
                damaged.AsSpan(random.Next(damaged.Length - length), length).ToArray().CopyTo(damaged, random.Next(damaged.Length - length));
                return damaged;
        }
    }

    private static void Score(Estimator estimator)
    {
        var row = new RowVector();
        row.ResetDense(estimator.InputWidth);
        row.Numbers.Fill(0.5);
        row.Numbers[0] = double.NaN;
        try
        {
            estimator.Predict(row, new Workspace());
        }
        catch (RowRefusedException)
        {
            // The damage may have made a model that takes no missing values.
        }
    }
}
