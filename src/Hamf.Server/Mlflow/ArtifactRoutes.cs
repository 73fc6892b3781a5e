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

        routes.Raw("POST", MlflowRoutes.AjaxPrefix + "upload-artifact", http => UploadAsync(http, services, proxy));
        routes.Raw("GET HEAD", "/get-artifact", http => SendAsync(http, services, RunUri, "path"));
        routes.Raw("GET HEAD", "/model-versions/get-artifact", http => SendAsync(http, services, VersionUri, "path"));
        routes.Raw("GET HEAD", "/ajax-api/2.0/mlflow/logged-models/{model_id}/artifacts/files", http =>
            SendAsync(http, services, LoggedModelUri, "artifact_file_path"));
    }

    private static async Task ListAsync(HttpContext http, TrackingServices services, string root, string pathField)
    {
        string own = ProxyAddress.ToOwn(http.Request, root);
        (IArtifactSpace space, string folder) = services.Artifacts.Resolve(own, ArtifactProxy.PathIn(http, pathField));
        string rootPath = services.Artifacts.Resolve(own, string.Empty).Path;
        IReadOnlyList<ArtifactFile> files = await space.ListAsync(folder, http.RequestAborted).ConfigureAwait(false);
        await ArtifactListing.WriteAsync(http, root, rootPath, files).ConfigureAwait(false);
    }

    private static Task SendAsync(HttpContext http, TrackingServices services, Func<HttpContext, TrackingServices, string> rootOf, string pathField)
    {
        // The path first: one that leads out is refused whether or not there is such a run.
        string below = ArtifactProxy.PathIn(http, pathField) is { Length: > 0 } file ? file : throw WireFault.Missing(pathField);
        (IArtifactSpace space, string path) = services.Artifacts.Resolve(ProxyAddress.ToOwn(http.Request, rootOf(http, services)), below);
        return ArtifactDownload.SendAsync(http, space, path);
    }

    // How MLflow's pages add a file to a run. A run whose files are elsewhere is written there, not through this server.
    private static async Task UploadAsync(HttpContext http, TrackingServices services, ArtifactProxy proxy)
    {
        string runId = http.Request.Query["run_uuid"].ToString();
        string below = runId.Length == 0 ? throw RegistryException.Invalid("Request must specify run_uuid.")
            : ArtifactProxy.PathIn(http, "path") is { Length: > 0 } file ? file
            : throw RegistryException.Invalid("Request must specify path.");
        if (http.Request.ContentLength is 0 || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            throw RegistryException.Invalid("Request must specify data.");
        }

        (IArtifactSpace space, string path) = services.Artifacts.Resolve(ProxyAddress.ToOwn(http.Request, RunUri(runId, services)), below);
        if (space != services.Artifacts.Own)
        {
            throw new RegistryException(RegistryError.PermissionDenied, "The run's artifacts are not kept by this server.");
        }

        proxy.LiftLimit(http);
        await space.WriteAsync(path, http.Request.Body, http.RequestAborted).ConfigureAwait(false);
        await ArtifactProxy.EmptyAsync(http).ConfigureAwait(false);
    }

    private static string RunUri(HttpContext http, TrackingServices services)
    {
        string runId = http.Request.Query.ContainsKey("run_id") ? Field(http, "run_id") : http.Request.Query["run_uuid"].ToString();
        return runId.Length == 0 ? throw WireFault.Missing("run_id") : RunUri(runId, services);
    }

    private static string RunUri(string runId, TrackingServices services) =>
        services.Tracking.FindRun(runId)?.ArtifactUri ?? throw RegistryException.Missing($"Run with id={runId} not found");

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
