namespace Hamf.Server.Mlflow;

/// <summary>Routes of artifacts.</summary>
internal static class ArtifactRoutes
{
    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(services);
    }
}
