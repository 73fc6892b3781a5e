namespace Hamf.Server.Mlflow;

/// <summary>Routes of model versions.</summary>
internal static class ModelVersionRoutes
{
    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(services);
    }
}
