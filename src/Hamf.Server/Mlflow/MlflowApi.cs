using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Mlflow;

/// <summary>MLflow's REST API on Hamf's own registry: one file of routes per resource.</summary>
internal static class MlflowApi
{
    public static void Map(IEndpointRouteBuilder app, TrackingServices services, HamfServerOptions options)
    {
        var routes = new MlflowRoutes(app, options);
        ExperimentRoutes.Map(routes, services);
        RunRoutes.Map(routes, services);
        LoggedModelRoutes.Map(routes, services);
        RegisteredModelRoutes.Map(routes, services);
        ModelVersionRoutes.Map(routes, services);
        ArtifactRoutes.Map(routes, services, options);
    }
}
