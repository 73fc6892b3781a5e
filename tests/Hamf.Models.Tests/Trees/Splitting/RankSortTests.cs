using Hamf.Models.Trees.Splitting;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees.Splitting;

public class RankSortTests
{
    [Fact]
    public void Sorts_as_a_plain_sort_does() => Seeds.ForEach(40, random =>
    {
        int count = random.Next(1, 2000);
        int maxRank = 1 << random.Next(0, 25);
        var sort = new RankSort(2000);
        Span<ulong> keys = sort.Keys(count);
        for (int i = 0; i < count; i++)
        {
            keys[i] = ((ulong)random.Next(maxRank + 1) << 32) | (uint)i;
        }

        ulong[] expected = keys.ToArray();
        Array.Sort(expected);

        Assert.Equal(expected, sort.Sort(count, maxRank).ToArray());
    });
}
