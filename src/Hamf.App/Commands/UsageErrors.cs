using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hamf.App.Commands;

/// <summary>Says what is wrong with a command line in the words of its reader; the library's own words name types of the program.</summary>
internal static class UsageErrors
{
    /// <summary>One sentence for each error.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        string[] unknown = parsed.UnmatchedTokens.Select(token => $"'{token}' is not a command, option or argument here").ToArray();

        // What is missing beside a misspelt word is most likely that word.
        return unknown.Length > 0 ? unknown : [.. parsed.Errors.Select(Describe).Distinct()];
    }

    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: var option, Tokens: [var token, ..] } when IsConversion(error) =>
            $"{option.Name}: '{token.Value}' is not {Expected(option.ValueType)}",
        ArgumentResult { Parent: OptionResult { Option: var option }, Tokens: [var token, ..] } when IsConversion(error) =>
            $"{option.Name}: '{token.Value}' is not {Expected(option.ValueType)}",
        ArgumentResult { Argument: var argument, Tokens: [var token, ..] } when IsConversion(error) =>
            $"{argument.Name}: '{token.Value}' is not {Expected(argument.ValueType)}",
        OptionResult { Option: var option, Tokens: [var token, ..] } when ChoicesOf(error) is { } choices =>
            $"{option.Name}: '{token.Value}' is not one of {choices}",
        CommandResult { Command.Subcommands: { Count: > 0 } commands } when error.Message.StartsWith("Required command", StringComparison.Ordinal) =>
            $"say what to do: {string.Join(", ", commands.Select(c => c.Name))}",
        _ => error.Message,
    };

    private static bool IsConversion(ParseError error) => error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal);

    // One choice a line, in quotes, below the message.
    private static string? ChoicesOf(ParseError error) => error.Message.Split('\n') is [var first, .. var choices] && first.Contains("Must be one of", StringComparison.Ordinal)
        ? string.Join(", ", choices.Select(c => c.Trim().Trim('\'')))
        : null;

    private static string Expected(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Double => "a number",
        TypeCode.Boolean => "true or false",
        _ => "a day such as 2025-06-01",
    };
}
