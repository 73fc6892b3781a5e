using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Walks through artifacts here.</summary>
internal static class SpaceFiles
{
    /// <summary>Every file in and below a folder, by path.</summary>
    public static async Task<IReadOnlyList<ArtifactFile>> AllAsync(IArtifactSpace space, string folder, CancellationToken cancellation)
    {
        var files = new List<ArtifactFile>();
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out string? next))
        {
            foreach (ArtifactFile found in await space.ListAsync(next, cancellation).ConfigureAwait(false))
            {
                if (found.IsFolder)
                {
                    folders.Push(found.Path);
                }
                else
                {
                    files.Add(found);
                }
            }
        }

        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }
}
