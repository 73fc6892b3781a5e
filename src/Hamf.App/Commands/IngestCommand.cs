using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.App.Commands;

/// <summary><c>hamf ingest NAME --data F</c>: appends a file's rows to a detector's event topic.</summary>
internal static class IngestCommand
{
    public static Command New()
    {
        var name = new Argument<string>("NAME") { Description = "The detector" };
        Option<string> data = new Option<string>("--data") { Description = "The file: CSV or JSON lines, also .gz", HelpName = "FILE", Required = true }.MustBeReadable();
        var skip = new Option<long>("--skip") { Description = "Leave out so many rows, to go on where an earlier call was cut off" };
        var rate = new Option<double?>("--rate") { Description = "Rows per second [default: as fast as possible]" };
        var command = new Command("ingest", "Append a file's rows to a detector's event topic. A running server scores them; repeats of an event id are skipped.");
        command.Arguments.Add(name);
        foreach (Option option in (Option[])[data, skip, rate])
        {
            command.Options.Add(option);
        }

        return command.Runs("hamf ingest card-fraud --data today.csv", async (parsed, terminal, cancellation) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            using LiveHome live = LiveHome.Open(home);
            await live.Detectors.RefreshAsync(cancellation).ConfigureAwait(false);
            string detectorName = parsed.GetValue(name)!;
            if (!live.Detectors.All.TryGetValue(detectorName, out LiveDetector? detector))
            {
                throw CommandFailure.Failed($"no detector '{detectorName}' with a champion in {home.Path}; 'hamf models list' shows what there is");
            }

            var options = new FileIngestOptions { SkipRows = parsed.GetValue(skip), EventsPerSecond = parsed.GetValue(rate) };
            FileIngestResult result = await new FileIngest(live.Log, live.Monitor, TimeProvider.System)
                .RunAsync(detector, parsed.GetValue(data)!, options, progress: null, cancellation).ConfigureAwait(false);
            terminal.Result(new JsonObject { ["appended"] = result.Appended, ["next_row"] = result.NextRow, ["broken"] = result.Broken });
            if (!terminal.IsJson)
            {
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{result.Appended:N0} events appended, {result.Broken:N0} rows could not be read"));
            }

            return ExitCode.Done;
        });
    }
}
