using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.App.Commands;

/// <summary><c>hamf promote NAME[@ALIAS|/VERSION]</c>: makes a version the champion.</summary>
internal static class PromoteCommand
{
    public static Command New()
    {
        var model = new Argument<string>("NAME[@ALIAS|/VERSION]") { Description = "The version; a bare name means its challenger" };
        var reason = new Option<string?>("--reason") { Description = "Why, for the history", HelpName = "TEXT" };
        var command = new Command("promote", "Make a version the champion; a running server swaps to it without a pause.");
        command.Arguments.Add(model);
        command.Options.Add(reason);
        return command.Runs("hamf promote card-fraud/2 --reason 'better on June'", async (parsed, terminal, cancellation) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            ModelVersion version = await DetectorArgument.FindVersionAsync(parsed.GetValue(model)!, home, ModelReference.Challenger, cancellation).ConfigureAwait(false);
            Scorer.LoadForServing(version, home.Artifacts);
            ModelVersion? before = home.Models.Find(new ModelReference(version.Name, ModelReference.Champion, null));
            home.Models.SetAlias(version.Name, ModelReference.Champion, version.Version, Actor.Name, parsed.GetValue(reason) ?? "promoted by hand");
            terminal.Result(new JsonObject
            {
                ["model"] = version.Name,
                ["champion"] = version.Version,
                ["before"] = before?.Version,
            });
            if (!terminal.IsJson)
            {
                terminal.Say(before is null
                    ? $"{version.Name}/{version.Version} is champion"
                    : $"{version.Name}/{version.Version} is champion, it was {before.Version}; 'hamf rollback {version.Name}' goes back");
            }

            return ExitCode.Done;
        });
    }
}
