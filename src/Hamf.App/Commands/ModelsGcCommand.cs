using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.App.Commands;

/// <summary><c>hamf models gc</c>: deletes for good what was deleted some time ago.</summary>
internal static class ModelsGcCommand
{
    private const string DefaultAge = "30d";

    public static Command New()
    {
        var age = new Option<string>("--older-than")
        {
            Description = "Only what was deleted so long ago; 0s for everything",
            HelpName = "SPAN",
            DefaultValueFactory = _ => DefaultAge,
        };
        age.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !TimeSpanText.TryParse(token.Value, out _))
            {
                result.AddError($"--older-than: '{token.Value}' is not a span such as 30d or 12h");
            }
        });
        var command = new Command("gc", "Delete for good: deleted experiments, runs and logged models, and files that nothing names any more.");
        command.Options.Add(age);
        return command.Runs("hamf models gc --older-than 7d", async (parsed, terminal, cancellation) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            TimeSpan span = TimeSpanText.TryParse(parsed.GetValue(age)!, out TimeSpan read) ? read : throw CommandFailure.Usage("--older-than is not a span");
            PurgeOutcome purged = home.Tracking.Purge(TimeProvider.System.GetUtcNow() - span);
            int freed = await home.OwnSpace.CollectAsync(cancellation).ConfigureAwait(false);
            terminal.Result(new JsonObject { ["experiments"] = purged.Experiments, ["runs"] = Terminal.Texts(purged.Runs), ["files"] = freed });
            if (!terminal.IsJson)
            {
                terminal.Say($"deleted for good: {purged.Experiments} experiments, {purged.Runs.Count} runs; {freed} files freed");
                terminal.Say("files are freed ten minutes after their last name has gone: call again for those of this call");
            }

            return ExitCode.Done;
        });
    }
}
