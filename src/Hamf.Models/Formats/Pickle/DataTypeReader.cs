using System.Globalization;
using System.Numerics;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Reads NumPy's types of elements from the arguments and the state they are pickled with.</summary>
internal static class DataTypeReader
{
    private const int FieldsMax = 1000;
    private const int FieldSize = 128;
    private const int ItemSizeMax = 1 << 24;
    private const string Advice = "The file is damaged or was not written by NumPy";

    /// <summary>A type by its code, as <c>f8</c>, <c>&lt;i4</c>, <c>U12</c> or <c>O</c>; null when it is none.</summary>
    public static PyArrayType? FromCode(string code)
    {
        ReadOnlySpan<char> rest = code;
        bool isBigEndian = rest is ['>', ..];
        if (rest is ['<' or '>' or '|' or '=', ..])
        {
            rest = rest[1..];
        }

        if (rest.IsEmpty || !"biufcOUSVMm".Contains(rest[0], StringComparison.Ordinal))
        {
            return null;
        }

        char kind = rest[0];
        ReadOnlySpan<char> digits = rest[1..];
        int bracket = digits.IndexOf('[');
        if (bracket >= 0 && kind is 'M' or 'm')
        {
            digits = bracket < 0 ? digits : digits[..bracket];
        }

        int size = kind == 'O' ? 8 : 0;
        if (!digits.IsEmpty && !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out size))
        {
            return null;
        }

        return IsSize(kind, ref size) ? new PyArrayType(kind, size, isBigEndian, []) : null;
    }

    /// <summary>The type that a call of <c>numpy.dtype</c> names.</summary>
    public static PyArrayType FromArguments(PyValue[] arguments, PickleInput input) => arguments switch
    {
        [PyText code, ..] when FromCode(code.Value) is { } type => type,

        // Arrays of records with attributes name the class of an element instead; its size is in the state.
        [PyName { Module: "numpy", Name: "record" or "void" }, ..] => new PyArrayType('V', 0, IsBigEndian: false, []),
        [] => throw input.Fault("it has an array of an unknown type", Advice),
        [var other, ..] => throw input.Fault($"it has an array of an unknown type ({other.Describe()})", Advice),
    };

    /// <summary>A type completed by its pickled state: version, order, base, names, fields, size, alignment, flags.</summary>
    public static PyArrayType WithState(PyArrayType type, PyValue state, PickleInput input, MemoryBudget budget)
    {
        if (state is not PyTuple { Items: [PyInteger, PyText order, var subtype, var names, var fields, PyInteger size, _, ..] })
        {
            throw input.Fault($"an array's type has {state.Describe()} as its state", Advice);
        }

        int itemSize = size.Value == -1 ? type.ItemSize : SmallCount(size.Value, ItemSizeMax) ?? throw input.Fault("an array's type has an impossible size", Advice);
        bool isBigEndian = order.Value == ">";
        if (subtype is not PyNone)
        {
            return Opaque(type, subtype, itemSize, input);
        }

        return names is PyNone
            ? IsSize(type.Kind, ref itemSize, isFromState: true)
                ? new PyArrayType(type.Kind, itemSize, isBigEndian, [])
                : throw input.Fault("an array's type has an impossible size", Advice)
            : new PyArrayType('V', itemSize, IsBigEndian: false, Fields(names, fields, itemSize, input, budget));
    }

    /// <summary>Whether elements of the type are or hold Python objects.</summary>
    public static bool HasObjects(PyArrayType type) => type.Kind == 'O' || type.Fields.Any(f => f.Type.Kind == 'O');

    /// <summary>A small array of elements inside an element: its bytes are kept, its shape is not.</summary>
    private static PyArrayType Opaque(PyArrayType type, PyValue subtype, int itemSize, PickleInput input) =>
        subtype is PyTuple { Items: [PyDataType inner, _] } && !HasObjects(inner.Type)
            ? new PyArrayType('V', Math.Max(itemSize, type.ItemSize), IsBigEndian: false, [])
            : throw input.Fault("an array's type has a base that is not supported", Advice);

    private static List<PyArrayField> Fields(PyValue names, PyValue fields, int itemSize, PickleInput input, MemoryBudget budget)
    {
        if (names is not PyTuple { Items.Length: <= FieldsMax } tuple || fields is not PyDictionary table)
        {
            throw input.Fault("an array's records have no readable list of fields", Advice);
        }

        budget.Charge(FieldSize * (long)tuple.Items.Length);
        List<PyArrayField> list = [];
        foreach (PyValue name in tuple.Items)
        {
            if (name is not PyText text || table[text.Value] is not PyTuple { Items: [PyDataType type, PyInteger offset, ..] }
                || SmallCount(offset.Value, itemSize - type.Type.ItemSize) is not { } start)
            {
                throw input.Fault($"an array's records have a damaged field {name.Describe()}", Advice);
            }

            list.Add(new PyArrayField(text.Value, Flat(type.Type, input), start));
        }

        return list;
    }

    /// <summary>A record inside a record keeps its bytes only, so that types cannot nest.</summary>
    private static PyArrayType Flat(PyArrayType type, PickleInput input) =>
        type.Fields.Count == 0 ? type
        : HasObjects(type) ? throw input.Fault("an array's records hold records of objects", Advice)
        : new PyArrayType('V', type.ItemSize, IsBigEndian: false, []);

    private static int? SmallCount(BigInteger value, int max) => value >= 0 && value <= max ? (int)value : null;

    private static bool IsSize(char kind, ref int size, bool isFromState = false)
    {
        // Texts and records carry their size in the state, and their code may be without one.
        return kind switch
        {
            'b' => size == 1,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'f' => size is 2 or 4 or 8 or 12 or 16,
            'c' => size is 8 or 16 or 24 or 32,
            'M' or 'm' => size == 8,
            'O' => size is 4 or 8,
            'U' => size >= 0 && (isFromState ? size <= ItemSizeMax && size % 4 == 0 : size <= ItemSizeMax / 4 && (size *= 4) >= 0),
            _ => size is >= 0 and <= ItemSizeMax,
        };
    }
}
