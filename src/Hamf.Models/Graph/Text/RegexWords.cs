using System.Text.RegularExpressions;

namespace Hamf.Models.Graph.Text;

/// <summary>Finds words by a regular expression of Python, as <c>re.findall</c> does: the whole match, or its only group.</summary>
internal sealed class RegexWords
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly int _group;

    /// <param name="pattern">Python's regular expression.</param>
    /// <exception cref="ArgumentException">It has no equal in .NET, or more than one group.</exception>
    public RegexWords(string pattern)
    {
        _regex = new Regex(PatternTranslator.Translate(pattern), RegexOptions.CultureInvariant, Limit);
        int groups = _regex.GetGroupNumbers().Length - 1;
        _group = groups <= 1 ? groups : throw new ArgumentException($"The token_pattern '{pattern}' has {groups} groups; scikit-learn takes one at most.");
    }

    /// <summary>Writes the words of the prepared text into the source, one space behind each, and as terms.</summary>
    /// <exception cref="RowRefusedException">The search takes too long.</exception>
    public void Find(TextScratch scratch)
    {
        StandIns? standIns = StandIns.AreNeeded(scratch.Prepared.Span) ? new StandIns() : null;
        string text = standIns?.Replace(scratch.Prepared.Span) ?? scratch.Prepared.Span.ToString();
        try
        {
            for (Match match = _regex.Match(text); match.Success; match = match.NextMatch())
            {
                Add(scratch, match.Groups[_group].ValueSpan, standIns);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw new RowRefusedException($"the token_pattern takes more than {Limit.TotalSeconds} s for this text");
        }
    }

    private static void Add(TextScratch scratch, ReadOnlySpan<char> word, StandIns? standIns)
    {
        int start = scratch.Source.Length;
        if (standIns is null)
        {
            scratch.Source.Append(word);
        }
        else
        {
            standIns.Restore(word, scratch.Source);
        }

        scratch.AddTerm(start, scratch.Source.Length - start);
        scratch.Source.Append(' ');
    }
}
