namespace Hamf.Pipeline.Registry.Search;

/// <summary>Finds the comparisons of a filter; whether they make sense is asked by <see cref="ClauseRules"/>.</summary>
internal sealed class FilterReader
{
    // SQLite takes 32,766 parameters in a statement.
    private const int MaxListLength = 10_000;
    private const int MaxClauses = 50;

    private readonly List<FilterToken> _tokens;
    private readonly SearchTarget _target;
    private int _at;

    private FilterReader(string filter, SearchTarget target)
    {
        _target = target;
        _tokens = FilterTokenizer.Read(filter);
    }

    public static List<RawClause> Read(string filter, SearchTarget target)
    {
        var reader = new FilterReader(filter, target);
        reader.RefuseUnreadable();
        var clauses = new List<RawClause> { reader.ReadClause() };
        while (reader._at < reader._tokens.Count)
        {
            FilterToken and = reader.Next("AND");
            if (!and.Is("AND"))
            {
                throw reader.Unexpected(and);
            }

            clauses.Add(reader.ReadClause());
            if (clauses.Count > MaxClauses)
            {
                throw RegistryException.Invalid($"The filter has more than {MaxClauses} comparisons.");
            }
        }

        return clauses;
    }

    private void RefuseUnreadable()
    {
        foreach (FilterToken token in _tokens)
        {
            if (token.Kind == FilterTokenKind.Semicolon)
            {
                throw RegistryException.Invalid(
                    (_target == SearchTarget.LoggedModels ? "Invalid filter string. " : string.Empty)
                    + "Search filter contained multiple expressions, separated by ';'. Join the comparisons with AND.");
            }

            if (token.Kind == FilterTokenKind.Unreadable)
            {
                throw FilterMessages.Clause(_target, $"'{token.Shown}' has a quote without its partner or a character that means nothing here");
            }
        }
    }

    private RawClause ReadClause()
    {
        FilterToken left = Next("a comparison");
        if (left.Kind is not (FilterTokenKind.Word or FilterTokenKind.Text or FilterTokenKind.Number) || left.Is("AND") || left.Is("OR") || left.Is("NOT"))
        {
            throw Unexpected(left);
        }

        FilterToken comparison = Next($"a comparison of '{left.Shown}'");
        if (comparison.Kind == FilterTokenKind.Comparison || comparison.Is("LIKE") || comparison.Is("ILIKE"))
        {
            return new RawClause(left, comparison.Value.ToUpperInvariant(), [ReadValue(comparison)]);
        }

        return comparison.Is("IN") ? new RawClause(left, "IN", ReadList())
            : comparison.Is("NOT") ? ReadNotIn(left)
            : comparison.Is("IS") ? ReadIsNull(left, comparison)
            : throw Unexpected(comparison);
    }

    private RawClause ReadNotIn(FilterToken left)
    {
        FilterToken token = Next("IN");
        return token.Is("IN") ? new RawClause(left, "NOT IN", ReadList()) : throw Unexpected(token);
    }

    private RawClause ReadIsNull(FilterToken left, FilterToken comparison)
    {
        FilterToken token = Next("NULL");
        string found = "IS NULL";
        if (token.Is("NOT"))
        {
            found = "IS NOT NULL";
            token = Next("NULL");
        }

        return token.Is("NULL") ? new RawClause(left, found, []) : throw Unexpected(comparison);
    }

    private FilterToken ReadValue(FilterToken comparison)
    {
        FilterToken value = Next($"a value behind '{comparison.Shown}'");
        bool isValue = value.Kind is FilterTokenKind.Word or FilterTokenKind.Text or FilterTokenKind.Number
            && !value.Is("TRUE") && !value.Is("FALSE") && !value.Is("NULL") && !value.Is("AND");
        return isValue ? value : throw Unexpected(value);
    }

    private List<FilterToken> ReadList()
    {
        FilterToken open = Next("a list in parentheses");
        if (open.Kind != FilterTokenKind.Open)
        {
            throw Unexpected(open);
        }

        var values = new List<FilterToken>();
        bool wantsValue = true;
        bool isIllFormed = false;
        for (FilterToken token = Next("')'"); token.Kind != FilterTokenKind.Close; token = Next("')'"))
        {
            bool isComma = token.Kind == FilterTokenKind.Comma;
            isIllFormed |= isComma == wantsValue;
            wantsValue = isComma;
            if (!isComma)
            {
                values.Add(token);
            }
        }

        CheckList(values, isIllFormed);
        return values;
    }

    private static void CheckList(List<FilterToken> values, bool isIllFormed)
    {
        const string Start = "While parsing a list in the query, ";
        foreach (FilterToken token in values)
        {
            if (token.Kind != FilterTokenKind.Text)
            {
                throw RegistryException.Invalid(
                    Start + $"expected string value, punctuation, or whitespace, but got different type in list: '{token.Shown}'. Put texts into quotes.");
            }
        }

        if (isIllFormed)
        {
            throw RegistryException.Invalid(Start + "expected a non-empty list of string values, but got ill-formed list: a value or a comma is missing.");
        }

        if (values.Count == 0)
        {
            throw RegistryException.Invalid(Start + "expected a non-empty list of string values, but got empty list.");
        }

        if (values.Count > MaxListLength)
        {
            throw RegistryException.Invalid(Start + $"found more than {MaxListLength} values.");
        }
    }

    private FilterToken Next(string expected) =>
        _at < _tokens.Count ? _tokens[_at++] : throw FilterMessages.Clause(_target, $"it ends where {expected} was expected");

    private RegistryException Unexpected(FilterToken token) => FilterMessages.Clause(_target, $"'{token.Shown}'");
}
