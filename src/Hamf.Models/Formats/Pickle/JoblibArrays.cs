using System.Collections.Frozen;

namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// Arrays as joblib writes them: an object in the pickle describes the array, and its bytes follow in the middle of the stream or stand in a
/// file beside it.
/// </summary>
internal sealed class JoblibArrays(PickleInput input, PickleSession session)
{
    private const int AlignmentMax = 64;
    private const int ReaderSize = 2048;
    private const string Advice = "The file is damaged or was not written by joblib";

    private static readonly FrozenSet<string> Modules = FrozenSet.Create(
        StringComparer.Ordinal,
        "joblib.numpy_pickle", "joblib.numpy_pickle_compat", "sklearn.externals.joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle_compat");

    /// <summary>The array that an object stands for once its state is known, or null when the object is not one of joblib's.</summary>
    public PyArray? Read(PyObject wrapper)
    {
        if (!Modules.Contains(wrapper.Type.Module))
        {
            return null;
        }

        return wrapper.Type.Name switch
        {
            "NumpyArrayWrapper" => FromStream(wrapper),
            "NDArrayWrapper" => FromCompanion(wrapper),
            "ZNDArrayWrapper" => FromCompressedCompanion(wrapper),
            _ => null,
        };
    }

    private PyArray FromStream(PyObject wrapper)
    {
        if (wrapper["dtype"] is not PyDataType type || wrapper["shape"] is not PyTuple shape || wrapper["order"] is not PyText order)
        {
            throw Unreadable(wrapper);
        }

        bool isAligned = wrapper["numpy_array_alignment_bytes"] is PyInteger;
        session.Layout = isAligned || session.Layout == JoblibLayout.Aligned ? JoblibLayout.Aligned : JoblibLayout.Unaligned;
        if (DataTypeReader.HasObjects(type.Type))
        {
            return Nested();
        }

        if (isAligned)
        {
            SkipPadding();
        }

        int[] lengths = ArrayReader.Shape(shape, input);
        ReadOnlyMemory<byte> data = input.Take((ulong)ArrayReader.DataSize(type.Type, lengths, input), $"an array of {type.Type.Code}");
        return Array(type.Type, lengths, order.Value == "F", data);
    }

    /// <summary>An array of objects is a whole pickle of its own, in which joblib's objects have no meaning: pickles nest once.</summary>
    private PyArray Nested()
    {
        session.Budget.Charge(ReaderSize);
        return new PickleReader(input, session, isNested: true).Read() as PyArray
            ?? throw input.Fault("an array of objects is something else", Advice);
    }

    private void SkipPadding()
    {
        int length = input.Byte();
        if (length is 0 or > AlignmentMax || input.Take((ulong)length, "the space before an array").Span.ContainsAnyExcept((byte)0xFF))
        {
            throw input.Fault("the space before an array is damaged", Advice);
        }
    }

    private PyArray FromCompanion(PyObject wrapper)
    {
        session.Layout = JoblibLayout.Companions;
        NpyFile file = NpyFile.Read(Companion(wrapper), input, session.Budget);
        return Array(file.Type, file.Shape, file.IsColumnMajor, file.Data);
    }

    private PyArray FromCompressedCompanion(PyObject wrapper)
    {
        session.Layout = JoblibLayout.Companions;
        if (wrapper["state"] is not PyTuple { Items: [.., PyTuple shape, PyDataType type, var order] })
        {
            throw Unreadable(wrapper);
        }

        ReadOnlyMemory<byte> data = Containers.Container.Open(Companion(wrapper), session.Budget).Content;
        return Array(type.Type, ArrayReader.Shape(shape, input), order is PyBoolean { Value: true }, data);
    }

    private ReadOnlyMemory<byte> Companion(PyObject wrapper)
    {
        if (wrapper["filename"] is not PyText { Value: var name })
        {
            throw Unreadable(wrapper);
        }

        if (name.Length is 0 or > 255 || name is "." or ".." || name.AsSpan().ContainsAny("/\\:\0"))
        {
            throw input.Fault("it names a file beside it by a path", "Only bare names of files that were given with it are followed");
        }

        return session.Companions.TryGetValue(name, out ReadOnlyMemory<byte> content)
            ? content
            : throw input.Fault($"an array of it is in the file {name}, which was not given", "Give all files that were saved together");
    }

    private PyArray Array(PyArrayType type, int[] shape, bool isColumnMajor, ReadOnlyMemory<byte> data)
    {
        session.Objects++;
        session.Budget.Charge(4L * shape.Length);
        PyArray array = ArrayReader.Empty(session.Budget);
        array.Become(ArrayReader.OfBytes(type, shape, isColumnMajor, data, input));
        return array;
    }

    private ImportException Unreadable(PyObject wrapper) => input.Fault($"{wrapper.Type.FullName} has an unreadable state", Advice);
}
