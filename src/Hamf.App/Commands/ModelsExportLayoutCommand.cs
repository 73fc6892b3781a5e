using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.App.Commands;

/// <summary><c>hamf models export-layout NAME --out DIR|s3://...</c>: all versions of a model as folders named after their time.</summary>
internal static class ModelsExportLayoutCommand
{
    public static Command New()
    {
        var name = new Argument<string>("NAME") { Description = "The registered model" };
        var output = new Option<string>("--out") { Description = "A folder, or s3://bucket/prefix", HelpName = "DIR|s3://...", Required = true };
        var command = new Command("export-layout", "Write a model's versions as folders: artifacts/TIME/ for each, production/TIME/ for the champion.");
        command.Arguments.Add(name);
        command.Options.Add(output);
        return command.Runs("hamf models export-layout card-fraud --out s3://models/fraud", async (parsed, terminal, cancellation) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            string place = parsed.GetValue(output)!;
            IArtifactSpace target = home.Places.OpenNamed(place);
            IReadOnlyList<ModelVersion> versions = home.Models.List(parsed.GetValue(name));
            if (versions.Count == 0)
            {
                throw CommandFailure.Failed($"there is no model '{parsed.GetValue(name)}' in {home.Path}; 'hamf models list' shows what there is");
            }

            IReadOnlyList<string> folders = await new ModelLayout(home, target).WriteAsync(versions, cancellation).ConfigureAwait(false);
            terminal.Result(new JsonObject { ["out"] = place, ["folders"] = Terminal.Texts(folders) });
            if (!terminal.IsJson)
            {
                terminal.Say($"{versions.Count} {(versions.Count == 1 ? "version" : "versions")} of {parsed.GetValue(name)} are in {place}");
            }

            return ExitCode.Done;
        });
    }
}
