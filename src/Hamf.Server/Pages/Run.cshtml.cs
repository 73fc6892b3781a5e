using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Tracking;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>One run: parameters, metrics with their course, tags, inputs, artifacts.</summary>
internal sealed class RunModel(HamfServices services) : PageModel
{
    private const int CourseMetrics = 12;
    private const int CoursePoints = 1000;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <summary>The folder of artifacts shown.</summary>
    [BindProperty(SupportsGet = true)]
    public string Folder { get; set; } = string.Empty;

    public TrackedRun Run { get; private set; } = null!;

    public string ExperimentName { get; private set; } = string.Empty;

    /// <summary>Metrics that were measured more than once, with their points.</summary>
    public IReadOnlyList<ShownCourse> Courses { get; private set; } = [];

    public IReadOnlyList<ArtifactFile> Artifacts { get; private set; } = [];

    /// <summary>Why there are no artifacts to show, or null.</summary>
    public string? ArtifactsProblem { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (services.Tracking is not { } tracking || tracking.Tracking.FindRun(Id) is not { } run)
        {
            return NotFound();
        }

        Run = run;
        ExperimentName = tracking.Tracking.FindExperiment(run.ExperimentId)?.Name ?? string.Empty;
        Courses = [.. run.Metrics.Where(m => m.Step > 0).Take(CourseMetrics)
            .Select(m => ShownCourse.Of(m.Key, tracking.Tracking.MetricHistory(run.RunId, m.Key, CoursePoints, 0)))
            .Where(course => course.Points.Count > 1)];
        await ListArtifactsAsync(tracking).ConfigureAwait(false);
        return Page();
    }

    /// <summary>The address of an artifact of this run: a folder is shown here, a file is downloaded.</summary>
    public string Address(ArtifactFile file)
    {
        string name = Join(Folder, NameOf(file));
        return file.IsFolder
            ? $"/runs/{Run.RunId}?folder={Uri.EscapeDataString(name)}"
            : $"/get-artifact?run_id={Run.RunId}&path={Uri.EscapeDataString(name)}";
    }

    /// <summary>The last part of a path.</summary>
    public static string NameOf(ArtifactFile file) => file.Path[(file.Path.LastIndexOf('/') + 1)..];

    private async Task ListArtifactsAsync(TrackingServices tracking)
    {
        try
        {
            Folder = ArtifactPath.Check(Folder);
            if (tracking.Artifacts.Resolve(Run.ArtifactUri) is not { } place)
            {
                ArtifactsProblem = $"They are at {Run.ArtifactUri}, where this server may not read.";
                return;
            }

            Artifacts = await place.Space.ListAsync(Join(place.Path, Folder), HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (RegistryException e)
        {
            ArtifactsProblem = e.Message;
        }
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : name.Length == 0 ? folder : $"{folder}/{name}";
}

/// <summary>A metric with its points, the first of them where there are many.</summary>
internal sealed record ShownCourse(string Key, IReadOnlyList<MetricPoint> Points, string Extent)
{
    /// <summary>Of a page of its history.</summary>
    public static ShownCourse Of(string key, Page<MetricPoint> history)
    {
        string steps = history.Items.Count == 0 ? "" : $"steps {history.Items.Min(p => p.Step)} to {history.Items.Max(p => p.Step)}";
        return new ShownCourse(key, history.Items, history.NextOffset is null ? steps : $"{steps}, the first {PageText.Count(history.Items.Count)} points");
    }
}
