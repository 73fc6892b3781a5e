using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Registry;
using Hamf.Server.Tests.Memory;
using Hamf.TestKit;

namespace Hamf.Server.Tests;

/// <summary>Models that are trained once for all tests of this assembly.</summary>
internal static class TrainedModels
{
    private static readonly Lazy<(ModelVersion Version, byte[] Bundle, byte[]? State)> LazyCard = new(() => Train(CardData.CardYaml, CardData.Payments(3000)));
    private static readonly Lazy<(ModelVersion Version, byte[] Bundle, byte[]? State)> LazyUrls = new(() => Train(CardData.UrlYaml, CardData.Urls(1000)));

    /// <summary>Registers the next version of the card-fraud model.</summary>
    public static ModelVersion RegisterCard(MemoryHome home) => Register(home, LazyCard.Value);

    /// <summary>Registers the next version of the phishing model.</summary>
    public static ModelVersion RegisterUrls(MemoryHome home) => Register(home, LazyUrls.Value);

    private static ModelVersion Register(MemoryHome home, (ModelVersion Version, byte[] Bundle, byte[]? State) trained)
    {
        home.Artifacts.Put(trained.Bundle);
        if (trained.State is not null)
        {
            home.Artifacts.Put(trained.State);
        }

        string run = home.Runs.Start(trained.Version.Name, "training");
        home.Runs.AddArtifact(run, "report.html", home.Artifacts.Put("<!doctype html><title>Report</title><p>All well.</p>"u8), 52);
        return home.Models.Register(trained.Version with { RunId = run });
    }

    private static (ModelVersion Version, byte[] Bundle, byte[]? State) Train(string yaml, string csv)
    {
        using TempFolder folder = new();
        DetectorReading reading = DetectorFile.Parse(yaml, "detector.yaml");
        Assert.Empty(reading.Problems);
        MemoryHome home = new();
        TrainOutcome outcome = new TrainFlow(home.Runs, home.Models, home.Artifacts).Train(
            new TrainRequest { Detector = reading.Detector!, DataPath = folder.Write("data.csv", csv) }, null, CancellationToken.None);
        Assert.True(outcome.Version is not null, outcome.Refusal);
        byte[]? state = outcome.Version.StateDigest is { } digest ? home.Artifacts.Get(digest) : null;
        return (outcome.Version, home.Artifacts.Get(outcome.Version.BundleDigest), state);
    }
}
