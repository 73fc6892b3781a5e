namespace Hamf.Models.Trees.Isolation;

/// <summary>Settings of <see cref="IsolationTrainer"/>.</summary>
public sealed record IsolationOptions
{
    /// <summary>Trees, 1 to 100,000. <value>100</value></summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows drawn for each tree, 2 to 100,000; all when there are fewer. <value>256</value></summary>
    public int SampleRows { get; init; } = 256;

    /// <summary>Seed of everything random. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 means as many as the machine has. The model does not depend on it. <value>0</value></summary>
    public int Threads { get; init; }

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(Trees is >= 1 and <= 100_000, $"Trees must be 1 to 100,000, not {Trees}.");
        Require(SampleRows is >= 2 and <= 100_000, $"SampleRows must be 2 to 100,000, not {SampleRows}.");
        Require(Threads is >= 0 and <= 1024, $"Threads must be 0 to 1024, not {Threads}.");
        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
