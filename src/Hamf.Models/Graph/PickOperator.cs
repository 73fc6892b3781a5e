using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>Columns in another order: brings the features of a detector into the order of a model's inputs.</summary>
internal sealed class PickOperator : Operator
{
    public const string KindName = "pick";

    private readonly int[] _sources;

    /// <param name="inputWidth">Number of columns read.</param>
    /// <param name="sources">For each column written, the one it comes from.</param>
    /// <exception cref="ArgumentException">A column is not there.</exception>
    public PickOperator(int inputWidth, int[] sources)
    {
        if (inputWidth <= 0 || sources.Length == 0 || sources.AsSpan().ContainsAnyExceptInRange(0, inputWidth - 1))
        {
            throw new ArgumentException($"Columns are picked that are not among {inputWidth}.", nameof(sources));
        }

        (InputWidth, _sources) = (inputWidth, sources);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => _sources.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PickOperator Read(ref PartReader reader) => new(reader.Int(), reader.Ints());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Ints(_sources);
    }

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        output.ResetDense(_sources.Length, input.HasTexts);
        for (int i = 0; i < _sources.Length; i++)
        {
            output.Numbers[i] = input[_sources[i]];
            if (input.HasTexts)
            {
                output.Texts[i] = input.Texts[_sources[i]];
            }
        }
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => _sources[output];
}
