using System.Globalization;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hamf.Server.Mlflow;

/// <summary>Routes of artifacts.</summary>
internal static class ArtifactRoutes
{
    private static readonly string[] Prefixes = ["/api/2.0/", "/ajax-api/2.0/"];

    public static void Map(MlflowRoutes routes, TrackingServices services, HamfServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(services);
        var proxy = new ArtifactProxy(services.Artifacts.Own, options);
        var uploads = new ArtifactUploads(services.ArtifactParts, proxy);
        foreach (string prefix in Prefixes)
        {
            routes.Raw("POST", prefix + "mlflow-artifacts/mpu/create/{**path}", uploads.CreateAsync);
            routes.Raw("PUT", prefix + "mlflow-artifacts/mpu/part/{upload_id}/{number}", uploads.PutPartAsync);
            routes.Raw("POST", prefix + "mlflow-artifacts/mpu/complete/{**path}", uploads.CompleteAsync);
            routes.Raw("POST", prefix + "mlflow-artifacts/mpu/abort/{**path}", uploads.AbortAsync);
            routes.Raw("GET HEAD", prefix + "mlflow-artifacts/artifacts/{**path}", proxy.GetAsync);
            routes.Raw("PUT", prefix + "mlflow-artifacts/artifacts/{**path}", proxy.PutAsync);
            routes.Raw("DELETE", prefix + "mlflow-artifacts/artifacts/{**path}", proxy.DeleteAsync);
            routes.Raw("GET", prefix + "mlflow/artifacts/list", http => ListAsync(http, services, RunUri(http, services), "path"));
            routes.Raw("GET", prefix + "mlflow/logged-models/{model_id}/artifacts/directories", http =>
                ListAsync(http, services, LoggedModelUri(http, services), "artifact_directory_path"));
        }

        routes.Raw("POST", "/ajax-api/2.0/mlflow/upload-artifact", http => UploadAsync(http, services, proxy));
        routes.Raw("GET HEAD", "/get-artifact", http => SendAsync(http, services, RunUri, "path"));
        routes.Raw("GET HEAD", "/model-versions/get-artifact", http => SendAsync(http, services, VersionUri, "path"));
        routes.Raw("GET HEAD", "/ajax-api/2.0/mlflow/logged-models/{model_id}/artifacts/files", http =>
            SendAsync(http, services, LoggedModelUri, "artifact_file_path"));
    }

    private static async Task ListAsync(HttpContext http, TrackingServices services, string root, string pathField)
    {
        (IArtifactSpace space, string folder) = services.Artifacts.Resolve(root, http.Request.Query[pathField].ToString());
        string rootPath = services.Artifacts.Resolve(root, string.Empty).Path;
        IReadOnlyList<ArtifactFile> files = await space.ListAsync(folder, http.RequestAborted).ConfigureAwait(false);
        await ArtifactListing.WriteAsync(http, root, rootPath, files).ConfigureAwait(false);
    }

    private static Task SendAsync(HttpContext http, TrackingServices services, Func<HttpContext, TrackingServices, string> rootOf, string pathField)
    {
        // The path first: one that leads out is refused whether or not there is such a run.
        string below = ArtifactPath.Check(ArtifactProxy.RequireFile(Field(http, pathField)));
        (IArtifactSpace space, string path) = services.Artifacts.Resolve(rootOf(http, services), below);
        return ArtifactDownload.SendAsync(http, space, path);
    }

    // What MLflow's pages send. Other spaces than its own are there for this server to read.
    private static async Task UploadAsync(HttpContext http, TrackingServices services, ArtifactProxy proxy)
    {
        string runId = Sent(http, "run_uuid");
        string path = ArtifactPath.Check(Sent(http, "path"));
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            throw RegistryException.Invalid("Request must specify data.");
        }

        string root = services.Tracking.FindRun(runId)?.ArtifactUri ?? throw WireIds.NoRun(runId);
        (IArtifactSpace space, string file) = services.Artifacts.Resolve(root, ArtifactProxy.RequireFile(path));
        if (space != services.Artifacts.Own)
        {
            throw new RegistryException(RegistryError.PermissionDenied, "The artifacts of this run are not kept by this server; send them to where they are.");
        }

        proxy.LiftLimit(http);
        await space.WriteAsync(file, http.Request.Body, http.RequestAborted).ConfigureAwait(false);
        await ArtifactProxy.EmptyAsync(http).ConfigureAwait(false);
    }

    private static string Sent(HttpContext http, string name) =>
        http.Request.Query[name].ToString() is { Length: > 0 } value ? value : throw RegistryException.Invalid($"Request must specify {name}.");

    private static string RunUri(HttpContext http, TrackingServices services)
    {
        string runId = http.Request.Query.ContainsKey("run_id") ? Field(http, "run_id") : http.Request.Query["run_uuid"].ToString();
        return runId.Length == 0
            ? throw WireFault.Missing("run_id")
            : services.Tracking.FindRun(runId)?.ArtifactUri ?? throw RegistryException.Missing($"Run with id={runId} not found");
    }

    private static string VersionUri(HttpContext http, TrackingServices services)
    {
        string name = Field(http, "name");
        string version = Field(http, "version");
        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? services.Registry.FindVersion(name, number)?.StorageLocation
                ?? throw RegistryException.Missing($"Model Version (name={name}, version={number}) not found")
            : throw RegistryException.Invalid($"Model version must be an integer, got '{version}'");
    }

    private static string LoggedModelUri(HttpContext http, TrackingServices services)
    {
        string modelId = http.RouteText("model_id");
        return services.LoggedModels.Find(modelId)?.ArtifactUri ?? throw RegistryException.Missing($"Logged model with ID '{modelId}' not found");
    }

    private static string Field(HttpContext http, string name) =>
        http.Request.Query[name].ToString() is { Length: > 0 } value ? value : throw WireFault.Missing(name);
}
