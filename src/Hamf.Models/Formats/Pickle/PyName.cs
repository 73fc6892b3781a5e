namespace Hamf.Models.Formats.Pickle;

/// <summary>The name of a class or function, as data.</summary>
internal sealed class PyName(string module, string name) : PyValue
{
    /// <summary>The dotted module, as in the file, but for Python 2's names of built-in modules, which are today's.</summary>
    public string Module { get; } = module;

    /// <summary>The name inside the module.</summary>
    public string Name { get; } = name;

    /// <summary>The package at the top of the module.</summary>
    public string Package => Module.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? Module[..dot] : Module;

    /// <summary>Module and name with a dot between them.</summary>
    public string FullName => $"{Module}.{Name}";

    /// <inheritdoc/>
    public override string Describe() => FullName;
}
