using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Registry;

namespace Hamf.App.Commands;

/// <summary><c>hamf rollback NAME</c>: makes the champion before the present one champion again.</summary>
internal static class RollbackCommand
{
    public static Command New()
    {
        var name = new Argument<string>("NAME") { Description = "The model" };
        var reason = new Option<string?>("--reason") { Description = "Why, for the history", HelpName = "TEXT" };
        var command = new Command("rollback", "Make the champion before the present one champion again.");
        command.Arguments.Add(name);
        command.Options.Add(reason);
        return command.Runs("hamf rollback card-fraud --reason 'too many alarms'", (parsed, terminal, _) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            string model = parsed.GetValue(name)!;
            AliasChange change = home.Models.History(model, ModelReference.Champion) is [var newest, ..]
                ? newest
                : throw CommandFailure.Failed($"no model '{model}' has had a champion in {home.Path}");
            int target = change.From
                ?? throw CommandFailure.Failed($"{model}/{change.To} is the first champion: there is nothing to go back to");
            if (home.Models.Find(new ModelReference(model, null, target)) is null)
            {
                throw CommandFailure.Failed($"{model}/{target}, the champion before, is deleted or cannot be scored with; 'hamf promote {model}/VERSION' makes another one champion");
            }

            home.Models.SetAlias(model, ModelReference.Champion, target, Actor.Name, parsed.GetValue(reason) ?? "rolled back by hand");
            terminal.Result(new JsonObject { ["model"] = model, ["champion"] = target, ["before"] = change.To });
            if (!terminal.IsJson)
            {
                terminal.Say(change.To is { } last ? $"{model}/{target} is champion again, it was {last}" : $"{model}/{target} is champion again");
            }

            return Task.FromResult(ExitCode.Done);
        });
    }
}
