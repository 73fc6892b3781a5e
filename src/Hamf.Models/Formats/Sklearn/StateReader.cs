using System.Globalization;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Reads the attributes of a pickled object, each with a clear error that names its place. An attribute that is None counts as absent.</summary>
internal sealed class StateReader(PyObject source, string path, int depth = 0, Func<int?>? width = null, PartBudget? budget = null)
{
    // The number of columns that comes from what stands around the object; asked only if the object does not say it itself.
    private readonly Func<int?>? _width = width;

    private readonly PartBudget _budget = budget ?? new PartBudget();

    /// <summary>The object.</summary>
    public PyObject Source { get; } = source;

    /// <summary>Where the object stands in the file.</summary>
    public string Path { get; } = path;

    /// <summary>How many models stand around this one.</summary>
    public int Depth { get; } = depth;

    /// <summary>Its class as in the file.</summary>
    public PyName Type => Source.Type;

    /// <summary>The scikit-learn that wrote this object, for example (1, 2); (0, 0) when it does not say.</summary>
    public (int Major, int Minor) Version =>
        Source["_sklearn_version"] is PyText { Value: var text } && text.Split('.') is [var major, var minor, ..]
        && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
        && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out int second)
            ? (first, second)
            : (0, 0);

    /// <summary>Whether the attribute is there and not None.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The attribute, or null when it is absent or None.</summary>
    public PyValue? Find(string name) => Source[name] is { } value and not PyNone ? value : null;

    /// <summary>The first of several names that is there: attributes are renamed from version to version.</summary>
    public string AnyOf(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Has(name))
            {
                return name;
            }
        }

        throw Absent(names[0]);
    }

    /// <summary>The attribute.</summary>
    /// <exception cref="ImportException">It is absent or None; where its name ends in an underscore: the object was saved before training.</exception>
    public PyValue Get(string name) => Find(name) ?? throw Absent(name);

    public double Double(string name) => ToNumber(Get(name), name);

    public double Double(string name, double whenAbsent) => Find(name) is { } value ? ToNumber(value, name) : whenAbsent;

    public int Int(string name)
    {
        double value = Double(name);
        return value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw Fault($"{name} is {value}, not a whole number");
    }

    public int Int(string name, int whenAbsent) => Has(name) ? Int(name) : whenAbsent;

    public bool Flag(string name, bool whenAbsent) => Find(name) switch
    {
        null => whenAbsent,
        PyBoolean flag => flag.Value,
        PyInteger number => !number.Value.IsZero,
        var other => throw Fault($"{name} should be True or False, found {other.Describe()}"),
    };

    public string Text(string name) => Get(name) is PyText text ? text.Value : throw Fault($"{name} should be a text, found {Get(name).Describe()}");

    public string Text(string name, string whenAbsent) => Has(name) ? Text(name) : whenAbsent;

    /// <summary>Numbers: an array of any shape in row-major order, a list, or a single number.</summary>
    public double[] Doubles(string name) => Get(name) switch
    {
        PyArray { Objects: { } items } => [.. items.Select(item => ToNumber(item, name))],
        PyArray array => PyArrayValues.Doubles(array, Inside(name)),
        PyList list => [.. list.Items.Select(item => ToNumber(item, name))],
        PyTuple tuple => [.. tuple.Items.Select(item => ToNumber(item, name))],
        var single => [ToNumber(single, name)],
    };

    /// <summary>Whole numbers.</summary>
    public int[] Ints(string name) => Array.ConvertAll(Doubles(name), value =>
        value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw Fault($"{name} holds {value}, not a whole number"));

    /// <summary>A list or an array of arrays of numbers.</summary>
    public IEnumerable<double[]> Arrays(string name)
    {
        if (Get(name) is PyArray { Objects: null })
        {
            Matrix table = Matrix(name);
            return Enumerable.Range(0, table.RowCount).Select(row => table[row].ToArray());
        }

        return Items(name).Select(item => item is PyArray array
            ? PyArrayValues.Doubles(array, Inside(name))
            : throw Fault($"{name} should hold arrays, found {item.Describe()}"));
    }

    /// <summary>The number of columns that the object was trained on, where it or what stands around it says so.</summary>
    public int? FindWidth() =>
        Has("n_features_in_") ? Int("n_features_in_") : Has("n_input_features_") ? Int("n_input_features_") : _width?.Invoke();

    /// <summary>The number of columns that the object was trained on.</summary>
    public int Width() => FindWidth() ?? throw Fault($"this {Type.Name} does not say how many columns it takes", "Save it inside the pipeline that it belongs to");

    /// <summary>An array of two axes; of one axis: a single row.</summary>
    public Matrix Matrix(string name) => Get(name) is PyArray array
        ? PyArrayValues.Matrix(array, Inside(name))
        : throw Fault($"{name} should be an array, found {Get(name).Describe()}");

    /// <summary>Class labels, categories or names, each as Python prints it.</summary>
    public string[] Labels(string name) => PyLabels.Read(Get(name), Inside(name));

    /// <summary>The items of a list, a tuple or an array of objects.</summary>
    public IReadOnlyList<PyValue> Items(string name) => Get(name) switch
    {
        PyList list => list.Items,
        PyTuple tuple => tuple.Items,
        PyArray { Objects: { } objects } => objects,
        var other => throw Fault($"{name} should be a list, found {other.Describe()}"),
    };

    /// <summary>The object in an attribute.</summary>
    public StateReader Child(string name) => Child(Get(name), name);

    /// <summary>An object found inside this one.</summary>
    /// <param name="value">The object.</param>
    /// <param name="place">Where, relative to this object: <c>steps[1]</c>.</param>
    /// <param name="width">The number of columns that it is given, where that is known.</param>
    public StateReader Child(PyValue value, string place, Func<int?>? width = null) => value is PyObject inner
        ? new StateReader(inner, Inside(place), Depth + 1, width, _budget)
        : throw Fault($"{place} should be a fitted model, found {value.Describe()}");

    /// <summary>The estimator in an attribute.</summary>
    public Estimator Estimator(string name) => Child(name).AsEstimator();

    /// <summary>This object as an estimator.</summary>
    public Estimator AsEstimator() => ClassCatalog.Read(this) as Estimator ?? throw Fault($"{Type.Name} transforms; a model that predicts was expected");

    /// <summary>This object as an operator.</summary>
    public Operator AsOperator() => ClassCatalog.Read(this) as Operator ?? throw Fault($"{Type.Name} predicts; a step that transforms was expected");

    /// <summary>Counts this object as a part of the model.</summary>
    /// <exception cref="ImportException">The file has too many.</exception>
    public void CountPart()
    {
        if (!_budget.TrySpend())
        {
            throw Fault($"the model has more than {PartBudget.MaxParts} parts, or holds the same ones again and again");
        }
    }

    /// <summary>An error at this object.</summary>
    public ImportException Fault(string what, string advice = "") => new(Path, what, advice);

    private ImportException Absent(string name) => name.EndsWith('_')
        ? Fault($"this {Type.Name} was saved before training: it has no {name}", "Save it again after fit")
        : Fault($"this {Type.Name} has no attribute {name}", "The file may be of a version that is not known yet");

    private double ToNumber(PyValue value, string name) => value switch
    {
        PyFloat number => number.Value,
        PyInteger { Value: var number } when number.GetBitLength() <= 1023 => (double)number,
        PyBoolean flag => flag.Value ? 1 : 0,
        PyArray { Length: 1, Objects: null } array => PyArrayValues.Doubles(array, Inside(name))[0],
        _ => throw Fault($"{name} should be a number, found {value.Describe()}"),
    };

    private string Inside(string place) => Path.Length == 0 ? place : $"{Path}.{place}";
}
