using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>Applies an operator to some columns, which keep their places; the others pass as they are.</summary>
internal sealed class PartialOperator : Operator
{
    public const string KindName = "partial";

    private readonly int[] _columns;
    private readonly Operator _inner;

    /// <param name="width">Number of columns read and written.</param>
    /// <param name="columns">Those that the operator takes, in its order; each once.</param>
    /// <param name="inner">Gives as many columns as it takes.</param>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public PartialOperator(int width, int[] columns, Operator inner)
    {
        if (columns.AsSpan().ContainsAnyExceptInRange(0, width - 1) || columns.Distinct().Count() < columns.Length)
        {
            throw new ArgumentException($"The columns are not different ones of {width}.", nameof(columns));
        }

        if (inner.InputWidth != columns.Length || inner.OutputWidth != columns.Length)
        {
            throw new ArgumentException($"'{inner.Kind}' takes {inner.InputWidth} columns and gives {inner.OutputWidth}, not {columns.Length}.", nameof(inner));
        }

        (InputWidth, _columns, _inner) = (width, columns, inner);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => InputWidth;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PartialOperator Read(ref PartReader reader) => new(reader.Int(), reader.Ints(), reader.Part<Operator>());

    /// <inheritdoc/>
    public override bool ReadsText(int column)
    {
        int at = Array.IndexOf(_columns, column);
        return at >= 0 && _inner.ReadsText(at);
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Ints(_columns);
        writer.Part(_inner);
    }

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowVector part = workspace.Rent();
        RowVector result = workspace.Rent();
        part.ResetDense(_columns.Length, input.HasTexts);
        for (int i = 0; i < _columns.Length; i++)
        {
            part.Numbers[i] = input[_columns[i]];
            if (input.HasTexts)
            {
                part.Texts[i] = input.Texts[_columns[i]];
            }
        }

        _inner.Apply(part, result, workspace);
        output.ResetDense(InputWidth, input.HasTexts);
        input.CopyTo(output.Numbers);
        input.Texts.CopyTo(output.Texts);
        for (int i = 0; i < _columns.Length; i++)
        {
            output.Numbers[_columns[i]] = result[i];
            if (input.HasTexts)
            {
                output.Texts[_columns[i]] = null;
            }
        }

        workspace.Return();
        workspace.Return();
    }

    /// <inheritdoc/>
    public override int SourceOf(int output)
    {
        int at = Array.IndexOf(_columns, output);
        int source = at < 0 ? output : _inner.SourceOf(at);
        return at < 0 || source < 0 ? source : _columns[source];
    }
}
