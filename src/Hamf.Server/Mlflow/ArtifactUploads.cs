using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Mlflow;

/// <summary>Uploads in parts, as MLflow's client makes them of large files: create, one PUT per part to the address it is given, complete or abort.</summary>
internal sealed class ArtifactUploads(IArtifactParts parts, ArtifactProxy proxy)
{
    // As many as S3 allows.
    private const int MaxParts = 10_000;

    /// <summary>Begins an upload and says where each part goes.</summary>
    public async Task CreateAsync(HttpContext http)
    {
        using WireRequest request = await WireRequest.ReadAsync(http).ConfigureAwait(false);
        string path = TargetOf(http, "/mlflow-artifacts/mpu/create", request);
        long count = request.OptionalLong("num_parts") ?? 1;
        if (count is < 1 or > MaxParts)
        {
            throw RegistryException.Invalid($"Invalid value {count} for parameter 'num_parts' supplied: it must be from 1 to {MaxParts}.");
        }

        string uploadId = parts.Begin(path);
        await JsonReply.WriteAsync(http, (http, uploadId, count), static (json, state) => WriteCredentials(json, state.http, state.uploadId, state.count)).ConfigureAwait(false);
    }

    /// <summary>Takes a part.</summary>
    public async Task PutPartAsync(HttpContext http)
    {
        if (!int.TryParse(http.RouteText("number"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > MaxParts)
        {
            throw RegistryException.Invalid($"The number of a part must be from 1 to {MaxParts}.");
        }

        proxy.LiftLimit(http);
        string tag = await parts.WriteAsync(http.RouteText("upload_id"), number, http.Request.Body, http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.ETag = $"\"{tag}\"";
        await ArtifactProxy.EmptyAsync(http).ConfigureAwait(false);
    }

    /// <summary>Joins the parts.</summary>
    public async Task CompleteAsync(HttpContext http)
    {
        using WireRequest request = await WireRequest.ReadAsync(http).ConfigureAwait(false);
        string path = TargetOf(http, "/mlflow-artifacts/mpu/complete", request);
        await parts.CompleteAsync(request.Text("upload_id"), path, PartsOf(request), http.RequestAborted).ConfigureAwait(false);
        await ArtifactProxy.EmptyAsync(http).ConfigureAwait(false);
    }

    /// <summary>Gives an upload up.</summary>
    public async Task AbortAsync(HttpContext http)
    {
        using WireRequest request = await WireRequest.ReadAsync(http).ConfigureAwait(false);
        parts.Abort(request.Text("upload_id"), TargetOf(http, "/mlflow-artifacts/mpu/abort", request));
        await ArtifactProxy.EmptyAsync(http).ConfigureAwait(false);
    }

    // The address holds the folder; the body the file as it is called where it lies now, on any system.
    private static string TargetOf(HttpContext http, string route, WireRequest request)
    {
        string folder = ArtifactProxy.PathBehind(http, route);
        string local = request.Text("path");
        string name = ArtifactProxy.RequireFile(ArtifactPath.Check(local[(local.LastIndexOfAny(['/', '\\']) + 1)..]));
        return folder.Length == 0 ? name : ArtifactPath.Check($"{folder}/{name}");
    }

    private static (int Number, string Tag)[] PartsOf(WireRequest request)
    {
        if (request.Field("parts") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > MaxParts)
        {
            throw WireFault.Missing("parts");
        }

        return [.. list.EnumerateArray().Select(PartOf).OrderBy(part => part.Number)];
    }

    private static (int Number, string Tag) PartOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty("part_number", out JsonElement number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int value)
        && part.TryGetProperty("etag", out JsonElement tag) && tag.ValueKind == JsonValueKind.String
            ? (value, tag.GetString()!.Trim('"'))
            : throw RegistryException.Invalid("Invalid value for parameter 'parts' supplied: each part has a part_number and an etag.");

    // Parts are sent without the client's own credentials, so it is handed those that it has shown just now.
    private static void WriteCredentials(Utf8JsonWriter json, HttpContext http, string uploadId, long count)
    {
        string address = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/api/2.0/mlflow-artifacts/mpu/part/{uploadId}/";
        string authorization = http.Request.Headers.Authorization.ToString();
        json.WriteStartObject();
        json.WriteString("upload_id", uploadId);
        json.WriteStartArray("credentials");
        for (int number = 1; number <= count; number++)
        {
            json.WriteStartObject();
            json.WriteString("url", string.Create(CultureInfo.InvariantCulture, $"{address}{number}"));
            json.WriteNumber("part_number", number);
            if (authorization.Length > 0)
            {
                json.WriteStartObject("headers");
                json.WriteString("Authorization", authorization);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
