using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Numerics;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Reads what <see cref="PartWriter"/> wrote; a count is compared with the bytes left before anything is allocated.</summary>
internal ref struct PartReader(ModelReader reader)
{
    // Deeper than any library nests its models.
    private const int MaxDepth = 64;

    private ModelReader _reader = reader;
    private int _depth;

    /// <summary>What stands behind the parts read so far.</summary>
    public readonly ModelReader Rest => _reader;

    public bool Flag() => _reader.Flags(1)[0];

    public int Int() => _reader.Int();

    public double Double() => _reader.Double();

    public string Text(string what) => _reader.Text(what);

    public byte[] Bytes() => _reader.Bytes(_reader.Count(1, "bytes")).ToArray();

    public double[] Doubles() => _reader.Doubles(_reader.Count(8, "numbers"));

    public int[] Ints() => _reader.Ints(_reader.Count(4, "whole numbers"));

    /// <summary>A count of things that take at least four bytes each.</summary>
    public int Count(string what) => _reader.Count(4, what);

    /// <summary>Rows of numbers of different lengths.</summary>
    public double[][] Jagged(string what)
    {
        var rows = new double[Count(what)][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = Doubles();
        }

        return rows;
    }

    public string[] Texts(string what)
    {
        var texts = new string[_reader.Count(4, what)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = _reader.Text(what);
        }

        return texts;
    }

    public Matrix Matrix()
    {
        (int rows, int columns) = (_reader.Int(), _reader.Int());
        long count = (long)rows * columns;
        return rows >= 0 && columns >= 0 && count <= int.MaxValue
            ? new Matrix(_reader.Doubles((int)count), rows, columns)
            : throw ModelFault.Damaged($"there is no matrix of {rows} x {columns}");
    }

    /// <summary>A part of the given type.</summary>
    public T Part<T>()
        where T : GraphPart
    {
        if (++_depth > MaxDepth)
        {
            throw ModelFault.Damaged($"its parts are nested more than {MaxDepth} deep");
        }

        GraphPart part = GraphParts.Read(ref this);
        _depth--;
        return part as T ?? throw ModelFault.Damaged($"part '{part.Kind}' stands where it cannot");
    }

    /// <summary>Parts of the given type.</summary>
    public T[] Parts<T>()
        where T : GraphPart
    {
        var parts = new T[_reader.Count(4, "parts")];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Part<T>();
        }

        return parts;
    }

    public TreeModel Trees()
    {
        FeatureInfo[] features = FeaturesForm.Read(ref _reader);
        return TreeForm.Read(ref _reader, features, 2);
    }
}
