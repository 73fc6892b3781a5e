using System.Globalization;
using Hamf.Bench;
using Hamf.Bench.Explaining;
using Hamf.Bench.Streaming;

// One verb per file; each prints one JSON object. Figures belong to the machine they were made on.
return args switch
{
    ["stream", .. string[] rest] => await StreamVerb.RunAsync(rest),
    ["stream-prepare", .. string[] rest] => StreamWorld.Prepare(rest),
    ["reading", .. string[] rest] => ReadingVerb.Run(rest),
    ["serving", .. string[] rest] => await ServingVerb.RunAsync(rest),
    ["trees-explain", .. string[] rest] => ExplainVerb.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"usage: dotnet run --project bench/Hamf.Bench -c Release -- VERB{Environment.NewLine}{StreamVerb.Usage}{Environment.NewLine}{ReadingVerb.Usage}{Environment.NewLine}{ServingVerb.Usage}{Environment.NewLine}{ExplainVerb.Usage}"));
    return 2;
}
