using System.Globalization;
using Xunit;

namespace Hamf.TestKit;

/// <summary>Runs a property over several seeds; a failure names the seed that reproduces it.</summary>
public static class Seeds
{
    /// <summary>
    /// Runs <paramref name="property"/> with fixed seeds 1 to <paramref name="count"/>, or only with the one in the environment variable
    /// <c>HAMF_TEST_SEED</c>.
    /// </summary>
    public static void ForEach(int count, Action<Random> property)
    {
        string? chosen = Environment.GetEnvironmentVariable("HAMF_TEST_SEED");
        IEnumerable<int> seeds = chosen is null
            ? Enumerable.Range(1, count)
            : [int.Parse(chosen, CultureInfo.InvariantCulture)];
        foreach (int seed in seeds)
        {
            try
            {
                property(new Random(seed));
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed} (HAMF_TEST_SEED={seed} repeats it): {e}");
            }
        }
    }
}
