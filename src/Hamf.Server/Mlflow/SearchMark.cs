using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>
/// What a search over logged models asks for, in short. Its page tokens carry it, so that the page of one search is not taken for the next page of
/// another: MLflow's clients know these refusals.
/// </summary>
/// <param name="experiments">The experiments.</param>
/// <param name="filter">The filter, and the datasets that it looks at.</param>
/// <param name="order">The order.</param>
internal sealed class SearchMark(IEnumerable<string> experiments, IEnumerable<string> filter, IEnumerable<string> order)
{
    // Enough to tell the searches of one user apart; three of them and an offset fit into a token.
    private const int BytesOfEach = 6;

    private readonly string[] _parts = [Short(experiments), Short(filter), Short(order)];

    /// <summary>Refuses the mark of another search.</summary>
    /// <exception cref="RegistryException">Something else was asked for; the message says what.</exception>
    public void Check(string mark)
    {
        string[] found = mark.Split('.');
        string? other = found.Length != _parts.Length || found[0] != _parts[0] ? "Experiment IDs in the page token do not match the requested experiment IDs."
            : found[1] != _parts[1] ? "Filter string in the page token does not match the requested filter string."
            : found[2] != _parts[2] ? "Order by in the page token does not match the requested order by."
            : null;
        if (other is not null)
        {
            throw RegistryException.Invalid($"{other} A page token belongs to the search that has given it.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('.', _parts);

    // Each text with its length, so that no two lists read the same.
    private static string Short(IEnumerable<string> texts)
    {
        string all = string.Concat(texts.Select(text => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, BytesOfEach));
    }
}
