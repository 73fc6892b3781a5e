using Hamf.Models.Graph;
using Hamf.Models.Numerics;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Writes the parts of a graph into a model file; <see cref="PartReader"/> reads the same in the same order. Not thread-safe.</summary>
internal sealed class PartWriter(ModelWriter writer)
{
    public void Flag(bool value) => writer.Byte(value ? (byte)1 : (byte)0);

    public void Int(int value) => writer.Int(value);

    public void Double(double value) => writer.Double(value);

    public void Text(string value) => writer.Text(value);

    /// <summary>Bytes with their count.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        writer.Int(value.Length);
        writer.Bytes(value);
    }

    /// <summary>Numbers with their count.</summary>
    public void Doubles(ReadOnlySpan<double> values)
    {
        writer.Int(values.Length);
        writer.Doubles(values);
    }

    /// <summary>Rows of numbers of different lengths.</summary>
    public void Jagged(double[][] rows)
    {
        writer.Int(rows.Length);
        foreach (double[] row in rows)
        {
            Doubles(row);
        }
    }

    /// <summary>Whole numbers with their count.</summary>
    public void Ints(ReadOnlySpan<int> values)
    {
        writer.Int(values.Length);
        writer.Ints(values);
    }

    /// <summary>Texts with their count.</summary>
    public void Texts(IReadOnlyList<string> values)
    {
        writer.Int(values.Count);
        foreach (string value in values)
        {
            writer.Text(value);
        }
    }

    /// <summary>A matrix with its shape.</summary>
    public void Matrix(Matrix value)
    {
        writer.Int(value.RowCount);
        writer.Int(value.ColumnCount);
        writer.Doubles(value.Values);
    }

    /// <summary>A part inside this one.</summary>
    public void Part(GraphPart part)
    {
        writer.Text(part.Kind);
        part.Write(this);
    }

    /// <summary>Parts with their count.</summary>
    public void Parts(IReadOnlyCollection<GraphPart> parts)
    {
        writer.Int(parts.Count);
        foreach (GraphPart part in parts)
        {
            Part(part);
        }
    }

    /// <summary>Trees with their features.</summary>
    public void Trees(TreeModel model)
    {
        FeaturesForm.Write(writer, model.Features);
        TreeForm.Write(writer, model);
    }
}
