using System.Globalization;

namespace Hamf.Pipeline.Registry.Search;

/// <summary>Says what may be compared how, and with what.</summary>
internal static class ClauseRules
{
    // SQLite refuses patterns above 50,000 bytes, and matching gets slow long before.
    private const int MaxPatternLength = 1_000;

    private static readonly Comparator[] NumberComparators =
        [Comparator.Equal, Comparator.NotEqual, Comparator.Less, Comparator.LessOrEqual, Comparator.Greater, Comparator.GreaterOrEqual];

    private static readonly Comparator[] TextComparators = [Comparator.Equal, Comparator.NotEqual, Comparator.Like, Comparator.ILike];

    /// <summary>Checks a comparison.</summary>
    /// <exception cref="RegistryException">Its field is unknown, or cannot be compared so.</exception>
    public static SearchClause Check(RawClause raw, SearchTarget target)
    {
        if (raw.Left.Kind == FilterTokenKind.Number || raw.Left.Quote == '\'')
        {
            throw RegistryException.Invalid($"Invalid comparison clause. Expected 'Identifier' found '{raw.Left.Shown}': the field stands on the left.");
        }

        SearchVocabulary vocabulary = SearchVocabulary.Of(target);
        SearchField field = vocabulary.FilterField(raw.Left.Prefix, raw.Left.Value);
        Comparator comparator = Known(raw.Comparison) ?? throw BadComparator(raw, field, vocabulary, target);
        switch (comparator)
        {
            case Comparator.IsNull or Comparator.IsNotNull:
                RequireNullable(field, target);
                return new SearchClause(field, comparator, null, null, []);
            case Comparator.In or Comparator.NotIn:
                RequireList(raw, field, comparator, vocabulary, target);
                return new SearchClause(field, comparator, null, null, [.. raw.Values.Select(v => v.Value)]);
        }

        bool isNumeric = vocabulary.IsNumeric(field);
        if (!(isNumeric ? NumberComparators : TextComparators).Contains(comparator))
        {
            throw BadComparator(raw, field, vocabulary, target);
        }

        return isNumeric
            ? new SearchClause(field, comparator, null, Number(raw.Values[0], field), [])
            : new SearchClause(field, comparator, Text(raw.Values[0], field, comparator), null, []);
    }

    private static Comparator? Known(string comparison) => comparison switch
    {
        "=" => Comparator.Equal,
        "!=" => Comparator.NotEqual,
        "<" => Comparator.Less,
        "<=" => Comparator.LessOrEqual,
        ">" => Comparator.Greater,
        ">=" => Comparator.GreaterOrEqual,
        "LIKE" => Comparator.Like,
        "ILIKE" => Comparator.ILike,
        "IN" => Comparator.In,
        "NOT IN" => Comparator.NotIn,
        "IS NULL" => Comparator.IsNull,
        "IS NOT NULL" => Comparator.IsNotNull,
        _ => null,
    };

    private static void RequireNullable(SearchField field, SearchTarget target)
    {
        bool hasParams = target is SearchTarget.Runs or SearchTarget.LoggedModels;
        if (field.Kind != FieldKind.Tag && field.Kind != FieldKind.Param)
        {
            throw RegistryException.Invalid(
                $"IS NULL / IS NOT NULL is only supported for tags{(hasParams ? " and params" : string.Empty)}, not for '{FilterMessages.Cut(field.Key)}'.");
        }
    }

    private static void RequireList(RawClause raw, SearchField field, Comparator comparator, SearchVocabulary vocabulary, SearchTarget target)
    {
        bool isRunId = field is { Kind: FieldKind.Attribute, Key: "run_id" };
        bool allowed = target == SearchTarget.Runs ? isRunId || field.Kind == FieldKind.Dataset
            : target == SearchTarget.LoggedModels ? field.Kind == FieldKind.Attribute && !vocabulary.IsNumeric(field)
            : target == SearchTarget.ModelVersions && isRunId && comparator == Comparator.In;
        if (allowed)
        {
            return;
        }

        throw field.Kind == FieldKind.Attribute && !isRunId && !vocabulary.IsNumeric(field) && target is SearchTarget.Runs or SearchTarget.ModelVersions
            ? RegistryException.Invalid(
                $"Only the 'run_id' attribute supports comparison with a list of quoted string values, not '{field.Key}'.")
            : BadComparator(raw, field, vocabulary, target);
    }

    private static RegistryException BadComparator(RawClause raw, SearchField field, SearchVocabulary vocabulary, SearchTarget target) =>
        RegistryException.Invalid(
            (target == SearchTarget.LoggedModels ? "Invalid comparison operator" : "Invalid comparator")
            + $" '{raw.Comparison}' for {SearchVocabulary.Word(field.Kind)} '{FilterMessages.Cut(field.Key)}'. Expected one of "
            + (vocabulary.IsNumeric(field) ? "=, !=, <, <=, >, >=." : "=, !=, LIKE, ILIKE."));

    private static double Number(FilterToken value, SearchField field) =>
        value.Kind == FilterTokenKind.Number && double.TryParse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw RegistryException.Invalid(
                $"Expected numeric value type for {(field.Kind == FieldKind.Metric ? "metric" : "numeric attribute")}: '{FilterMessages.Cut(field.Key)}'. Found '{value.Shown}'.");

    private static string Text(FilterToken value, SearchField field, Comparator comparator)
    {
        if (value.Kind == FilterTokenKind.Number)
        {
            throw RegistryException.Invalid(
                $"Expected a quoted string value for {SearchVocabulary.Word(field.Kind)} '{FilterMessages.Cut(field.Key)}' (such as 'my-value'). Got value {value.Shown}.");
        }

        if (value.Kind != FilterTokenKind.Text)
        {
            throw RegistryException.Invalid(
                $"Parameter value is either not quoted or unidentified quote types used for string value {value.Shown}. Use either single or double quotes.");
        }

        return comparator is Comparator.Like or Comparator.ILike && value.Value.Length > MaxPatternLength
            ? throw RegistryException.Invalid($"The pattern for '{FilterMessages.Cut(field.Key)}' is longer than {MaxPatternLength} characters.")
            : value.Value;
    }
}
