using Hamf.Pipeline.Evaluation.Charts;

namespace Hamf.Pipeline.Evaluation;

/// <summary>The part of <see cref="ReportPage"/> about a search.</summary>
internal static class SearchPart
{
    private const int MaxRows = 40;

    /// <summary>What the search has measured, the kept candidate first; nothing without a search.</summary>
    public static string Of(TrainingReport report)
    {
        if (report.Search is not { } search)
        {
            return string.Empty;
        }

        var page = new MarkupBuilder();
        page.Add($"<section><h2>What was tried</h2><p>{search.Candidates.Count} candidates in {ReportTables.Number(search.SpentSeconds, "0")} s of {ReportTables.Number(search.BudgetSeconds, "0")} s, {search.Folds}: {SvgText.Count(search.JudgedRows)} rows of train and validation judged, {SvgText.Count(search.JudgedPositives)} positive. Test was not looked at. Candidates climb rungs of growing parts of the rows and trees; only the better ones reach the last, which has all. What is trained without a search ({search.Default}) is kept unless another is better beyond noise. Each is compared with the kept one on the last rung that it reached.</p>\n");
        page.Add($"<table class=\"figures\"><thead><tr><th>candidate</th><th>rung</th><th>average precision</th><th>95\u00a0% interval</th><th>behind the kept</th><th></th></tr></thead><tbody>\n");
        foreach (SearchedCandidate candidate in search.Candidates.Take(MaxRows))
        {
            bool isKept = candidate == search.Candidates[0];
            string behind = isKept ? string.Empty : $"{ReportTables.Figure(candidate.Behind)} ({ReportTables.Figure(candidate.BehindLow)} to {ReportTables.Figure(candidate.BehindHigh)})";
            page.Add($"<tr><th scope=\"row\">{candidate.Name}</th><td>{candidate.Rung} of {search.RungCount}</td><td>{ReportTables.Figure(candidate.AveragePrecision)}</td><td>{ReportTables.Figure(candidate.Low)} to {ReportTables.Figure(candidate.High)}</td><td>{behind}</td><td>{(isKept ? "kept" : candidate.IsWithinNoise ? "within noise" : string.Empty)}</td></tr>\n");
        }

        page.Add($"</tbody></table>");
        if (search.Candidates.Count > MaxRows)
        {
            page.Add($"<p>{search.Candidates.Count - MaxRows} weaker candidates are in report.json.</p>");
        }

        page.Add($"</section>\n");
        return page.ToString();
    }
}
