using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Mlflow;

/// <summary>Lists of artifacts as clients read them; an empty one is left out.</summary>
internal static class ArtifactListing
{
    /// <summary>Answers with what stands in a folder.</summary>
    /// <param name="http">The request.</param>
    /// <param name="rootUri">The URI that paths are relative to, or null to leave it out.</param>
    /// <param name="root">The folder of the space that paths are relative to.</param>
    /// <param name="files">What stands in the folder that was asked for.</param>
    public static Task WriteAsync(HttpContext http, string? rootUri, string root, IReadOnlyList<ArtifactFile> files)
    {
        int skip = root.Length == 0 ? 0 : root.Length + 1;
        return JsonReply.WriteAsync(http, (rootUri, skip, files), static (json, list) =>
        {
            json.WriteStartObject();
            if (list.rootUri is not null)
            {
                json.WriteString("root_uri", list.rootUri);
            }

            if (list.files.Count > 0)
            {
                json.WriteStartArray("files");
                foreach (ArtifactFile file in list.files)
                {
                    json.WriteStartObject();
                    json.WriteString("path", file.Path.AsSpan(list.skip));
                    json.WriteBoolean("is_dir", file.IsFolder);
                    if (!file.IsFolder)
                    {
                        json.WriteNumber("file_size", file.Size);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }
}
