using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Mlflow;

/// <summary>MLflow's REST API on Hamf's own registry: one file of routes per resource.</summary>
internal static class MlflowApi
{
    public static void Map(IEndpointRouteBuilder app, TrackingServices services, HamfServerOptions options)
    {
        var routes = new MlflowRoutes(app);
        ExperimentRoutes.Map(routes, services, options);
        RunRoutes.Map(routes, services);
        MetricRoutes.Map(routes, services);
        LoggedModelRoutes.Map(routes, services);
        RegisteredModelRoutes.Map(routes, services, options);
        ModelVersionRoutes.Map(routes, services, options);
        ArtifactRoutes.Map(routes, services, options);
        app.MapGet("/version", http => WriteVersionAsync(http, options.Version)).Needs(Role.Reader);
    }

    private static Task WriteVersionAsync(HttpContext http, string version)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(version, http.RequestAborted);
    }
}
