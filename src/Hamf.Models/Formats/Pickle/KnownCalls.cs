using System.Collections.Frozen;

namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// What becomes of a call in a pickle. A few exact names of NumPy and Python stand for plain data and become that data; every other call,
/// whatever it names, becomes an object that only records it.
/// </summary>
internal sealed class KnownCalls(PickleInput input, PickleSession session)
{
    private const string Damaged = "The file is damaged or was not written by Python";
    private const int ObjectSize = 48;
    private const int EntrySize = 16;

    private enum Meaning
    {
        None,
        Array,
        ArrayOfBuffer,
        Scalar,
        DataType,
        EncodedBytes,
        Bytes,
        ByteArray,
        Set,
        Dictionary,
        DictionaryWithDefault,
        Reconstructed,
    }

    private static readonly FrozenDictionary<(string Module, string Name), Meaning> Meanings = new Dictionary<(string, string), Meaning>
    {
        [("numpy.core.multiarray", "_reconstruct")] = Meaning.Array,
        [("numpy._core.multiarray", "_reconstruct")] = Meaning.Array,
        [("numpy.core.numeric", "_frombuffer")] = Meaning.ArrayOfBuffer,
        [("numpy._core.numeric", "_frombuffer")] = Meaning.ArrayOfBuffer,
        [("numpy.core.multiarray", "scalar")] = Meaning.Scalar,
        [("numpy._core.multiarray", "scalar")] = Meaning.Scalar,
        [("numpy", "dtype")] = Meaning.DataType,
        [("_codecs", "encode")] = Meaning.EncodedBytes,
        [("builtins", "bytes")] = Meaning.Bytes,
        [("builtins", "bytearray")] = Meaning.ByteArray,
        [("builtins", "set")] = Meaning.Set,
        [("builtins", "frozenset")] = Meaning.Set,
        [("collections", "OrderedDict")] = Meaning.Dictionary,
        [("collections", "Counter")] = Meaning.Dictionary,
        [("collections", "defaultdict")] = Meaning.DictionaryWithDefault,
        [("copyreg", "_reconstructor")] = Meaning.Reconstructed,
    }.ToFrozenDictionary();

    /// <summary>The value of a call; arguments are kept, not copied.</summary>
    public PyValue Call(PyName name, PyValue[] arguments) => Meanings.GetValueOrDefault((name.Module, name.Name)) switch
    {
        Meaning.None => Object(name, arguments),
        Meaning.Array => ArrayReader.Empty(session.Budget),
        Meaning.ArrayOfBuffer => Buffer(arguments),
        Meaning.Scalar => arguments is [PyDataType type, var data]
            ? ArrayReader.Scalar(type.Type, data, input, session.Budget)
            : throw Unreadable(name, arguments),
        Meaning.DataType => DataType(arguments),
        Meaning.EncodedBytes or Meaning.ByteArray or Meaning.Bytes => Bytes(name, arguments),
        Meaning.Set => Set(name, arguments),
        Meaning.Dictionary => Dictionary(name, arguments),
        Meaning.DictionaryWithDefault => arguments.Length <= 1 ? EmptyDictionary() : Dictionary(name, arguments[1..]),
        _ => Reconstructed(name, arguments),
    };

    /// <summary>An object of a class, as data.</summary>
    public PyObject Object(PyName name, PyValue[] arguments)
    {
        session.Objects++;
        session.Budget.Charge(ObjectSize);
        return new PyObject(name, arguments);
    }

    /// <summary>An empty dictionary.</summary>
    public PyDictionary EmptyDictionary()
    {
        // The object and its list, without entries.
        session.Budget.Charge(72);
        return new PyDictionary();
    }

    /// <summary>Makes room for more entries.</summary>
    public void Grow(PyDictionary dictionary, int count) => session.Budget.Grow(dictionary.Items, count, EntrySize);

    private PyArray Buffer(PyValue[] arguments)
    {
        if (arguments is not [var buffer, PyDataType type, PyTuple shape, PyText order])
        {
            throw input.Fault("an array in a buffer has unreadable arguments", Damaged);
        }

        session.Objects++;
        PyArray array = ArrayReader.Empty(session.Budget);
        ReadOnlyMemory<byte> data = ArrayReader.BytesOf(buffer, input, session.Budget);
        array.Become(ArrayReader.OfBytes(type.Type, ArrayReader.Shape(shape, input), order.Value == "F", data, input));
        return array;
    }

    private PyDataType DataType(PyValue[] arguments)
    {
        session.Budget.Charge(2 * ObjectSize);
        return new PyDataType(DataTypeReader.FromArguments(arguments, input));
    }

    private PyBytes Bytes(PyName name, PyValue[] arguments)
    {
        session.Budget.Charge(ObjectSize);
        bool isLatin = arguments is not [_, var encoding] || encoding is PyText { Value: "latin1" or "latin-1" };
        return isLatin && arguments.Length <= 2
            ? new PyBytes(arguments.Length == 0 ? default : ArrayReader.BytesOf(arguments[0], input, session.Budget))
            : throw Unreadable(name, arguments);
    }

    private PySet Set(PyName name, PyValue[] arguments)
    {
        PyValue[] items = arguments switch
        {
            [] => [],
            [PyList list] => [.. list.Items],
            [PyTuple tuple] => tuple.Items,
            _ => throw Unreadable(name, arguments),
        };
        session.Budget.Charge(ObjectSize + (2 * PickleStack.ArraySize(items.Length)));
        return new PySet([.. items]);
    }

    private PyDictionary Dictionary(PyName name, PyValue[] arguments)
    {
        PyDictionary dictionary = EmptyDictionary();
        switch (arguments)
        {
            case [] or [PyNone]:
                break;
            case [PyDictionary other]:
                Grow(dictionary, other.Items.Count);
                other.Items.ForEach(entry => dictionary.Add(entry.Key, entry.Value));
                break;
            case [PyList pairs]:
                Grow(dictionary, pairs.Items.Count);
                foreach (PyValue pair in pairs.Items)
                {
                    (PyValue key, PyValue value) = Pair(pair) ?? throw Unreadable(name, arguments);
                    dictionary.Add(key, value);
                }

                break;
            default:
                throw Unreadable(name, arguments);
        }

        return dictionary;
    }

    private static (PyValue Key, PyValue Value)? Pair(PyValue pair) => pair switch
    {
        PyList { Items: [var key, var value] } => (key, value),
        PyTuple { Items: [var key, var value] } => (key, value),
        _ => null,
    };

    /// <summary>An object of protocol 0 or 1: its class, the built-in class below it and that one's content.</summary>
    private PyObject Reconstructed(PyName name, PyValue[] arguments)
    {
        if (arguments is not [PyName type, PyName, var content])
        {
            throw Unreadable(name, arguments);
        }

        PyObject value = Object(type, content is PyNone ? [] : [content]);
        if (content is PyList list)
        {
            session.Budget.Charge(PickleStack.ArraySize(list.Items.Count));
            value.Items = [.. list.Items];
        }
        else if (content is PyDictionary dictionary)
        {
            session.Budget.Charge(6 * PickleStack.ArraySize(2L * dictionary.Items.Count));
            value.Items = [.. dictionary.Items.SelectMany(entry => new[] { entry.Key, entry.Value })];
        }

        return value;
    }

    private ImportException Unreadable(PyName name, PyValue[] arguments) =>
        input.Fault($"it calls {name.FullName} with {arguments.Length} arguments that make no value", Damaged);
}
