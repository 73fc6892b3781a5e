using System.Data.Common;
using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every database does, whatever is kept in it.</summary>
public abstract class DatabaseSuite
{
    protected abstract Database Database { get; }

    /// <summary>Opens the same database as another process would.</summary>
    protected abstract Database Open();

    /// <summary>A connection past our code.</summary>
    protected abstract DbConnection Connect();

    /// <summary>How many threads write at once, and how often each.</summary>
    protected abstract (int Threads, int Each) Writers { get; }

    [Fact]
    public void A_newer_schema_is_refused_and_left_alone()
    {
        using (DbConnection connection = Connect())
        {
            connection.Execute("insert into schema_steps(number, name, applied_at_ms) values (99, 'future', 1)");
        }

        StoreException error = Assert.Throws<StoreException>(Open);

        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
        Assert.Contains("99", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public void Two_processes_write_and_none_of_it_is_lost()
    {
        using Database other = Open();
        ScoreStore[] stores = [new(Database), new(other)];

        (int threads, int each) = Writers;
        Parallel.For(0, threads, thread =>
        {
            for (int i = 0; i < each; i++)
            {
                stores[thread % 2].Save($"t{thread}", i + 1, [SampleRows.Event($"{thread}-{i}"), SampleRows.Event($"shared-{i}")]);
            }
        });

        Assert.Equal((threads * each) + each, stores[0].Count());
        Assert.Equal(stores[0].Count(), stores[1].Query("d", 0, 10).Count());
    }

    [Fact]
    public void Two_processes_register_versions_and_no_number_is_given_twice_or_left_out()
    {
        using Database other = Open();
        ModelStore[] stores = [new(Database), new(other)];

        int[] numbers =
            [.. Enumerable.Range(0, 20).AsParallel().WithDegreeOfParallelism(4).Select(i => stores[i % 2].Register(SampleRows.Version("m")).Version)];

        Assert.Equal(Enumerable.Range(1, 20), numbers.Order());
        Assert.Equal(1, stores[0].Find(new ModelReference("m", ModelReference.Champion, null))!.Version);
    }
}
