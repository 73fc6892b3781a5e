using System.Buffers;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Makes names, containers and objects of what a pickle says, and charges what they take.</summary>
internal sealed class PickleBuilder(PickleInput input, PickleSession session, bool readsWrappers)
{
    /// <summary>The tuple without items.</summary>
    public static readonly PyTuple EmptyTuple = new([]);

    private const int ListSize = 56;
    private const int TupleSize = 24;
    private const int NameSize = 240;
    private const int NameLengthMax = 400;

    private const int ReferenceSize = 8;

    // An entry in the table of attributes and its part of the buckets, with the garbage of doubling.
    private const int AttributeSize = 112;
    private const string NotByPickle = "The file is damaged or was not made by saving a model";

    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly KnownCalls _calls = new(input, session);
    private readonly JoblibArrays _joblib = new(input, session);

    public PyList List(PyValue[] items)
    {
        session.Budget.Charge(ListSize + PickleStack.ArraySize(items.Length));
        return new PyList([.. items]);
    }

    public PyTuple Tuple(PyValue[] items)
    {
        session.Budget.Charge(TupleSize);
        return items.Length == 0 ? EmptyTuple : new PyTuple(items);
    }

    public PySet Set(PyValue[] items)
    {
        session.Budget.Charge(ListSize + PickleStack.ArraySize(items.Length));
        return new PySet([.. items]);
    }

    public PyDictionary Dictionary(PyValue[] items)
    {
        PyDictionary dictionary = _calls.EmptyDictionary();
        SetItems(dictionary, items);
        return dictionary;
    }

    public void Append(PyValue target, PyValue[] items)
    {
        List<PyValue> list = target switch
        {
            PyList { Items: var own } => own,
            PyObject made => made.Items ??= [],
            _ => throw input.Fault($"it adds items to {target.Describe()}", NotByPickle),
        };
        session.Budget.Grow(list, items.Length, ReferenceSize);
        list.AddRange(items);
    }

    public void AddToSet(PyValue target, PyValue[] items)
    {
        PySet set = target as PySet ?? throw input.Fault($"it adds items of a set to {target.Describe()}", NotByPickle);
        session.Budget.Grow(set.Items, items.Length, ReferenceSize);
        set.Items.AddRange(items);
    }

    public void SetItems(PyValue target, PyValue[] items)
    {
        if (items.Length % 2 != 0)
        {
            throw input.Fault("a dictionary has a key without a value", NotByPickle);
        }

        if (target is PyObject made)
        {
            Append(made, items);
            return;
        }

        PyDictionary dictionary = target as PyDictionary ?? throw input.Fault($"it adds keys to {target.Describe()}", NotByPickle);
        _calls.Grow(dictionary, items.Length / 2);
        for (int i = 0; i < items.Length; i += 2)
        {
            dictionary.Add(items[i], items[i + 1]);
        }
    }

    /// <summary>A name whose parts are values.</summary>
    public PyName Name(PyValue module, PyValue name) => module is PyText moduleText && name is PyText nameText
        ? Name(moduleText.Value, nameText.Value)
        : throw input.Fault($"it names a class by {module.Describe()} and {name.Describe()}", NotByPickle);

    /// <summary>A name as data. Python 2's names of the built-in modules become today's.</summary>
    public PyName Name(string module, string name)
    {
        if (module.Length + name.Length > NameLengthMax || !IsIdentifier(name) || !IsModule(module))
        {
            throw input.Fault(
                $"it names a class {PickleText.Shown(module)}.{PickleText.Shown(name)}, which is not a plain name",
                "Classes inside other classes or functions cannot be imported");
        }

        session.Budget.Charge(NameSize + (8L * (module.Length + name.Length)));
        PyName value = new(module switch { "__builtin__" => "builtins", "copy_reg" => "copyreg", _ => module }, name);
        session.NoteName(value);
        return value;
    }

    /// <summary>What a call or the making of an object leaves: data.</summary>
    public PyValue Call(PyValue name, PyValue arguments, bool makesObject)
    {
        PyName callee = Callee(name);
        PyValue[] items = (arguments as PyTuple)?.Items ?? throw NotTuple(arguments);
        return makesObject ? _calls.Object(callee, items) : _calls.Call(callee, items);
    }

    /// <summary>An object made with named arguments: they are its last argument when there are any.</summary>
    public PyObject CallWithNames(PyValue name, PyValue arguments, PyValue named)
    {
        PyName callee = Callee(name);
        PyValue[] items = (arguments as PyTuple)?.Items ?? throw NotTuple(arguments);
        PyDictionary names = named as PyDictionary ?? throw input.Fault($"it has {named.Describe()} for named arguments", NotByPickle);
        session.Budget.Charge(PickleStack.ArraySize(items.Length + 1));
        return _calls.Object(callee, names.Items.Count == 0 ? items : [.. items, names]);
    }

    public PyObject Object(PyName type, PyValue[] arguments) => _calls.Object(type, arguments);

    /// <summary>An object of a class that stands before its arguments.</summary>
    public PyObject Object(PyValue[] items)
    {
        if (items.Length == 0)
        {
            throw input.Fault("it makes an object of no class", NotByPickle);
        }

        session.Budget.Charge(PickleStack.ArraySize(items.Length));
        return _calls.Object(Callee(items[0]), items[1..]);
    }

    /// <summary>Gives an object its state. Returns what stands in its place from now on: joblib's descriptions become arrays.</summary>
    public PyValue Build(PyValue target, PyValue state)
    {
        switch (target)
        {
            case PyArray unfilled:
                session.Objects++;
                ArrayReader.Fill(unfilled, state, input, session.Budget);
                return unfilled;
            case PyDataType type:
                session.Budget.Charge(NameSize);
                type.Type = DataTypeReader.WithState(type.Type, state, input, session.Budget);
                return type;
            case PyObject { State: null } made:
                made.State = state;
                session.Budget.Charge(AttributeSize * (state is PyDictionary attributes ? attributes.Items.Count : 0L));
                session.NoteState(state);
                return readsWrappers && _joblib.Read(made) is { } array ? array : made;
            case PyObject made:
                throw input.Fault($"it builds the same {made.Type.FullName} twice", NotByPickle);
            default:
                throw input.Fault($"it builds {target.Describe()} as if it were an object", NotByPickle);
        }
    }

    private PyName Callee(PyValue value) => value switch
    {
        PyName name => name,

        // So do cloudpickle and dill with what was defined in a notebook.
        PyObject made => throw input.Fault(
            $"it makes an object of what {made.Type.FullName} made, a class or function whose code is in the file itself",
            "Such code is never run; save the model with classes of a package only, or leave that part out"),
        _ => throw input.Fault($"it calls {value.Describe()} as if it were a class or function", NotByPickle),
    };

    private ImportException NotTuple(PyValue arguments) => input.Fault($"it calls with {arguments.Describe()} in the place of arguments", NotByPickle);

    private static bool IsModule(ReadOnlySpan<char> text)
    {
        foreach (Range part in text.Split('.'))
        {
            if (!IsIdentifier(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsIdentifier(ReadOnlySpan<char> text) =>
        !text.IsEmpty && !char.IsAsciiDigit(text[0]) && !text.ContainsAnyExcept(IdentifierCharacters);
}
