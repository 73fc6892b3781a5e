namespace Hamf.Pipeline.Registry.Search;

/// <summary>Reads one term of an order.</summary>
internal static class OrderReader
{
    public static SearchOrder Read(string term, SearchTarget target)
    {
        // As the clients' own server has it: a blank at either end is a mistake.
        if (term.Length == 0 || char.IsWhiteSpace(term[0]) || char.IsWhiteSpace(term[^1]))
        {
            throw FilterMessages.Order(term, "It is empty, or begins or ends with a blank.");
        }

        List<FilterToken> tokens = FilterTokenizer.Read(term);
        FilterToken field = tokens[0];
        bool isField = field.Kind == FilterTokenKind.Word || field is { Kind: FilterTokenKind.Text, Quote: '"' };
        if (!isField || tokens.Count > 2 || (tokens.Count == 2 && tokens[1].Kind != FilterTokenKind.Word))
        {
            throw FilterMessages.Order(term, "Expected FIELD, FIELD ASC or FIELD DESC, with odd names in backticks.");
        }

        if (tokens.Count == 2 && !tokens[1].Is("ASC") && !tokens[1].Is("DESC"))
        {
            throw FilterMessages.Order(term, $"Invalid ordering key '{tokens[1].Shown}', expected ASC or DESC.");
        }

        return new SearchOrder(SearchVocabulary.Of(target).OrderField(field.Prefix, field.Value), tokens.Count == 1 || tokens[1].Is("ASC"));
    }
}
