using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Inspecting;

namespace Hamf.App.Commands;

/// <summary><c>hamf inspect FILE</c>: shows what is inside a model file of another program.</summary>
internal static class InspectCommand
{
    public static Command New()
    {
        var files = new Argument<string[]>("FILE") { Description = "The file; after it those that joblib saved beside it", Arity = ArgumentArity.OneOrMore };
        var command = new Command("inspect", "Show what is inside a model file without importing it: format, versions, objects, and what of it is supported. Nothing in it is executed.");
        command.Arguments.Add(files);
        return command.Runs("hamf inspect phishing.pkl", (parsed, terminal, cancellation) =>
        {
            using OpenedFiles opened = OpenedFiles.Open(parsed.GetValue(files)!);
            Tell(Inspect(opened, cancellation), opened.Files[0].Name, terminal);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static Inspection Inspect(OpenedFiles opened, CancellationToken cancellation)
    {
        if (opened.Files.Count == 0)
        {
            throw CommandFailure.Usage("there is no file in that folder");
        }

        try
        {
            return ModelImport.Inspect(opened.Files[0], [.. opened.Files.Skip(1)], cancellation);
        }
        catch (ImportException e)
        {
            throw CommandFailure.Failed($"{opened.Files[0].Name}: {e.Message}");
        }
    }

    private static void Tell(Inspection found, string file, Terminal terminal)
    {
        terminal.Result(ToJson(found, file));
        if (terminal.IsJson)
        {
            return;
        }

        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{file}: {found.Format}, protocol {found.Protocol}, {found.Container}, arrays {found.Layout}{(found.IsFromNumPy2 ? ", NumPy 2" : "")}"));
        if (found.ScikitLearnVersions.Count > 0)
        {
            terminal.Say($"written by scikit-learn {string.Join(", ", found.ScikitLearnVersions)}");
        }

        foreach (string name in found.SuspiciousNames)
        {
            terminal.Warn($"it calls {name}, which no model needs; nothing of it was run");
        }

        Print(found.Root, 0, terminal);
        InspectedClass[] unknown = [.. found.Classes.Where(c => !c.IsSupported)];
        terminal.Say(unknown.Length == 0 ? "every class in it is supported or kept as data" : "not supported as a part of a model:");
        foreach (InspectedClass one in unknown)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  {one.Name} ({one.Count}), first at {(one.FirstPath.Length == 0 ? "the top" : one.FirstPath)}"));
        }
    }

    private static void Print(InspectedNode node, int depth, Terminal terminal)
    {
        string support = node.IsSupported switch { true => "  [supported]", false => "  [not supported]", null => "" };
        string size = node.Size is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes:N0} bytes") : "";
        string same = node.SameAs is { } other ? $", the same as at {(other.Length == 0 ? "the top" : other)}" : "";
        terminal.Say($"{new string(' ', depth * 2)}{(node.Step.Length == 0 ? "" : node.Step + ": ")}{node.Description}{size}{same}{support}");
        foreach (InspectedNode child in node.Children)
        {
            Print(child, depth + 1, terminal);
        }

        if (node.OmittedCount > 0)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{new string(' ', (depth * 2) + 2)}and {node.OmittedCount:N0} more"));
        }
    }

    private static JsonObject ToJson(Inspection found, string file) => new()
    {
        ["file"] = file,
        ["format"] = found.Format,
        ["container"] = found.Container,
        ["protocol"] = found.Protocol,
        ["layout"] = found.Layout,
        ["scikit_learn"] = Terminal.Texts(found.ScikitLearnVersions),
        ["numpy2"] = found.IsFromNumPy2,
        ["suspicious"] = Terminal.Texts(found.SuspiciousNames),
        ["trailing_bytes"] = found.TrailingSize,
        ["classes"] = new JsonArray([.. found.Classes.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Name,
            ["count"] = c.Count,
            ["first_path"] = c.FirstPath,
            ["supported"] = c.IsSupported,
        })]),
        ["root"] = ToJson(found.Root),
    };

    private static JsonObject ToJson(InspectedNode node)
    {
        var json = new JsonObject { ["path"] = node.Path, ["description"] = node.Description };
        if (node.Class is not null)
        {
            json["class"] = node.Class;
            json["supported"] = node.IsSupported;
        }

        if (node.Shape is not null)
        {
            json["shape"] = new JsonArray([.. node.Shape.Select(length => (JsonNode)length)]);
            json["type"] = node.ElementType;
        }

        if (node.Size is { } size)
        {
            json["bytes"] = size;
        }

        if (node.SameAs is not null)
        {
            json["same_as"] = node.SameAs;
        }

        if (node.Children.Count > 0)
        {
            json["children"] = new JsonArray([.. node.Children.Select(child => (JsonNode)ToJson(child))]);
        }

        if (node.OmittedCount > 0)
        {
            json["omitted"] = node.OmittedCount;
        }

        return json;
    }
}
