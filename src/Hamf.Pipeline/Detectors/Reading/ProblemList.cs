namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Collects the problems of one file. Not thread-safe.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<Problem> _problems = [];

    /// <summary>The file's name as problems show it.</summary>
    public string File => file;

    /// <summary>How many problems there are so far.</summary>
    public int Count => _problems.Count;

    public void Add(int line, string message) => _problems.Add(new Problem(file, line, message));

    public void AddRange(IEnumerable<Problem> problems) => _problems.AddRange(problems);

    /// <summary>The problems by line; those of one line in the order found.</summary>
    public IReadOnlyList<Problem> Sorted() => [.. _problems.OrderBy(p => p.Line)];
}
