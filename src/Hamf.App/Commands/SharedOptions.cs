using System.CommandLine;

namespace Hamf.App.Commands;

/// <summary>Options that every verb takes.</summary>
internal static class SharedOptions
{
    /// <summary>Where models, events and scores are kept.</summary>
    public static Option<string?> Home { get; } = new("--home")
    {
        Description = "Where models, events and scores are kept [default: HAMF_HOME, else ./.hamf; for demo the folder demo in it]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Whether a machine reads the output.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print exactly one JSON object on standard output; everything else goes to standard error",
        Recursive = true,
    };

    /// <summary>The home folder of this call, as a full path.</summary>
    public static string HomeOf(ParseResult parsed)
    {
        string? fromEnvironment = Environment.GetEnvironmentVariable("HAMF_HOME");
        return Path.GetFullPath(parsed.GetValue(Home) ?? (string.IsNullOrEmpty(fromEnvironment) ? ".hamf" : fromEnvironment));
    }

    /// <summary>The detector folder or the model reference of a verb that takes either.</summary>
    public static Argument<string?> DetectorFolder(string description) => new("DIR")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary><c>--history FILE</c>.</summary>
    public static Option<string?> History() =>
        new Option<string?>("--history") { Description = "Earlier events, to warm up the windows", HelpName = "FILE" }.MustBeReadable();

    /// <summary><c>--model NAME[@ALIAS|/VERSION]</c>.</summary>
    public static Option<string?> Model() => new("--model")
    {
        Description = "A registered model instead of a folder: NAME, NAME@ALIAS or NAME/VERSION",
        HelpName = "NAME[@ALIAS|/VERSION]",
    };
}
