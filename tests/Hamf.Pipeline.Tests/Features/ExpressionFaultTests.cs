using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Features.Expressions;
using Hamf.Pipeline.Rows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Features;

public sealed class ExpressionFaultTests
{
    private static readonly EventSchema Schema = new(
    [
        Events.Column("id", ColumnType.Text, ColumnRole.Key),
        Events.Column("t", ColumnType.Time, ColumnRole.Time),
        Events.Column("card", ColumnType.Integer, ColumnRole.Entity),
        Events.Column("merchant", ColumnType.Text),
        Events.Column("amt", ColumnType.Number),
        Events.Column("online", ColumnType.Boolean),
        Events.Column("street", ColumnType.Text, ColumnRole.Ignore),
        Events.Column("fraud", ColumnType.Boolean, ColumnRole.Label),
        Events.Column("Time since (s)", ColumnType.Number),
    ]);

    [Theory]
    [InlineData("amt +", 6, "found the end")]
    [InlineData("(amt", 5, "Expected ')'")]
    [InlineData("amt amt", 5, "Expected an operator or the end, found 'amt'")]
    [InlineData("amt = 3", 5, "Write '==' here")]
    [InlineData("amt <> 3", 5, "Write '!=' here")]
    [InlineData("online && online", 8, "Write 'and' here")]
    [InlineData("amt ? 1", 5, "The character '?' has no meaning here")]
    [InlineData("'open", 1, "not closed")]
    [InlineData("1 < amt < 3", 9, "cannot be chained")]
    [InlineData("3x", 1, "neither a number nor a span")]
    [InlineData("1e999", 1, "too large")]
    [InlineData("7d", 1, "after 'over' or 'delay'")]
    [InlineData("count() over 7", 14, "Expected a span")]
    [InlineData("count() delay 1h over 7d", 18, "in this order: over, by, delay")]
    [InlineData("count() over 7d by", 19, "Expected a column after 'by'")]
    [InlineData("abs(amt merchant)", 9, "Expected ',' or ')' in the arguments of abs")]
    public void Names_the_place_of_a_fault_of_spelling(string expression, int column, string message) =>
        AssertFault(expression, column, message);

    [Theory]
    [InlineData("amt + merchant", 7, "The right side of '+' must be a number, found a text")]
    [InlineData("(amt > 3) + 1", 6, "must be a number, found a boolean. Use if(condition, 1, 0)")]
    [InlineData("t - 3", 1, "found a time. Use hours_between")]
    [InlineData("t", 1, "A feature must be a number, a boolean or a text, found a time")]
    [InlineData("not amt", 5, "must be a boolean, found a number")]
    [InlineData("amt == 'x'", 5, "compares two values of one type, found a number and a text")]
    [InlineData("merchant < 'x'", 10, "compares numbers or times, found a text")]
    [InlineData("if(online, 1, 'x')", 15, "must be of one type, found a number and a text")]
    [InlineData("if(amt, 1, 2)", 4, "The condition of if must be a boolean")]
    [InlineData("hour(amt)", 6, "must be a time, found a number")]
    [InlineData("hour(t, 'Mars/Olympus')", 9, "must be the name of a time zone")]
    [InlineData("length(amt)", 8, "The argument of length must be a text")]
    [InlineData("in(merchant, merchant)", 14, "must be written as texts or numbers")]
    [InlineData("round(amt, 99)", 12, "whole number from 0 to 15")]
    [InlineData("abs(1, 2)", 1, "abs takes 1 argument, found 2")]
    [InlineData("max(amt)", 1, "As a window it is written max(…) over 7d")]
    [InlineData("lenth(merchant)", 1, "Did you mean 'length'?")]
    [InlineData("amt + merchnt", 7, "There is no column 'merchnt'. Did you mean 'merchant'?")]
    [InlineData("xyzzy", 1, "There is no column 'xyzzy'.")]
    public void Names_the_place_of_a_fault_of_type_or_name(string expression, int column, string message) =>
        AssertFault(expression, column, message);

