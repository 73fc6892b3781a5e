using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Registry;
using Hamf.Server;
using Microsoft.Extensions.Logging;

namespace Hamf.App.Commands;

/// <summary><c>hamf serve</c>: REST, metrics, pages and the stages of the stream.</summary>
internal static class ServeCommand
{
    public static Command New()
    {
        var port = new Option<int>("--port") { Description = "Port; 0 takes a free one", DefaultValueFactory = _ => 5080 };
        var address = new Option<string>("--address") { Description = "Address to listen on; on any but loopback every request needs a key", DefaultValueFactory = _ => "127.0.0.1" };
        var roles = new Option<string>("--roles") { Description = $"Which parts to run: {string.Join(',', StreamRoles.Names)} [default: all]", DefaultValueFactory = _ => "" };
        var detector = new Option<string?>("--default-detector") { Description = "The detector that answers POST /predict where several are served", HelpName = "NAME" };
        var maxImport = new Option<int>("--max-import-mb") { Description = "Largest import over REST, all its files together", DefaultValueFactory = _ => 512 };
        var requireKeys = new Option<bool>("--require-keys") { Description = "Ask for keys on loopback too" };
        var host = new Option<string[]>("--host") { Description = "A name under which the server is reached; may be given several times", HelpName = "NAME" };
        var protect = new Option<string[]>("--protect-alias") { Description = "An alias that only admins move, besides champion; may be given several times", HelpName = "NAME" };
        var artifactRoot = new Option<string?>("--default-artifact-root")
        {
            Description = "Where MLflow's clients write the artifacts of new experiments themselves, such as s3://bucket/runs [default: through this server]",
            HelpName = "URI",
        };
        var certificate = new Option<string?>("--certificate") { Description = "PEM file with the certificate: serve HTTPS", HelpName = "FILE" }.MustBeReadable();
        var certificateKey = new Option<string?>("--certificate-key") { Description = "PEM file with its private key", HelpName = "FILE" }.MustBeReadable();
        var privateWebhooks = new Option<bool>("--allow-private-webhooks") { Description = "Deliver to webhooks on this machine and in private networks too" };
        var jsonLog = new Option<bool>("--log-json") { Description = "Log as JSON lines" };
        var command = new Command("serve", "Serve the models of a home: REST, metrics, pages, and the stages of the stream.");
        foreach (Option option in (Option[])[port, address, requireKeys, host, protect, artifactRoot, certificate, certificateKey, privateWebhooks, roles, detector, maxImport, jsonLog])
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
                AllowPrivateWebhooks = parsed.GetValue(privateWebhooks),
                RequireKeys = parsed.GetValue(requireKeys),
                Hosts = parsed.GetValue(host) ?? [],
                ProtectedAliases = [ModelReference.Champion, .. parsed.GetValue(protect) ?? []],
                DefaultArtifactRoot = parsed.GetValue(artifactRoot),
                Certificate = parsed.GetValue(certificate),
                CertificateKey = parsed.GetValue(certificateKey),
                DefaultDetector = parsed.GetValue(detector),
                MaxImportBytes = (long)parsed.GetValue(maxImport) << 20,
            };
            using ILoggerFactory loggers = ConsoleLog.Create(LogLevel.Information, parsed.GetValue(jsonLog));
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            ServerHost server = await ServerHost.StartAsync(home, options, chosen, loggers, cancellation).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                terminal.Progress($"serving {home.Path} on {server.Url} (API description: {server.Url}/docs); Ctrl+C stops");
                TellAccess(options, terminal);
                terminal.Result(new JsonObject { ["url"] = server.Url, ["home"] = home.Path });
                await server.StoppedAsync(cancellation).ConfigureAwait(false);
            }

            terminal.Progress($"stopped; everything acknowledged is kept in {home.Path}");
            return ExitCode.Done;
        });
    }

    private static void TellAccess(HamfServerOptions options, Terminal terminal)
    {
        if (!options.KeysNeeded)
        {
            terminal.Progress("open to everybody on this machine; --require-keys asks for keys");
        }
        else if (options.Certificate is null && !options.IsLoopback)
        {
            terminal.Warn("keys and data travel in clear; --certificate and --certificate-key serve HTTPS, or put a proxy that does in front");
        }
    }
}
