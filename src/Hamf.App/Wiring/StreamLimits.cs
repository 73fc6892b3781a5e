using Hamf.Adapters.LocalLog;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Registry;

namespace Hamf.App.Wiring;

/// <summary>The event log of a home is shared by its detectors: it keeps as long, and takes as much, as the most demanding of them asks.</summary>
internal static class StreamLimits
{
    public static LocalLogOptions Of(HomeServices home)
    {
        StreamSpec[] specs = home.Models.Champions()
            .Select(champion => home.Models.Find(new ModelReference(champion.Name, null, champion.Version)))
            .OfType<ModelVersion>()
            .Select(version => DetectorFile.Parse(version.DetectorYaml, version.Name).Detector?.Stream)
            .OfType<StreamSpec>()
            .DefaultIfEmpty(new StreamSpec())
            .ToArray();
        return new LocalLogOptions
        {
            Path = home.Folder.LogPath,
            Retention = specs.Max(s => s.Retention),
            MaxBytes = specs.Max(s => s.MaxLogBytes),
        };
    }
}