    [Theory]
    [InlineData("length(id)", 8, "'id' is the event's key")]
    [InlineData("count() over 1h by id", 20, "'id' is the event's key")]
    [InlineData("length(street)", 8, "role ignore")]
    [InlineData("card", 1, "'card' is the entity")]
    [InlineData("sum(card) over 1d", 5, "'card' is the entity")]
    [InlineData("if(fraud, 1, 0)", 4, "may be used only inside a window with a delay")]
    [InlineData("mean(fraud) over 30d", 6, "add a delay")]
    [InlineData("distinct(fraud) over 30d delay 7d", 10, "may not stand here")]
    [InlineData("count() over 30d by fraud", 21, "may not stand here")]
    [InlineData("count() over 30d by t", 21, "may not stand after 'by'")]
    public void Keeps_a_column_to_the_places_of_its_role(string expression, int column, string message) =>
        AssertFault(expression, column, message);

    [Theory]
    [InlineData("count()", 1, "count needs a span")]
    [InlineData("count(amt) over 1d", 1, "count takes no argument as a window, found 1. Write count(where CONDITION)")]
    [InlineData("sum() over 1d", 1, "sum takes one argument")]
    [InlineData("sum(merchant) over 1d", 5, "must be a number or a boolean, found a text")]
    [InlineData("max(online) over 1d", 5, "must be a number, found a boolean")]
    [InlineData("sum(count() over 1h) over 1d", 5, "may not stand inside another window")]
    [InlineData("abs(amt) over 1d", 1, "'abs' is not a window function")]
    [InlineData("count() over 0s", 1, "longer than 0")]
    [InlineData("count() over 9999d", 1, "at most 3660d")]
    [InlineData("count() over 1d delay 1d", 1, "shorter than the span")]
    [InlineData("time_since_last() over 2d delay 1d", 1, "takes no delay")]
    [InlineData("first_seen(where online)", 18, "takes no 'where'")]
    [InlineData("count() over 1d by merchant, merchant", 30, "stands twice")]
    [InlineData("count() over 1d by mechant", 20, "Did you mean 'merchant'?")]
    [InlineData("abs(amt where online)", 15, "'where' may only stand in a window")]
    public void Names_the_place_of_a_fault_of_a_window(string expression, int column, string message) =>
        AssertFault(expression, column, message);

