using System.Globalization;
using System.Numerics;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Python's <c>None</c>.</summary>
internal sealed class PyNone : PyValue
{
    /// <summary>The only one.</summary>
    public static readonly PyNone Value = new();

    private PyNone()
    {
    }

    /// <inheritdoc/>
    public override string Describe() => "None";
}

/// <summary>A boolean, Python's or NumPy's.</summary>
internal sealed class PyBoolean(bool value) : PyValue
{
    public bool Value { get; } = value;

    /// <inheritdoc/>
    public override string Describe() => Value ? "True" : "False";
}

/// <summary>A whole number of any size, Python's or NumPy's.</summary>
internal sealed class PyInteger(BigInteger value) : PyValue
{
    public BigInteger Value { get; } = value;

    /// <inheritdoc/>
    public override string Describe() => Value.GetBitLength() < 128 ? Value.ToString(CultureInfo.InvariantCulture) : $"an integer of {Value.GetBitLength()} bits";
}

/// <summary>A floating-point number, Python's or NumPy's; a float32 is widened.</summary>
internal sealed class PyFloat(double value) : PyValue
{
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override string Describe() => Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A string.</summary>
internal sealed class PyText(string value) : PyValue
{
    private const int LongestShown = 60;

    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string Describe() => Value.Length <= LongestShown ? $"'{PickleText.Shown(Value)}'" : $"a text of {Value.Length} characters";
}

/// <summary>Bytes or a byte array.</summary>
internal sealed class PyBytes(ReadOnlyMemory<byte> value) : PyValue
{
    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <inheritdoc/>
    public override string Describe() => $"{Value.Length} bytes";
}
