using System.Diagnostics.CodeAnalysis;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Reads <c>COLUMN=INPUT</c>, as the command line and the API take it.</summary>
public static class ColumnPairs
{
    /// <summary>The column of each input, for <see cref="ImportRequest.ColumnOf"/>.</summary>
    /// <param name="pairs">The pairs as written.</param>
    /// <param name="columnOf">The column, by input.</param>
    /// <param name="wrong">The first pair that is none, or names an input again.</param>
    /// <returns>False when a pair is wrong.</returns>
    public static bool TryRead(IEnumerable<string> pairs, out Dictionary<string, string> columnOf, [NotNullWhen(false)] out string? wrong)
    {
        columnOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            if (pair.Split('=') is not [{ Length: > 0 } column, { Length: > 0 } input] || !columnOf.TryAdd(input, column))
            {
                wrong = pair;
                return false;
            }
        }

        wrong = null;
        return true;
    }
}