    [Fact]
    public void Windows_need_a_time_and_somebody_whose_events_they_are_over()
    {
        var timeless = new EventSchema([Events.Column("amt", ColumnType.Number)]);
        var anonymous = new EventSchema([Events.Column("t", ColumnType.Time, ColumnRole.Time), Events.Column("amt", ColumnType.Number)]);

        Assert.Contains("give one column 'role: time'", Events.OnlyProblem(timeless, "count() over 1h"), StringComparison.Ordinal);
        Assert.Contains("add 'by COLUMN'", Events.OnlyProblem(anonymous, "count() over 1h"), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_all_faults_of_all_features_with_file_and_line()
    {
        IReadOnlyList<Problem> problems = FeatureSet.Check("d/detector.yaml", Schema,
        [
            new FeatureSpec("one", "length(amt) + nothing + hour(merchant)", "one", 7),
            new FeatureSpec("fine", "`Time since (s)` / 60", "fine", 8),
            new FeatureSpec("two", "amt +\n  merchant", "two", 9),
        ], new HashSet<string>());

        Assert.Equal(["d/detector.yaml:7:", "d/detector.yaml:7:", "d/detector.yaml:7:", "d/detector.yaml:9:"], problems.Select(p => p.ToString()[..18]));
        Assert.StartsWith("feature 'two', line 2, column 3 of the expression:", problems[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_refuses_what_check_lists() =>
        Assert.Contains("nothing", Assert.Throws<ArgumentException>(() => FeatureSet.Compile(Events.Detector(Schema, "amt", "nothing"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Depth_length_and_parts_are_limited()
    {
        Assert.Contains("at most 50 deep", Problem(new string('(', 60) + "amt" + new string(')', 60)), StringComparison.Ordinal);
        Assert.Contains("at most 50 deep", Problem(new string('-', 60) + "amt"), StringComparison.Ordinal);
        Assert.Contains("at most 500 names", Problem(string.Join('+', Enumerable.Repeat("amt", 600))), StringComparison.Ordinal);
        Assert.Contains("at most 4000 characters", Problem(new string(' ', 5_000) + "amt"), StringComparison.Ordinal);
        Assert.Empty(Check(string.Join('+', Enumerable.Repeat("amt", 250))));
        Assert.Empty(Check(new string('(', 49) + "amt" + new string(')', 49)));
    }

    [Fact]
    public void Any_sequence_of_tokens_is_either_compiled_or_refused_with_a_place()
    {
        string[] tokens =
        [
            "amt", "merchant", "fraud", "card", "t", "online", "(", ")", ",", "+", "-", "*", "<", "==", "and", "not", "if(", "count()", "sum(",
            "over", "7d", "by", "delay", "1h", "where", "'x'", "3", "coalesce(", "hour(", "`", "'", "é", "distinct(", "true",
        ];
        Seeds.ForEach(300, random =>
        {
            string expression = string.Join(' ', Enumerable.Range(0, random.Next(1, 14)).Select(_ => tokens[random.Next(tokens.Length)]));

            IReadOnlyList<Problem> problems = Check(expression);

            if (problems.Count == 0)
            {
                Events.Number(Schema, new Row(Schema), expression);
            }

            Assert.All(problems, p => Assert.StartsWith("feature 'f', line 1, column ", p.Message, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_canonical_text_parses_to_itself() => Seeds.ForEach(200, random =>
    {
        string expression = RandomExpression(random, 4);
        string canonical = Parser.Parse(expression).Tree!.Canonical();

        Assert.Equal(canonical, Parser.Parse(canonical).Tree!.Canonical());
        Row row = new(Schema);
        row.SetNumber(4, 12.5);
        row.SetNumber(8, -3);
        Assert.Equal(Events.Number(Schema, row, expression), Events.Number(Schema, row, canonical));
    });

    private static string RandomExpression(Random random, int depth) => depth == 0
        ? random.Next(3) switch { 0 => "amt", 1 => "`Time since (s)`", _ => $"{random.Next(100)}" }
        : random.Next(5) switch
        {
            0 => $"{RandomExpression(random, depth - 1)} + {RandomExpression(random, depth - 1)} * {RandomExpression(random, depth - 1)}",
            1 => $"({RandomExpression(random, depth - 1)} - {RandomExpression(random, depth - 1)}) / {RandomExpression(random, depth - 1)}",
            2 => $"-{RandomExpression(random, 0)} % {RandomExpression(random, depth - 1)}",
            3 => $"if(not {RandomExpression(random, 0)} < {RandomExpression(random, 0)} and amt > 3, {RandomExpression(random, depth - 1)}, {RandomExpression(random, depth - 1)})",
            _ => $"max({RandomExpression(random, depth - 1)}, {RandomExpression(random, depth - 1)})",
        };

    private static void AssertFault(string expression, int column, string message)
    {
        string found = Problem(expression);
        Assert.StartsWith($"feature 'f', line 1, column {column} of the expression:", found, StringComparison.Ordinal);
        Assert.Contains(message, found, StringComparison.Ordinal);
    }

    private static string Problem(string expression) => Events.OnlyProblem(Schema, expression);

    private static IReadOnlyList<Problem> Check(string expression) =>
        FeatureSet.Check("detector.yaml", Schema, [new FeatureSpec("f", expression, "f", 1)], new HashSet<string>());
}
