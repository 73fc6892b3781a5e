using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx;

/// <summary>Reads the declared type of an input or output.</summary>
internal static class ValueTypeReader
{
    /// <summary>The element type, null for a sequence or map, and the shape, null where it is not told.</summary>
    public static (ElementType? Type, int[]? Shape) Read(WireReader reader)
    {
        (ElementType? type, int[]? shape) = (null, null);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                (type, shape) = ReadTensor(reader.Message("tensor_type"));
            }
            else
            {
                reader.Skip();
            }
        }

        return (type, shape);
    }

    private static (ElementType Type, int[]? Shape) ReadTensor(WireReader reader)
    {
        (ElementType type, int[]? shape) = (ElementType.Single, null);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    type = TensorReader.TypeOf(reader.Integer(), "tensor_type");
                    break;
                case 2:
                    shape = ReadShape(reader.Message("shape"));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (type, shape);
    }

    private static int[] ReadShape(WireReader reader)
    {
        var shape = new List<int>();
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            int length = -1;
            WireReader axis = reader.Message("dim");
            while (axis.Next())
            {
                if (axis.Field == 1)
                {
                    long value = axis.Integer();
                    length = value is > 0 and <= int.MaxValue ? (int)value : -1;
                }
                else
                {
                    axis.Skip();
                }
            }

            shape.Add(length);
        }

        return [.. shape];
    }
}
