using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Models.Formats.Onnx.Export;
using Hamf.Pipeline.Registry;

namespace Hamf.App.Commands;

/// <summary><c>hamf models export NAME[@ALIAS|/VERSION] --out FILE</c>: a model for other programs.</summary>
internal static class ModelsExportCommand
{
    private const string Onnx = "onnx";

    public static Command New()
    {
        var model = new Argument<string>("NAME[@ALIAS|/VERSION]") { Description = "The version; a bare name means its champion" };
        var format = new Option<string>("--format") { Description = "The file's format", HelpName = Onnx, DefaultValueFactory = _ => Onnx };
        format.AcceptOnlyFromAmong(Onnx);
        Option<string> output = new Option<string>("--out") { Description = "The file to write", HelpName = "FILE", Required = true }.MustBeWritable();
        var command = new Command("export", "Write a model as ONNX, for other programs to score with.");
        command.Arguments.Add(model);
        command.Options.Add(format);
        command.Options.Add(output);
        return command.Runs("hamf models export card-fraud@champion --out card-fraud.onnx", async (parsed, terminal, cancellation) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            ModelVersion version = await DetectorArgument.FindVersionAsync(parsed.GetValue(model)!, home, ModelReference.Champion, cancellation).ConfigureAwait(false);
            string path = parsed.GetValue(output)!;
            long size = Write(version, home, path);
            terminal.Result(new JsonObject { ["model"] = version.Name, ["version"] = version.Version, ["format"] = Onnx, ["out"] = path, ["bytes"] = size });
            if (!terminal.IsJson)
            {
                terminal.Say($"{version.Name}/{version.Version} written as ONNX: {path}");
            }

            return ExitCode.Done;
        });
    }

    // Nothing stays behind of a model that has no form in ONNX.
    private static long Write(ModelVersion version, HomeServices home, string path)
    {
        try
        {
            byte[] content = ToOnnx(version, ModelBundle.FromBytes(home.Artifacts.Get(version.BundleDigest)));
            File.WriteAllBytes(path, content);
            return content.Length;
        }
        catch (NotSupportedException e)
        {
            throw CommandFailure.Failed($"{version.Name}/{version.Version} cannot be exported: {e.Message}");
        }
    }

    /// <summary>A version as ONNX.</summary>
    /// <exception cref="NotSupportedException">It has no form in ONNX.</exception>
    internal static byte[] ToOnnx(ModelVersion version, ModelBundle bundle)
    {
        using var content = new MemoryStream();
        OnnxExport.Write(bundle.Model, content, new OnnxExportOptions
        {
            Threshold = bundle.Threshold,
            Version = typeof(ModelsExportCommand).Assembly.GetName().Version?.ToString(3) ?? string.Empty,
            Metadata = new Dictionary<string, string>
            {
                ["model"] = version.Name,
                ["model_version"] = version.Version.ToString(CultureInfo.InvariantCulture),
            },
        });
        return content.ToArray();
    }
}
