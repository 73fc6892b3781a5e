using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Server;
using Microsoft.Extensions.Logging;

namespace Hamf.App.Commands;

/// <summary><c>hamf serve</c>: REST, metrics, pages and the stages of the stream.</summary>
internal static class ServeCommand
{
    public static Command New()
    {
        var port = new Option<int>("--port") { Description = "Port; 0 takes a free one", DefaultValueFactory = _ => 5080 };
        var address = new Option<string>("--address") { Description = "Address to listen on; only loopback until API keys exist", DefaultValueFactory = _ => "127.0.0.1" };
        var roles = new Option<string>("--roles") { Description = $"Which parts to run: {string.Join(',', StreamRoles.Names)}", DefaultValueFactory = _ => "" };
        var detector = new Option<string?>("--default-detector") { Description = "The detector that answers POST /predict where several are served", HelpName = "NAME" };
        var maxImport = new Option<int>("--max-import-mb") { Description = "Largest import over REST, all its files together", DefaultValueFactory = _ => 512 };
        var jsonLog = new Option<bool>("--log-json") { Description = "Log as JSON lines" };
        var command = new Command("serve", "Serve the models of a home: REST, metrics, pages, and the stages of the stream.");
        foreach (Option option in (Option[])[port, address, roles, detector, maxImport, jsonLog])
        {
            command.Options.Add(option);
        }

        return command.Runs("hamf serve --port 5080 --home .hamf", async (parsed, terminal, cancellation) =>
        {
            if (!StreamRoles.TryParse(parsed.GetValue(roles)!, out StreamRoles chosen, out string? problem))
            {
                throw CommandFailure.Usage("--roles: " + problem);
            }

            var options = new HamfServerOptions
            {
                Address = parsed.GetValue(address)!,
                Port = parsed.GetValue(port),
                DefaultDetector = parsed.GetValue(detector),
                MaxImportBytes = (long)parsed.GetValue(maxImport) << 20,
            };
            using ILoggerFactory loggers = ConsoleLog.Create(LogLevel.Information, parsed.GetValue(jsonLog));
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            ServerHost host = await ServerHost.StartAsync(home, options, chosen, loggers, cancellation).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                terminal.Progress($"serving {home.Path} on {host.Url} (API description: {host.Url}/docs); Ctrl+C stops");
                terminal.Result(new JsonObject { ["url"] = host.Url, ["home"] = home.Path });
                await host.StoppedAsync(cancellation).ConfigureAwait(false);
            }

            terminal.Progress($"stopped; everything acknowledged is kept in {home.Path}");
            return ExitCode.Done;
        });
    }
}
