using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hamf.App.Commands;

/// <summary>Checks paths of the command line before a verb starts: what is named there and cannot be used is wrong usage, whatever the verb.</summary>
internal static class FilePaths
{
    /// <summary>The option must name a file that can be read.</summary>
    public static Option<T> MustBeReadable<T>(this Option<T> option)
        where T : class?
    {
        option.Validators.Add(result => CheckReadable(result, option.Name));
        return option;
    }

    /// <summary>The argument must name a file that can be read.</summary>
    public static Argument<string> MustBeReadable(this Argument<string> argument)
    {
        argument.Validators.Add(result => CheckReadable(result, argument.Name));
        return argument;
    }

    /// <summary>The option must name a file that can be written: its folder exists, and it is no folder itself.</summary>
    public static Option<T> MustBeWritable<T>(this Option<T> option)
        where T : class?
    {
        option.Validators.Add(result =>
        {
            string path = Path.GetFullPath(result.Tokens[0].Value);
            if (Directory.Exists(path))
            {
                result.AddError($"{option.Name}: '{result.Tokens[0].Value}' is a folder; expected the name of a file to write");
            }
            else if (!Directory.Exists(Path.GetDirectoryName(path)))
            {
                result.AddError($"{option.Name}: there is no folder '{Path.GetDirectoryName(path)}'; make it first");
            }
        });
        return option;
    }

    private static void CheckReadable(SymbolResult result, string name)
    {
        string path = result.Tokens[0].Value;
        if (Directory.Exists(path))
        {
            result.AddError($"{name}: '{path}' is a folder; expected a file");
        }
        else if (!File.Exists(path))
        {
            result.AddError($"{name}: there is no file '{path}'");
        }
        else if (FaultOfOpening(path) is { } fault)
        {
            result.AddError($"{name}: '{path}' cannot be read: {fault}");
        }
    }

    private static string? FaultOfOpening(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "you may not read it; change its permissions or run as its owner";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
