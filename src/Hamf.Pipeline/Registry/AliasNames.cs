using System.Text.RegularExpressions;

namespace Hamf.Pipeline.Registry;

/// <summary>Which names an alias may have.</summary>
public static partial class AliasNames
{
    /// <summary>The word that means the newest version wherever an alias can stand; no alias is called so.</summary>
    public const string Latest = "latest";

    /// <summary>Most characters of an alias.</summary>
    public const int MaxLength = 255;

    /// <summary>Checks the name of an alias that is looked up or taken away.</summary>
    /// <exception cref="RegistryException">It is empty, too long or holds other characters than letters, digits, - and _.</exception>
    public static void Check(string alias)
    {
        ArgumentNullException.ThrowIfNull(alias);
        if (alias.Length == 0)
        {
            throw RegistryException.Invalid("Registered model alias name cannot be empty.");
        }

        if (alias.Length > MaxLength)
        {
            throw RegistryException.Invalid($"Invalid alias name: it has {alias.Length} characters and exceeds the maximum length of {MaxLength} characters.");
        }

        if (!Allowed().IsMatch(alias))
        {
            throw RegistryException.Invalid($"Invalid alias name: '{alias}'. An alias is made of letters, digits, - and _.");
        }
    }

    /// <summary>Checks the name of an alias that is given to a version.</summary>
    /// <exception cref="RegistryException">As <see cref="Check"/>, or the name means something else already: <c>latest</c>, <c>v7</c>.</exception>
    public static void CheckNew(string alias)
    {
        Check(alias);
        if (IsReserved(alias))
        {
            throw RegistryException.Invalid($"The alias name '{alias}' is reserved: it means the newest version, or one by its number.");
        }
    }

    /// <summary>Whether an alias can be called so.</summary>
    public static bool IsValid(string alias) => alias.Length <= MaxLength && Allowed().IsMatch(alias);

    /// <summary>Whether the name means something else already: <c>latest</c>, <c>v7</c>.</summary>
    public static bool IsReserved(string alias) => IsLatest(alias) || VersionNumber().IsMatch(alias);

    /// <summary>Whether the word means the newest version.</summary>
    public static bool IsLatest(string alias) => Latest.Equals(alias, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();

    [GeneratedRegex(@"^[vV][0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionNumber();
}
