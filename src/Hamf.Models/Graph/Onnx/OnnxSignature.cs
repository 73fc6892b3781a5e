using Hamf.Models.Formats;
using Hamf.Models.Formats.Onnx;

namespace Hamf.Models.Graph.Onnx;

/// <summary>How the columns of a row become the inputs of an ONNX graph: one tensor of all columns, or one per column.</summary>
internal sealed class OnnxSignature
{
    private const int MaxWidth = 1 << 20;

    private readonly OnnxValue[] _inputs;
    private readonly int[] _widths;

    /// <param name="graph">The graph.</param>
    /// <exception cref="ImportException">An input is no table of columns.</exception>
    public OnnxSignature(OnnxGraph graph)
    {
        _inputs = [.. graph.Inputs];
        if (_inputs.Length == 0)
        {
            throw new ImportException("inputs", "the ONNX file has no input", "Export the model itself, not a constant");
        }

        _widths = Array.ConvertAll(_inputs, WidthOf);
        long width = _widths.Sum(w => (long)w);
        Width = width <= MaxWidth ? (int)width : throw new ImportException("inputs", $"the model reads {width} columns, {MaxWidth} are the most");
        Names = NamesOf(graph);
    }

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    /// <summary>Name of each column, or null where the file has none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The only input, or null when there are several.</summary>
    public OnnxValue? Single => _inputs.Length == 1 ? _inputs[0] : null;

    /// <summary>Whether a column is a text.</summary>
    public bool IsText(int column) => _inputs[InputOf(column)].Type == ElementType.Text;

    /// <summary>The inputs of a row.</summary>
    /// <param name="numbers">One per column.</param>
    /// <param name="texts">One per column, or none; a missing text is the empty one.</param>
    public Tensor[] Bind(ReadOnlySpan<double> numbers, ReadOnlySpan<string?> texts)
    {
        var values = new Tensor[_inputs.Length];
        int start = 0;
        for (int i = 0; i < values.Length; i++)
        {
            ElementType type = _inputs[i].Type!.Value;
            int[] shape = _inputs[i].Shape!.Length == 1 ? [1] : [1, _widths[i]];
            if (type == ElementType.Text)
            {
                var part = new string[_widths[i]];
                for (int k = 0; k < part.Length; k++)
                {
                    part[k] = start + k < texts.Length ? texts[start + k] ?? string.Empty : string.Empty;
                }

                values[i] = new Tensor(shape, part);
            }
            else
            {
                double[] part = numbers.Slice(start, _widths[i]).ToArray();
                for (int k = 0; k < part.Length; k++)
                {
                    part[k] = Tensor.Round(type, part[k]);
                }

                values[i] = new Tensor(type, shape, part);
            }

            start += _widths[i];
        }

        return values;
    }

    private static int WidthOf(OnnxValue input)
    {
        if (input.Type is null || input.Shape is null || input.Shape.Length is < 1 or > 2)
        {
            throw new ImportException($"input '{input.Name}'", "it is not a table of rows and columns", "Export the model with inputs of the shape [rows, columns]");
        }

        int width = input.Shape.Length == 1 ? 1 : input.Shape[1];
        return width is > 0 and <= MaxWidth
            ? width
            : throw new ImportException($"input '{input.Name}'", "it does not tell its number of columns", "Export the model with inputs of the shape [rows, columns], columns being a number");
    }

    private string[]? NamesOf(OnnxGraph graph)
    {
        if (graph.Metadata.TryGetValue(OnnxFile.FeatureNamesKey, out string? lines) && lines.Split('\n') is { } names && names.Length == Width)
        {
            return names;
        }

        return _inputs.Length == 1 && Width > 1
            ? null
            : [.. _inputs.SelectMany((input, i) => _widths[i] == 1 ? [input.Name] : Enumerable.Range(0, _widths[i]).Select(k => $"{input.Name}_{k}"))];
    }

    private int InputOf(int column)
    {
        int input = 0;
        for (; column >= _widths[input]; input++)
        {
            column -= _widths[input];
        }

        return input;
    }
}
