using Hamf.Models.Formats.Containers;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Reads a file written by Python's <c>pickle</c> or by joblib as data. Nothing in it is executed, whatever it names.</summary>
internal static class PickleFile
{
    private static readonly IReadOnlyDictionary<string, ReadOnlyMemory<byte>> NoCompanions = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>The value in a file.</summary>
    /// <param name="content">The whole file, compressed or not; arrays of the result may be slices of it.</param>
    /// <param name="limits">How much the file may ask for.</param>
    /// <param name="companions">Files saved beside it by joblib before 0.10, by their bare names.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ImportException">It is no pickle, or damaged, or asks for too much.</exception>
    public static PyValue Read(
        ReadOnlyMemory<byte> content,
        PickleLimits limits,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? companions = null,
        CancellationToken cancellation = default) =>
        ReadWithSummary(content, limits, companions, cancellation).Value;

    /// <summary>The value in a file, and what was noted while it was read.</summary>
    /// <inheritdoc cref="Read"/>
    public static (PyValue Value, PickleSummary Summary) ReadWithSummary(
        ReadOnlyMemory<byte> content,
        PickleLimits limits,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? companions = null,
        CancellationToken cancellation = default)
    {
        companions ??= NoCompanions;
        long size = content.Length + companions.Values.Sum(companion => (long)companion.Length);
        MemoryBudget budget = MemoryBudget.For(size, limits);
        Container container = Container.Open(content, budget);
        ForeignFiles.Refuse(container.Content.Span);
        PickleInput input = new(container.Content);
        PickleSession session = new(limits, budget, companions, cancellation);
        PyValue value = new PickleReader(input, session).Read();
        return (value, session.Summary(container.Kind, input.Left));
    }
}
