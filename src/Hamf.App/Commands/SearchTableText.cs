using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Evaluation;

namespace Hamf.App.Commands;

/// <summary>What a search has measured, for people and for machines.</summary>
internal static class SearchTableText
{
    // A screen; the rest stands in the report.
    private const int MaxLines = 15;

    /// <summary>The table in lines, the kept candidate first.</summary>
    public static IEnumerable<string> Lines(SearchTable search)
    {
        yield return Text($"searched {search.SpentSeconds:0} s on {search.Folds}; {search.JudgedRows:N0} rows judged, {search.JudgedPositives:N0} positive");
        yield return "rung    AP      95 % interval     behind the kept            candidate";
        foreach (SearchedCandidate candidate in search.Candidates.Take(MaxLines))
        {
            bool isKept = candidate == search.Candidates[0];
            string behind = isKept ? "kept" : Text($"{candidate.Behind,7:0.0000} {(candidate.IsWithinNoise ? "within noise" : "beyond noise")}");
            yield return Text($"{candidate.Rung} of {search.RungCount}  {candidate.AveragePrecision:0.0000}  {candidate.Low:0.0000} to {candidate.High:0.0000}  {behind,-25}  {candidate.Name}");
        }

        if (search.Candidates.Count > MaxLines)
        {
            yield return Text($"and {search.Candidates.Count - MaxLines} more in the report");
        }
    }

    /// <summary>The table with the names of report.json; null without a search.</summary>
    public static JsonNode? ToJson(SearchTable? search) => search is null ? null : JsonNode.Parse(ReportJson.Write(search));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
