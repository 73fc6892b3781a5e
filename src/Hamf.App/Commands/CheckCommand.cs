using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;

namespace Hamf.App.Commands;

/// <summary><c>hamf check DIR</c>: lists all problems of a detector at once.</summary>
internal static class CheckCommand
{
    public static Command New()
    {
        var folder = new Argument<string>("DIR") { Description = "The detector's folder" };
        var command = new Command("check", "Check a detector: all problems at once, with file, line and what was expected.");
        command.Arguments.Add(folder);
        return command.Runs("hamf check samples/card-fraud", (parsed, terminal, _) =>
            Task.FromResult(Check(parsed.GetValue(folder)!, terminal)));
    }

    private static int Check(string folder, Terminal terminal)
    {
        DetectorReading reading = DetectorLoader.Load(folder);
        foreach (Problem problem in reading.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        terminal.Result(new JsonObject
        {
            ["ok"] = reading.Problems.Count == 0,
            ["detector"] = reading.Detector?.Name,
            ["features"] = reading.Detector?.Features.Count,
            ["problems"] = new JsonArray([.. reading.Problems.Select(p => (JsonNode)new JsonObject
            {
                ["file"] = p.File,
                ["line"] = p.Line,
                ["message"] = p.Message,
            })]),
        });
        if (reading.Detector is not { } detector)
        {
            return ExitCode.Usage;
        }

        if (!terminal.IsJson)
        {
            terminal.Say($"{detector.Name}: {detector.Events.Columns.Count} columns, {detector.Features.Count} features, no problems");
        }

        return ExitCode.Done;
    }
}
