using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Copies folders of files from a server; a file that is here in the same size is not fetched again. Thread-safe.</summary>
internal sealed class FileCopy(ServerImportParts parts, ServerImportReport report)
{
    /// <summary>Copies a folder.</summary>
    /// <param name="folder">The folder there.</param>
    /// <param name="target">Where to, as a URI.</param>
    /// <param name="what">What it is, for the report.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Whether all of it is here now; what is not is in the report.</returns>
    public async Task<bool> CopyAsync(RemoteFolder folder, string target, string what, CancellationToken cancellation)
    {
        if (parts.Spaces.Resolve(target) is not { } root)
        {
            report.LeaveOut(what, $"this Hamf may not write to {target}");
            return false;
        }

        try
        {
            bool isWhole = true;
            foreach (ArtifactFile file in await parts.Source.ListAsync(folder, cancellation).ConfigureAwait(false))
            {
                isWhole &= await CopyOneAsync(folder, file, root.Space, $"{root.Path}/{file.Path}", what, cancellation).ConfigureAwait(false);
            }

            return isWhole;
        }
        catch (TrackingException e) when (!e.IsTransient)
        {
            report.LeaveOut(what, e.Message);
            return false;
        }
    }

    private async Task<bool> CopyOneAsync(
        RemoteFolder folder, ArtifactFile file, IArtifactSpace space, string path, string what, CancellationToken cancellation)
    {
        if (await space.FindAsync(path, cancellation).ConfigureAwait(false) is { } here && here.Size == file.Size)
        {
            report.Find("files");
            return true;
        }

        try
        {
            Stream content = await parts.Source.OpenAsync(folder, file.Path, cancellation).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                ArtifactFile written = await space.WriteAsync(path, content, cancellation).ConfigureAwait(false);
                report.Copy("files");
                report.Copy("bytes", written.Size);
            }

            return true;
        }
        catch (Exception e) when (e is TrackingException { IsTransient: false } or RegistryException)
        {
            report.LeaveOut($"{file.Path} of {what}", e.Message);
            return false;
        }
    }
}
