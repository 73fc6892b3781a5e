using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>
/// Reads <c>MLmodel</c> files of any MLflow version, event by event, so that a hostile file costs no stack, and refuses deep nesting, which costs
/// the scanner time. What it does not know is passed over.
/// </summary>
public static class MlModelReader
{
    private const int CharactersMax = 4 << 20;
    private const int DepthMax = 64;
    private const int ColumnsMax = 100_000;

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="InvalidDataException">It is no MLmodel file; the message says why.</exception>
    public static MlModel Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > CharactersMax)
        {
            throw new InvalidDataException($"MLmodel has {text.Length} characters; at most {CharactersMax} are read.");
        }

        try
        {
            return ReadDocument(new Parser(new StringReader(text)));
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"MLmodel is not YAML (line {e.Start.Line}): {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or EndOfStreamException)
        {
            // So the library gives up on some damaged files, instead of saying what is wrong with them.
            throw new InvalidDataException("MLmodel is not YAML: a value in it cannot be read.", e);
        }
    }

    private static MlModel ReadDocument(Parser events)
    {
        events.Consume<StreamStart>();
        if (!events.TryConsume<DocumentStart>(out _) || !events.TryConsume<MappingStart>(out _))
        {
            throw new InvalidDataException("MLmodel is not a list of settings.");
        }

        var model = new MlModel { Flavors = new Dictionary<string, IReadOnlyDictionary<string, string>>() };
        while (!events.TryConsume<MappingEnd>(out _))
        {
            model = ReadText(events) switch
            {
                "flavors" => model with { Flavors = ReadFlavors(events) },
                "signature" => WithSignature(model, ReadSettings(events)),
                "artifact_path" => model with { ArtifactPath = ReadText(events) ?? string.Empty },
                "run_id" => model with { RunId = ReadText(events) ?? string.Empty },
                _ => Passed(events, model),
            };
        }

        return model.Flavors.Count > 0
            ? model
            : throw new InvalidDataException("MLmodel names no flavors, so nothing says how the model is loaded.");
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadFlavors(Parser events)
    {
        var flavors = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (!events.TryConsume<MappingStart>(out _))
        {
            PassOver(events);
            return flavors;
        }

        while (!events.TryConsume<MappingEnd>(out _))
        {
            string? name = ReadText(events);
            Dictionary<string, string> settings = ReadSettings(events);
            if (name is not null)
            {
                flavors[name] = settings;
            }
        }

        return flavors;
    }

    // The plain values of a map; what is nested in it is passed over.
    private static Dictionary<string, string> ReadSettings(Parser events)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!events.TryConsume<MappingStart>(out _))
        {
            PassOver(events);
            return settings;
        }

        while (!events.TryConsume<MappingEnd>(out _))
        {
            string? key = ReadText(events);
            string? value = ReadText(events);
            if (key is not null && value is not null)
            {
                settings[key] = value;
            }
        }

        return settings;
    }

    // A plain value, or null where something else stands, which is passed over.
    private static string? ReadText(Parser events)
    {
        if (events.TryConsume<Scalar>(out Scalar? scalar))
        {
            return scalar.Value;
        }

        PassOver(events);
        return null;
    }

    private static void PassOver(Parser events)
    {
        int depth = 0;
        do
        {
            depth += events.Current!.NestingIncrease;
            if (depth > DepthMax)
            {
                throw new InvalidDataException($"MLmodel is nested deeper than {DepthMax} levels at line {events.Current.Start.Line}.");
            }

            events.MoveNext();
        }
        while (depth > 0);
    }

    private static MlModel Passed(Parser events, MlModel model)
    {
        PassOver(events);
        return model;
    }

    private static MlModel WithSignature(MlModel model, Dictionary<string, string> signature) => model with
    {
        Inputs = Columns(signature, "inputs"),
        Outputs = Columns(signature, "outputs"),
    };

    // The columns are JSON inside a text.
    private static List<SignatureColumn> Columns(Dictionary<string, string> signature, string side)
    {
        if (signature.GetValueOrDefault(side) is not { Length: > 0 } json)
        {
            return [];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.GetArrayLength() <= ColumnsMax
                && document.RootElement.EnumerateArray().All(IsColumn)
                ? [.. document.RootElement.EnumerateArray().Select(column => new SignatureColumn(Text(column, "name"), Text(column, "type")))]
                : [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The {side} of MLmodel's signature are not JSON.", e);
        }
    }

    private static bool IsColumn(JsonElement column) => column.ValueKind == JsonValueKind.Object && Text(column, "type") is not ("" or "tensor");

    private static string Text(JsonElement column, string name) =>
        column.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : string.Empty;
}
