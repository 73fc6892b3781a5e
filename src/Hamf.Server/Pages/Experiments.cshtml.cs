using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>The experiments, newest first.</summary>
internal sealed class ExperimentsModel(HamfServices services) : PageModel
{
    private const int PageRows = 100;

    [BindProperty(SupportsGet = true)]
    public long From { get; set; }

    /// <summary>The experiments of this page.</summary>
    public IReadOnlyList<Experiment> Experiments { get; private set; } = [];

    /// <summary>Where the next page starts, or null.</summary>
    public long? Next { get; private set; }

    public IActionResult OnGet()
    {
        if (services.Tracking is not { } tracking)
        {
            return NotFound();
        }

        Page<Experiment> page = tracking.Tracking.SearchExperiments(new SearchQuery { Max = PageRows, Offset = Math.Max(0, From) });
        (Experiments, Next) = (page.Items, page.NextOffset);
        return Page();
    }
}
