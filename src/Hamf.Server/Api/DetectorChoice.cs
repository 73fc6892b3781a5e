using System.Collections.Concurrent;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;

namespace Hamf.Server.Api;

/// <summary>Finds the detector that a request means, and the reader of its rows. Thread-safe.</summary>
internal sealed class DetectorChoice(HamfServerOptions options, LiveDetectors live, IModelStore models)
{
    private readonly ConcurrentDictionary<string, RowReader> _readers = new(StringComparer.Ordinal);

    /// <summary>The named detector; without a name the default, or the only one.</summary>
    public (LiveDetector? Detector, ApiProblem? Problem) Find(string? name)
    {
        IReadOnlyDictionary<string, LiveDetector> all = live.All;
        name ??= options.DefaultDetector;
        if (name is not null)
        {
            return all.TryGetValue(name, out LiveDetector? found) ? (found, null) : (null, Missing(name, all.Keys));
        }

        return all.Count switch
        {
            1 => (all.Values.First(), null),
            0 => (null, new ApiProblem(503, "model_not_loaded",
                "No detector has a champion yet; train one with `hamf train DIR --data FILE`, then it is served at once.")),
            _ => (null, new ApiProblem(409, "several_detectors",
                $"There are {all.Count} detectors: {Names(all.Keys)}. Post to /models/NAME/predict (or /models/NAME/events), or start the server with a default.")
            { Reasons = [.. all.Keys.Order(StringComparer.Ordinal)] }),
        };
    }

    /// <summary>The reader of the schema the detector has now.</summary>
    public RowReader ReaderOf(LiveDetector detector)
    {
        EventSchema schema = detector.Schema;
        RowReader reader = _readers.GetOrAdd(detector.Name, static (_, s) => new RowReader(s), schema);
        if (!ReferenceEquals(reader.Schema, schema))
        {
            _readers[detector.Name] = reader = new RowReader(schema);
        }

        return reader;
    }

    private ApiProblem Missing(string name, IEnumerable<string> served)
    {
        if (models.HasVersion(name))
        {
            return new ApiProblem(503, "model_not_loaded", $"Model '{name}' is registered but has no champion that could be loaded.");
        }

        string others = Names(served);
        return ApiProblem.NotFound(
            $"There is no model '{Cut(name)}'." + (others.Length > 0 ? $" Served: {others}." : " None is served yet."));
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static string Cut(string text) => text.Length <= 64 ? text : text[..64];
}
