using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>One NumPy function for every value, or none: FunctionTransformer. Without a function the row passes with its texts.</summary>
internal sealed class ElementFunction : Operator
{
    public const string KindName = "function";

    /// <summary>The name of no function.</summary>
    public const string Identity = "identity";

    private static readonly Dictionary<string, Func<double, double>> Functions = new(StringComparer.Ordinal)
    {
        [Identity] = x => x,
        ["log"] = Math.Log,
        ["log1p"] = PreciseMath.Log1P,
        ["log2"] = Math.Log2,
        ["log10"] = Math.Log10,
        ["exp"] = Math.Exp,
        ["expm1"] = PreciseMath.ExpM1,
        ["sqrt"] = Math.Sqrt,
        ["cbrt"] = Math.Cbrt,
        ["square"] = x => x * x,
        ["absolute"] = Math.Abs,
        ["fabs"] = Math.Abs,
        ["negative"] = x => -x,
        ["reciprocal"] = x => 1 / x,
        ["sign"] = x => double.IsNaN(x) ? x : Math.Sign(x),
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["tanh"] = Math.Tanh,
        ["arctan"] = Math.Atan,
        ["arcsinh"] = Math.Asinh,
        ["floor"] = Math.Floor,
        ["ceil"] = Math.Ceiling,
        ["rint"] = x => Math.Round(x, MidpointRounding.ToEven),
        ["nan_to_num"] = x => double.IsNaN(x) ? 0 : Math.Clamp(x, double.MinValue, double.MaxValue),
    };

    private readonly string _name;
    private readonly bool _isChecked;
    private readonly Func<double, double> _function;

    /// <param name="width">Number of columns.</param>
    /// <param name="name">NumPy's name of the function, or <see cref="Identity"/>.</param>
    /// <param name="isChecked">Whether rows with missing or infinite values are refused.</param>
    /// <exception cref="ArgumentException">The function is not known.</exception>
    public ElementFunction(int width, string name, bool isChecked)
    {
        if (width < 1 || !Functions.TryGetValue(name, out Func<double, double>? function))
        {
            throw new ArgumentException($"There is no function '{name}' of {width} columns.");
        }

        (InputWidth, _name, _isChecked, _function) = (width, name, isChecked, function);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => InputWidth;

    /// <summary>Whether a function of that name is known.</summary>
    public static bool Knows(string name) => Functions.ContainsKey(name);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ElementFunction Read(ref PartReader reader) => new(reader.Int(), reader.Text("a function"), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Text(_name);
        writer.Flag(_isChecked);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        if (_isChecked)
        {
            RowCheck.Finite(input, Kind);
        }

        output.CopyFrom(input);
        if (_name == Identity)
        {
            output.CopyTextsFrom(input);
            return;
        }

        RowCheck.NoTexts(input, _name);
        foreach (ref double value in output.Numbers)
        {
            value = _function(value);
        }
    }
}
