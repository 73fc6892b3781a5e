using System.Text.RegularExpressions;
using Hamf.TestKit;

namespace Hamf.Repo.Tests;

/// <summary>Inside Hamf.Pipeline a stage uses only what stands before it; only the server and the program use flows.</summary>
public sealed partial class StageOrderTests
{
    private static readonly string[] Order =
    [
        "Rows", "Detectors", "Intake", "Validation", "Features", "Registry", "Scoring", "Alerts", "Labels",
        "Evaluation", "Drift", "Training", "Retraining", "Governance", "Flows",
    ];

    [Fact]
    public void Every_folder_of_the_pipeline_has_its_place_in_the_order()
    {
        string[] folders = Directory.GetDirectories(PipelineFolder).Select(Path.GetFileName).ToArray()!;

        Assert.Empty(folders.Except(Order));
    }

    [Fact]
    public void Stage_uses_only_stages_before_it()
    {
        var faults = new List<string>();
        foreach (string file in Directory.EnumerateFiles(PipelineFolder, "*.cs", SearchOption.AllDirectories))
        {
            string stage = Path.GetRelativePath(PipelineFolder, file).Split(Path.DirectorySeparatorChar)[0];
            foreach (Match match in StageName().Matches(File.ReadAllText(file)))
            {
                string used = match.Groups[1].Value;
                if (Array.IndexOf(Order, used) > Array.IndexOf(Order, stage))
                {
                    faults.Add($"{Path.GetRelativePath(PipelineFolder, file)} uses {used}");
                }
            }
        }

        Assert.Empty(faults);
    }

    private static string PipelineFolder => Path.Combine(RealPart.RepositoryRoot, "src", "Hamf.Pipeline");

    [GeneratedRegex(@"^using (?:static )?Hamf\.Pipeline\.([A-Za-z]+)", RegexOptions.Multiline)]
    private static partial Regex StageName();
}
