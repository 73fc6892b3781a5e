using System.Globalization;

namespace Hamf.Pipeline.Registry;

/// <summary>A model version as people write it: <c>NAME</c>, <c>NAME@ALIAS</c> or <c>NAME/VERSION</c>. A bare name means its champion.</summary>
/// <param name="Name">The registered model.</param>
/// <param name="Alias">The alias, or null when a version number is given.</param>
/// <param name="Version">The 1-based version number, or null when an alias is given.</param>
public sealed record ModelReference(string Name, string? Alias, int? Version)
{
    /// <summary>The alias of the version that is served.</summary>
    public const string Champion = "champion";

    /// <summary>The alias of the newest version that waits for promotion.</summary>
    public const string Challenger = "challenger";

    /// <summary>Reads a reference.</summary>
    /// <returns>False when the text is none of the three forms.</returns>
    public static bool TryParse(string text, out ModelReference reference)
    {
        reference = new ModelReference(text, Champion, null);
        if (text.Split('@') is [{ Length: > 0 } name, { Length: > 0 } alias])
        {
            reference = new ModelReference(name, alias, null);
            return true;
        }

        if (text.Split('/') is [{ Length: > 0 } named, var number]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version > 0)
        {
            reference = new ModelReference(named, null, version);
            return true;
        }

        return text.Length > 0 && !text.Contains('@', StringComparison.Ordinal) && !text.Contains('/', StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => Version is { } v ? $"{Name}/{v}" : $"{Name}@{Alias}";
}
