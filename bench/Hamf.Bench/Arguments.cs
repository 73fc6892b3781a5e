using System.Globalization;

namespace Hamf.Bench;

/// <summary>The options of a verb: <c>--name value</c>.</summary>
internal sealed class Arguments(IReadOnlyList<string> args)
{
    /// <summary>The value of an option, or what it is when it is not given.</summary>
    public string Text(string name, string otherwise)
    {
        int at = args.ToList().IndexOf("--" + name);
        return at >= 0 && at + 1 < args.Count ? args[at + 1] : otherwise;
    }

    /// <summary>The same, as a whole number.</summary>
    public int Number(string name, int otherwise) =>
        int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}
