using Hamf.Bench.Explaining;
using Hamf.Bench.Importing;
using Hamf.Bench.Registry;
using Hamf.Bench.Streaming;
using Hamf.Bench.Text;
using Hamf.Bench.Tracking;
using Hamf.Bench.Trees;
using Hamf.Bench;

// One verb per file; each prints one JSON object. Figures belong to the machine they were made on.
return args switch
{
    ["stream", .. string[] rest] => await StreamVerb.RunAsync(rest),
    ["stream-prepare", .. string[] rest] => StreamWorld.Prepare(rest),
    ["scores", .. string[] rest] => ScoresVerb.Run(rest),
    ["registry", .. string[] rest] => RegistryVerb.Run(rest),
    ["reading", .. string[] rest] => ReadingVerb.Run(rest),
    ["artifacts", .. string[] rest] => await ArtifactsVerb.RunAsync(rest),
    ["serving", .. string[] rest] => await ServingVerb.RunAsync(rest),
    ["tracking-search", .. string[] rest] => await TrackingSearchVerb.RunAsync(rest),
    ["trees-forest", .. string[] rest] => ForestVerb.Run(rest),
    ["trees-model", .. string[] rest] => ModelVerb.Run(rest),
    ["text", .. string[] rest] => TextVerb.Run(rest),
    ["quality", .. string[] rest] => QualityVerb.Run(rest),
    ["trees-train", .. string[] rest] => TreesTrainVerb.Run(rest),
    ["trees-score", .. string[] rest] => TreesScoreVerb.Run(rest),
    ["trees-explain", .. string[] rest] => ExplainVerb.Run(rest),
    ["pickle", .. string[] rest] => PickleVerb.Run(rest),
    ["tracking", .. string[] rest] => TrackingVerb.Run(rest),
    ["tracking-http", .. string[] rest] => await TrackingHttpVerb.RunAsync(rest),
    ["fuzz-import", .. string[] rest] => FuzzImportVerb.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run --project bench/Hamf.Bench -c Release -- VERB");
    string[] verbs =
    [
        StreamVerb.Usage,
        ScoresVerb.Usage,
        RegistryVerb.Usage,
        ReadingVerb.Usage,
        ArtifactsVerb.Usage,
        ServingVerb.Usage,
        TrackingSearchVerb.Usage,
        ForestVerb.Usage,
        ModelVerb.Usage,
        TextVerb.Usage,
        QualityVerb.Usage,
        TreesTrainVerb.Usage,
        TreesScoreVerb.Usage,
        ExplainVerb.Usage,
        PickleVerb.Usage,
        FuzzImportVerb.Usage,
        TrackingVerb.Usage,
        TrackingHttpVerb.Usage,
    ];
    Console.Error.WriteLine(string.Join(Environment.NewLine, verbs));
    return 2;
}
