using static Hamf.Pipeline.Features.Expressions.ExpressionType;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>The functions with fixed parameter types, by name. The others are known to the <see cref="Binder"/>.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, Function> ByName =
        Numbers().Concat(Times()).Concat(Texts()).Concat(Urls()).ToDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>All names, for suggestions.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The function of that name, or null.</summary>
    public static Function? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<Function> Numbers() =>
    [
        OfNumber("abs", Math.Abs),
        OfNumber("log", Math.Log),
        OfNumber("log1p", LogOnePlus),
        OfNumber("exp", Math.Exp),
        OfNumber("sqrt", Math.Sqrt),
        OfNumber("floor", Math.Floor),
        OfNumber("ceil", Math.Ceiling),
        new("clamp", [Number, Number, Number], Number, a => new Call3Node(static (x, low, high) => Math.Min(Math.Max(x, low), high), a)),
        new("haversine_km", [Number, Number, Number, Number], Number, a => new Call4Node(TextFacts.HaversineKm, a)),
    ];

    private static IEnumerable<Function> Times() =>
    [
        new("age_years", [Time, Time], Number, a => new Call2Node(Number, Calendar.AgeYears, a[0], a[1])),
        new("hours_between", [Time, Time], Number, a => new Call2Node(Number, Calendar.HoursBetween, a[0], a[1])),
    ];

    private static IEnumerable<Function> Texts() =>
    [
        OfText("length", Number, static t => t.Length),
        OfText("count_digits", Number, TextFacts.CountDigits),
        OfTexts("count_chars", Number, TextFacts.CountAny),
        OfTexts("contains", ExpressionType.Boolean, static (t, part) => t.Contains(part, StringComparison.Ordinal) ? 1 : 0),
        OfTexts("starts_with", ExpressionType.Boolean, static (t, part) => t.StartsWith(part, StringComparison.Ordinal) ? 1 : 0),
        OfTexts("ends_with", ExpressionType.Boolean, static (t, part) => t.EndsWith(part, StringComparison.Ordinal) ? 1 : 0),
        new("lower", [Text], Text, a => new TextToTextNode(static t => t.ToLowerInvariant(), a[0])),
        new("upper", [Text], Text, a => new TextToTextNode(static t => t.ToUpperInvariant(), a[0])),
    ];

    private static IEnumerable<Function> Urls() =>
    [
        OfUrl("url_length", Number, static u => u.Source.Length),
        OfUrl("url_dots", Number, static u => u.Source.AsSpan().Count('.')),
        OfUrl("url_hyphens", Number, static u => u.Source.AsSpan().Count('-')),
        OfUrl("url_digits", Number, static u => TextFacts.CountDigits(u.Source)),
        OfUrl("url_special_chars", Number, UrlFacts.SpecialCharacterCount),
        OfUrl("url_entropy", Number, UrlFacts.Entropy),
        OfUrl("url_host_length", Number, static u => u.Host.Length),
        OfUrl("url_path_length", Number, static u => u.Path.Length),
        OfUrl("url_query_length", Number, static u => u.Query.Length),
        OfUrl("url_params", Number, UrlFacts.Parameters),
        OfUrl("url_subdomains", Number, UrlFacts.Subdomains),
        OfUrl("url_has_equal", ExpressionType.Boolean, static u => u.Source.Contains('=', StringComparison.Ordinal) ? 1 : 0),
        OfUrl("url_at", ExpressionType.Boolean, static u => u.Source.Contains('@', StringComparison.Ordinal) ? 1 : 0),
        OfUrl("url_is_https", ExpressionType.Boolean, UrlFacts.IsHttps),
        OfUrl("url_is_ip", ExpressionType.Boolean, UrlFacts.IsIp),
        OfUrl("url_scheme", UrlFacts.Scheme),
        OfUrl("url_host", UrlFacts.Host),
        OfUrl("url_tld", UrlFacts.TopLevelDomain),
        OfUrl("url_path", static u => u.Path.ToString()),
        OfUrl("url_query", static u => u.Query.ToString()),
    ];

    private static Function OfNumber(string name, Func<double, double> function) =>
        new(name, [Number], Number, a => new Call1Node(Number, function, a[0]));

    private static Function OfText(string name, ExpressionType result, Func<string, double> function) =>
        new(name, [Text], result, a => new TextToNumberNode(result, function, a[0]));

    private static Function OfTexts(string name, ExpressionType result, Func<string, string, double> function) =>
        new(name, [Text, Text], result, a => new TextsToNumberNode(result, function, a[0], a[1]));

    private static Function OfUrl(string name, ExpressionType result, Func<UrlParts, double> function) =>
        new(name, [Text], result, a => new UrlToNumberNode(result, function, a[0]));

    private static Function OfUrl(string name, Func<UrlParts, string?> function) =>
        new(name, [Text], Text, a => new UrlToTextNode(function, a[0]));

    /// <summary>log(1 + x), exact for small x (W. Kahan's correction).</summary>
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }
}
